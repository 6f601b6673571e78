"""Whether a value is one that a field takes, and the one form in which it is kept."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from openlaurel.core.fields.errors import ValueRefused
from openlaurel.core.fields.model import FieldSpec, Kind

REASONS = {
    "needed": "“%(field)s” is missing.",
    "unknown": "There is no field “%(field)s”.",
    "control_character": "“%(field)s” holds an invisible control character. Type it anew.",
    "too_long": "“%(field)s” has %(length)s characters; at most %(most)s are allowed.",
    "no_number": "“%(value)s” in “%(field)s” is not a number. Write it like 12 or 12.5.",
    "ambiguous_number": "“%(value)s” in “%(field)s” can be read in two ways. Write it like 1500 or 1.5.",
    "no_date": "“%(value)s” in “%(field)s” is not a date. Write it like 2026-04-30.",
    "too_low": "“%(value)s” in “%(field)s” is below %(least)s.",
    "too_high": "“%(value)s” in “%(field)s” is above %(most)s.",
    "too_early": "“%(value)s” in “%(field)s” is before %(least)s.",
    "too_late": "“%(value)s” in “%(field)s” is after %(most)s.",
    "no_choice": "“%(value)s” in “%(field)s” is none of: %(choices)s.",
    "no_url": "“%(value)s” in “%(field)s” is not a web address. Write it in full, like https://example.org/report.",
    "no_yes_no": "“%(value)s” in “%(field)s” is neither yes nor no.",
}
LONGEST = 1000
LONGEST_URL = 2000
LONGEST_NUMBER = 15
FIRST_YEAR, LAST_YEAR = 1900, 9000
_UNSIGNABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]").search
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch
_WITH_COMMA = re.compile(r"-?[0-9]+,[0-9]+").fullmatch
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})").fullmatch
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f\x7f-\x9f]+").fullmatch
_YES = frozenset({"yes", "y", "true", "1", "x", "sí", "si", "ja", "oui", "نعم"})
_NO = frozenset({"no", "n", "false", "0", "nein", "nee", "non", "لا"})


def check_value(spec: FieldSpec, text: str, *languages: str) -> str:
    """This function will return a value in the form in which it is kept, "" for none; raises ValueRefused.

    Numbers have a point, dates are YYYY-MM-DD, a choice is its own value in whatever language it was named, yes and no
    are true and false. Errors name the field in the first of `languages` that it has.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    name = spec.label(*languages)
    if not text:
        return ""
    if _UNSIGNABLE(text):
        raise ValueRefused("control_character", field=name)
    longest = LONGEST_URL if spec.kind is Kind.URL else LONGEST
    if len(text) > longest:
        raise ValueRefused("too_long", field=name, length=len(text), most=longest)
    return _CHECKS[spec.kind](spec, text, name)


def check_values(
    specs: Iterable[FieldSpec],
    given: Mapping[str, str],
    *languages: str,
    is_asked: bool = True,
    stays: frozenset[str] = frozenset(),
) -> tuple[dict[str, str], dict[str, ValueRefused]]:
    """This function will return the values of all fields that have one, by key, and what is wrong with the others.

    A field without a value takes its preset; one that is required and has neither is refused, unless nobody `is_asked`
    or it is one of `stays`, which are asked for later.
    """
    known = {spec.key: spec for spec in specs}
    refused = {key: ValueRefused("unknown", field=key[:100]) for key in given if key not in known}
    values: dict[str, str] = {}
    for key, spec in known.items():
        if key in stays and key not in given:
            continue
        try:
            value = check_value(spec, given.get(key, ""), *languages) or spec.preset
        except ValueRefused as error:
            refused[key] = error
            continue
        if value:
            values[key] = value
        elif spec.is_required and is_asked:
            refused[key] = ValueRefused("needed", field=spec.label(*languages))
    return values, refused


def _text(spec: FieldSpec, text: str, name: str) -> str:
    if spec.most and len(text) > int(spec.most):
        raise ValueRefused("too_long", field=name, length=len(text), most=spec.most)
    return text


def _number(spec: FieldSpec, text: str, name: str) -> str:
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    digits = digits.replace("٫", ".")
    if _WITH_COMMA(digits):
        # 3,500 is three and a half to some and a thousand times that to others.
        if len(digits.rpartition(",")[2]) == 3:
            raise ValueRefused("ambiguous_number", field=name, value=shown(text))
        digits = digits.replace(",", ".")
    if not _NUMBER(digits) or len(digits) > LONGEST_NUMBER:
        raise ValueRefused("no_number", field=name, value=shown(text))
    number = Decimal(digits)
    if spec.least and number < Decimal(spec.least):
        raise ValueRefused("too_low", field=name, value=shown(text), least=spec.least)
    if spec.most and number > Decimal(spec.most):
        raise ValueRefused("too_high", field=name, value=shown(text), most=spec.most)
    return digits


def _date(spec: FieldSpec, text: str, name: str) -> str:
    try:
        match = _DATE(text)
        day = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueRefused("no_date", field=name, value=shown(text))
    if spec.least and text < spec.least:
        raise ValueRefused("too_early", field=name, value=text, least=spec.least)
    if spec.most and text > spec.most:
        raise ValueRefused("too_late", field=name, value=text, most=spec.most)
    return text


def _choice(spec: FieldSpec, text: str, name: str) -> str:
    wanted = text.casefold()
    for choice in spec.choices:
        if wanted in {word.casefold() for word in (choice.value, *choice.labels.values())}:
            return choice.value
    choices = ", ".join(choice.value for choice in spec.choices)
    raise ValueRefused("no_choice", field=name, value=shown(text), choices=shown(choices, 200))


def _url(spec: FieldSpec, text: str, name: str) -> str:
    if not _URL(text):
        raise ValueRefused("no_url", field=name, value=shown(text))
    return text


def _yes_no(spec: FieldSpec, text: str, name: str) -> str:
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueRefused("no_yes_no", field=name, value=shown(text))
    return "true" if word in _YES else "false"


_CHECKS = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.URL: _url,
    Kind.YES_NO: _yes_no,
}


def shown(text: str, most: int = 60) -> str:
    """This function will return a value as a reason can quote it: short, without what can't be seen."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return clean if len(clean) <= most else clean[: most - 1] + "…"
