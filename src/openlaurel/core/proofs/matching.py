"""Telling whether a document has a structure that is known, and collecting its strings on the way.

That takes a third of the time of describing its structure anew (`shapes.structure`) and looking that up. Where it is
known besides what most of the strings are, what is the same is compared as a whole, which takes a third again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from operator import itemgetter
from typing import Any

# Appends the variable strings to the list, in order; False where the structure is another.
Match = Callable[[Any, list[str]], bool]


def match_of(document: Any, is_fixed: Callable[[str], bool]) -> Match:
    """This function will return what matches the documents of the same structure as `document`.

    What stands under a key that `is_fixed` belongs to the structure, and so does all that is no string.
    """
    if type(document) is dict:
        parts = [
            _same(value) if is_fixed(key) else None if type(value) is str else match_of(value, is_fixed)
            for key, value in document.items()
        ]
        return _object(tuple(document), parts)
    if type(document) is list:
        return _array([None if type(entry) is str else match_of(entry, is_fixed) for entry in document])
    return _same(document)


def _object(keys: tuple[str, ...], parts: list[Match | None]) -> Match:
    def match(document: Any, leaves: list[str]) -> bool:
        return type(document) is dict and tuple(document) == keys and _all(document.values(), parts, leaves)

    return match


def _array(parts: list[Match | None]) -> Match:
    count = len(parts)

    def match(document: Any, leaves: list[str]) -> bool:
        return type(document) is list and len(document) == count and _all(document, parts, leaves)

    return match


def _all(values: Any, parts: list[Match | None], leaves: list[str]) -> bool:
    for value, part in zip(values, parts, strict=True):
        if part is None:
            if type(value) is not str:
                return False
            leaves.append(value)
        elif not part(value, leaves):
            return False
    return True


def _same(known: Any) -> Match:
    """The same in every respect: to Python 1, 1.0 and true are equal, so that only texts are compared as they are."""
    if known is True or known is False or known is None:
        return lambda value, leaves: value is known
    if type(known) is str or (type(known) is list and all(type(entry) is str for entry in known)):
        kind = type(known)
        return lambda value, leaves: type(value) is kind and value == known
    written = repr(known)
    return lambda value, leaves: repr(value) == written


def narrow_match_of(
    document: Any, is_fixed: Callable[[str], bool], varying: Collection[int]
) -> tuple[Match, list[int]]:
    """This function will return what matches the documents that differ from `document` in the strings `varying` alone.

    Strings are numbered as `match_of` collects them; this match collects those that vary, in the order of the numbers
    that are returned beside it. The order of keys inside of what is the same everywhere may be another.
    """
    narrowing = _Narrowing(is_fixed, frozenset(varying))
    match, numbers = narrowing.of(document)
    return match or _equal(document), numbers


class _Narrowing:
    def __init__(self, is_fixed: Callable[[str], bool], varying: frozenset[int]) -> None:
        self._is_fixed, self._varying = is_fixed, varying
        self._count = 0

    def of(self, value: Any) -> tuple[Match | None, list[int]]:
        """What matches a value, and the numbers of the strings that it collects; None for one that is text and the
        same everywhere."""
        if type(value) is str:
            self._count += 1
            return (_any_text, [self._count - 1]) if self._count - 1 in self._varying else (None, [])
        if type(value) is dict:
            return self._object(value)
        if type(value) is list:
            parts = [self.of(entry) for entry in value]
            if all(match is None for match, _ in parts):
                return None, []
            matches = [match or _equal(entry) for entry, (match, _) in zip(value, parts, strict=True)]
            return _array(list(matches)), [number for _, numbers in parts for number in numbers]
        return _same(value), []

    def _object(self, value: dict[str, Any]) -> tuple[Match | None, list[int]]:
        same, own, inner = [], {}, {}
        numbers: list[int] = []
        for key, entry in value.items():
            if self._is_fixed(key):
                match: Match | None = None if is_text(entry) else _same(entry)
            else:
                match, found = self.of(entry)
                if match is _any_text:
                    own[key] = found[0]
                    continue
                numbers += found
            if match is None:
                same.append(key)
            else:
                inner[key] = match
        if not own and not inner:
            return None, []
        return _narrow_object(value, same, list(own), inner), [*own.values(), *numbers]


def is_text(value: Any) -> bool:
    """This function will tell whether `value` is a text, or holds only texts: Python finds it equal to nothing else."""
    if type(value) is dict:
        return all(map(is_text, value.values()))
    return all(map(is_text, value)) if type(value) is list else type(value) is str


def _any_text(value: Any, leaves: list[str]) -> bool:
    leaves.append(value)
    return type(value) is str


def _equal(known: Any) -> Match:
    """Nothing but a text equals a text, so that what holds only texts can be compared as a whole."""
    return lambda value, leaves: bool(value == known)


def _narrow_object(known: dict[str, Any], same: list[str], own: list[str], inner: dict[str, Match]) -> Match:
    keys, parts = tuple(known), tuple(inner.items())
    get_same = itemgetter(*same) if same else _nothing
    expected = get_same(known)
    get_own = itemgetter(*own, own[0]) if own else _nothing  # one more, so that it always returns a tuple

    def match(document: Any, leaves: list[str]) -> bool:
        if type(document) is not dict or tuple(document) != keys or get_same(document) != expected:
            return False
        strings = get_own(document)[:-1]
        for string in strings:
            if type(string) is not str:
                return False
        leaves += strings
        for key, part in parts:  # noqa: SIM110 (a generator takes longer)
            if not part(document[key], leaves):
                return False
        return True

    return match


def _nothing(document: Any) -> tuple[Any, ...]:
    return ()
