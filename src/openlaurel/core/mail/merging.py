"""Merge fields in the texts of mails: `{{ recipient_name }}`. A field that isn't known is an error, never an empty place."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

# Without optional spaces around the name, which would be tried in every combination.
_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True)
class MergeFault:
    """`kind` is "unknown" (with a `suggestion`, if one is close), "missing", "misplaced" or "braces"."""

    kind: str
    name: str
    suggestion: str = ""


def faults_in(
    text: str, *, known: Collection[str], required: Collection[str] = (), misplaced: Collection[str] = ()
) -> list[MergeFault]:
    """This function will return what is wrong with the fields of `text`, each fault once, in the order of the text.

    A field among `misplaced` is known but has no place in this text.
    """
    faults: dict[MergeFault, None] = {}
    names = [found[1].strip() for found in _FIELD.finditer(text)]
    for name in names:
        if name in misplaced:
            faults[MergeFault("misplaced", name)] = None
        elif name not in known:
            close = get_close_matches(name, known, n=1)
            faults[MergeFault("unknown", name, close[0] if close else "")] = None
    if stray := _BRACES.search(_FIELD.sub("", text)):
        faults[MergeFault("braces", stray[0])] = None
    for name in required:
        if name not in names:
            faults[MergeFault("missing", name)] = None
    return list(faults)


def merge(text: str, values: Mapping[str, str], *, wrap: Callable[[str, int], str] | None = None) -> str:
    """This function will put the values in the places of their fields.

    `wrap(name, position)` gives what stands there instead of the value, where the value needs a later treatment.
    Raises KeyError with the name of a field that has no value.
    """
    if wrap is None:
        return _FIELD.sub(lambda found: values[found[1].strip()], text)
    return _FIELD.sub(lambda found: wrap(found[1].strip(), found.start()), text)
