"""What an answer key and an answer look like for each kind of question, and when an answer is right.

| kind     | choices        | key                                        | answer               |
|----------|----------------|--------------------------------------------|----------------------|
| single   | list of texts  | index of the right one                     | index                |
| multiple | list of texts  | indices of all right ones                  | indices, rising      |
| numeric  | empty          | {"value", "tolerance" = 0, "unit" = ""}    | the text as typed    |
| text     | empty          | {"accepted": [texts]}                      | the text as typed    |

There is no partial credit: a question is right or wrong. Nothing here touches the database.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from openlaurel.core.searching import search_form

Answer = int | list[int] | str | None

LONGEST_TEXT_ANSWER = 200
LONGEST_NUMBER = 60
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)").fullmatch
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‐": "-", "‑": "-", "−": "-", "٪": "%"}
    # the decimal and grouping marks that go with Arabic digits
    | {"٫": ".", "٬": ",", "،": ","}
)


@dataclass(frozen=True)
class SingleKey:
    index: int

    def accepts(self, answer: Answer) -> bool:
        return answer == self.index and not isinstance(answer, bool)

    def as_json(self) -> Any:
        return self.index


@dataclass(frozen=True)
class MultipleKey:
    indices: frozenset[int]

    def accepts(self, answer: Answer) -> bool:
        return isinstance(answer, list) and set(answer) == self.indices

    def as_json(self) -> Any:
        return sorted(self.indices)


@dataclass(frozen=True)
class NumericKey:
    value: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str = ""

    def accepts(self, answer: Answer) -> bool:
        if not isinstance(answer, str):
            return False
        return any(abs(number - self.value) <= self.tolerance for number in readings(answer, self.unit))

    def as_json(self) -> Any:
        return {"value": str(self.value), "tolerance": str(self.tolerance), "unit": self.unit}


@dataclass(frozen=True)
class TextKey:
    accepted: tuple[str, ...]

    def accepts(self, answer: Answer) -> bool:
        if not isinstance(answer, str) or not (given := plain_form(answer)):
            return False
        return given in {plain_form(form) for form in self.accepted}

    def as_json(self) -> Any:
        return {"accepted": list(self.accepted)}


Key = SingleKey | MultipleKey | NumericKey | TextKey


def readings(text: str, unit: str = "") -> frozenset[Decimal]:
    """This function will return the numbers that `text` can mean; none when it isn't a number.

    Decimal point and decimal comma are both understood, spaces, points and commas between groups of three digits too,
    digits of every script, and the unit before or after the number. "1,200" has two readings, 1.2 and 1200: who writes
    it the one way or the other is right.
    """
    plain = _numeral(_without_unit(text.translate(_PLAIN), unit))
    if len(plain) > LONGEST_NUMBER or not _NUMBER(plain):
        return frozenset()
    sign, digits = (plain[0], plain[1:]) if plain[0] in "+-" else ("", plain)
    found = set()
    for decimal_mark, group_mark in ((".", ","), (",", ".")):
        whole, _, fraction = digits.partition(decimal_mark)
        if decimal_mark in fraction or group_mark in fraction or not _is_grouped(whole, group_mark):
            continue
        try:
            found.add(Decimal(f"{sign}{whole.replace(group_mark, '') or '0'}.{fraction or '0'}"))
        except InvalidOperation:  # pragma: no cover
            continue
    return frozenset(found)


def plain_form(text: str) -> str:
    """This function will return `text` without what doesn't matter in a short answer.

    That is case, accents, spaces, hyphens between letters, and quotation marks or a full stop around the whole.
    """
    folded = "".join(search_form(unicodedata.normalize("NFKC", text.translate(_PLAIN))).split())
    return _BETWEEN_LETTERS.sub("", folded.strip("\"'`.")) or folded


def read_answer(kind: str, choices: Sequence[str], raw: Any) -> Answer:
    """This function will return `raw` as an answer of this kind; None when nothing was answered.

    What can't be an answer of this kind, such as a choice that isn't offered, counts as nothing.
    """
    if kind == "single":
        return raw if _is_index(raw, choices) else None
    if kind == "multiple":
        given = raw if isinstance(raw, (list, tuple, set, frozenset)) else ()
        return sorted({index for index in given if _is_index(index, choices)}) or None
    if not isinstance(raw, (str, int, float, Decimal)) or isinstance(raw, bool):
        return None
    typed = "".join(char for char in str(raw) if char.isprintable()).strip()
    return typed[: LONGEST_NUMBER if kind == "numeric" else LONGEST_TEXT_ANSWER] or None


def read_key(kind: str, key: Any) -> Key:
    """This function will read a stored or checked answer key."""
    if kind == "single":
        return SingleKey(int(key))
    if kind == "multiple":
        return MultipleKey(frozenset(int(index) for index in key))
    if kind == "numeric":
        value, tolerance = Decimal(str(key["value"])), Decimal(str(key.get("tolerance", 0)))
        return NumericKey(value, tolerance, str(key.get("unit", "")))
    if kind == "text":
        return TextKey(tuple(str(form) for form in key["accepted"]))
    raise ValueError(f"There is no kind of question {kind!r}.")


def unit_of(kind: str, key: Mapping[str, Any] | Any) -> str:
    """This function will return the unit in which a number is asked: the one part of a key that may be shown."""
    return str(key.get("unit", "")) if kind == "numeric" and isinstance(key, Mapping) else ""


def _is_index(value: Any, choices: Sequence[str]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(choices)


def _numeral(text: str) -> str:
    """`text` with ASCII digits and marks and without spaces."""
    plain = []
    for char in unicodedata.normalize("NFKC", text):
        digit = unicodedata.decimal(char, None)
        plain.append(char if digit is None else str(digit))
    return _SPACES.sub("", "".join(plain)).strip("\u200e\u200f\u061c").rstrip(".,")


def _without_unit(text: str, unit: str) -> str:
    given, wanted = " ".join(text.split()), " ".join(unit.split())
    folded = given.casefold()
    # Folding may change the length of a text; then it isn't our unit in other case.
    if not wanted or len(folded) != len(given):
        return given
    for form in dict.fromkeys((wanted.casefold(), wanted.casefold().rstrip("s"))):
        if form and folded.endswith(form):
            return given[: -len(form)]
        if form and folded.startswith(form):
            return given[len(form) :]
    return given


def _is_grouped(whole: str, mark: str) -> bool:
    first, *groups = whole.split(mark)
    if not groups:
        return True
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
