"""Definitions of fields: read from where they are stored, and what can be wrong with a new one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from openlaurel.core.fields.errors import BadField, ValueRefused
from openlaurel.core.fields.model import PLACES, AskedOf, Choice, FieldSpec, Kind, Place
from openlaurel.core.fields.values import LONGEST, check_value

MOST_FIELDS = 20
MOST_CHOICES = 100
LONGEST_LABEL = 100
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}").fullmatch
_UNSIGNABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]").search
_WHOLE = re.compile(r"[0-9]{1,4}").fullmatch


def read_field(data: Mapping[str, Any]) -> FieldSpec:
    """This function will read a field as `FieldSpec.as_json` wrote it; raises BadField."""
    names = {field.name for field in fields(FieldSpec)}
    try:
        if unknown := sorted(set(data) - names):
            raise BadField(f"a field has no {unknown[0]!r}")
        return FieldSpec(
            key=str(data["key"]),
            kind=Kind(data["kind"]),
            labels={str(tag): str(label) for tag, label in data["labels"].items()},
            is_required=bool(data.get("is_required", False)),
            asked_of=AskedOf(data.get("asked_of", AskedOf.ISSUER)),
            place=Place(data.get("place", "")),
            least=str(data.get("least", "")),
            most=str(data.get("most", "")),
            choices=tuple(Choice(c["value"], c.get("labels", {})) for c in data.get("choices", ())),
            preset=str(data.get("preset", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadField(f"The definition of a field can't be read: {error}") from error


def read_fields(stored: Iterable[Mapping[str, Any]]) -> tuple[FieldSpec, ...]:
    """This function will read a list of fields; raises BadField."""
    return tuple(map(read_field, stored))


def faults_of(spec: FieldSpec, beside: Iterable[FieldSpec] = ()) -> dict[str, str]:
    """This function will return what is wrong with a field that stands beside others, as a code by attribute.

    Codes: key, key_taken, labels, label_taken, place, place_taken, bounds, choices, preset.
    """
    faults: dict[str, str] = {}
    others = list(beside)
    if not _KEY(spec.key):
        faults["key"] = "key"
    elif spec.key in {other.key for other in others}:
        faults["key"] = "key_taken"
    names = [*spec.labels.values()]
    if not names or any(not 1 <= len(name) <= LONGEST_LABEL or _UNSIGNABLE(name) for name in names):
        faults["labels"] = "labels"
    elif _words(names) & {word for other in others for word in _words([other.key, *other.labels.values()])}:
        faults["labels"] = "label_taken"
    if spec.place not in PLACES[spec.kind]:
        faults["place"] = "place"
    elif spec.place not in {Place.PRIVATE, Place.RESULT} and spec.place in {o.place for o in others}:
        faults["place"] = "place_taken"
    if spec.kind is Kind.CHOICE and not _are_distinct(spec.choices):
        faults["choices"] = "choices"
    if not _are_bounds(spec):
        faults["most"] = "bounds"
    if not faults and spec.preset and not _is_taken(spec):
        faults["preset"] = "preset"
    return faults


def _are_distinct(choices: tuple[Choice, ...]) -> bool:
    """Each choice has a name of its own in every language, so that a roster's cell means one of them."""
    if not 2 <= len(choices) <= MOST_CHOICES:
        return False
    seen: set[str] = set()
    for choice in choices:
        words = [choice.value, *choice.labels.values()]
        if any(not 1 <= len(word) <= LONGEST_LABEL or _UNSIGNABLE(word) for word in words):
            return False
        if seen & _words(words):
            return False
        seen |= _words(words)
    return True


def _are_bounds(spec: FieldSpec) -> bool:
    if spec.kind is Kind.TEXT:
        return not spec.least and (
            not spec.most or (bool(_WHOLE(spec.most)) and 1 <= int(spec.most) <= LONGEST)
        )
    if spec.kind not in {Kind.NUMBER, Kind.DATE}:
        return not spec.least and not spec.most
    free = replace(spec, least="", most="")
    try:
        same = [check_value(free, text) == text for text in (spec.least, spec.most)]
    except ValueRefused:
        return False
    if not all(same):
        return False
    if not (spec.least and spec.most):
        return True
    if spec.kind is Kind.DATE:
        return spec.least <= spec.most
    return Decimal(spec.least) <= Decimal(spec.most)


def _is_taken(spec: FieldSpec) -> bool:
    try:
        return check_value(spec, spec.preset) == spec.preset
    except ValueRefused:
        return False


def _words(names: Iterable[str]) -> set[str]:
    return {" ".join(name.casefold().replace("_", " ").split()) for name in names}
