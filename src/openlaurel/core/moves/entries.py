"""JSON exports of Credly, Accredible and Badgr, told apart by the shape of their entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openlaurel.core.moves import accredible, badgr, credly
from openlaurel.core.moves.model import ClaimedDefinition, Export, Place, Platform

_READERS: Mapping[str, Any] = {"credly": credly, "accredible": accredible, "badgr": badgr}
MAX_DEPTH = 8
_LISTS = (
    "data",
    "credentials",
    "groups",
    "result",
    "results",
    "badgeclasses",
    "assertions",
    "badgeClasses",
    "awards",
)
_ONES = ("credential", "group", "issuer", "badgeclass")


def entries_in(document: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """This function will return the entries of a document: a list, a page with a list, or one alone."""
    if isinstance(document, list):
        for entry in document:
            yield from entries_in(entry, depth)
    elif isinstance(document, dict) and depth < MAX_DEPTH:
        if kind_of(document) is not None:
            yield document
        for name in (*_LISTS, *_ONES):
            inner = document.get(name)
            if isinstance(inner, list | dict):
                yield from entries_in(inner, depth + 1)


def kind_of(entry: Mapping[str, Any]) -> tuple[Platform, str] | None:
    """This function will tell whose an entry is, and whether it is a "definition" or an "award"."""
    for platform, reader in _READERS.items():
        kind = reader.kind_of(entry)
        if kind is not None:
            return platform, kind  # type: ignore[return-value]
    return None


def declared_in(document: Any) -> int | None:
    """This function will return how many badges a page says that there are in all; None where it says nothing."""
    if not isinstance(document, dict):
        return None
    has_awards = any((kind_of(entry) or ("", ""))[1] == "award" for entry in entries_in(document))
    said = document.get("metadata") if isinstance(document.get("metadata"), dict) else document.get("meta")
    if not isinstance(said, dict) or not has_awards:
        return None
    for name in ("total_count", "count"):
        if isinstance(said.get(name), int) and not isinstance(said[name], bool):
            return int(said[name])
    return None


def read_entries(platform: Platform, entries: list[tuple[Place, dict[str, Any]]]) -> Export:
    """This function will read the entries of one platform; a definition that only badges mention counts too."""
    reader = _READERS[platform]
    definitions: dict[str, ClaimedDefinition] = {}
    mentioned: dict[str, ClaimedDefinition] = {}
    awards, refused = [], []
    for place, entry in entries:
        if reader.kind_of(entry) == "definition":
            found = reader.read_definition(entry, place)
            if found is not None:
                definitions.setdefault(found.source_id, found)
            continue
        read = reader.read_award(entry, place)
        if isinstance(read, tuple):
            award, definition = read
            awards.append(award)
            if definition is not None:
                mentioned.setdefault(definition.source_id, definition)
        else:
            refused.append(read)
    return Export(platform, tuple((mentioned | definitions).values()), tuple(awards), tuple(refused))
