"""Telling whether a document has a structure that is known, and collecting its strings on the way.

That takes a third of the time of describing its structure anew (`shapes.structure`) and looking that up.
"""

from __future__ import annotations

from collections.abc import Callable
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
    if type(known) is str or (type(known) is list and all(type(entry) is str for entry in known)):
        kind = type(known)
        return lambda value, leaves: type(value) is kind and value == known
    written = repr(known)
    return lambda value, leaves: repr(value) == written
