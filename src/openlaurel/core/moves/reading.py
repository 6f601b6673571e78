"""From uploaded files to what they claim: told by content, never by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openlaurel.core.credentials import CredentialsError, looks_like_jwt, parse_json
from openlaurel.core.moves.archive import EMPTY_ZIP, ZIP, Sources, open_sources
from openlaurel.core.moves.entries import declared_in, entries_in, kind_of, read_entries
from openlaurel.core.moves.errors import NotAnExport, NothingInIt, SeveralPlatforms, UnknownShape
from openlaurel.core.moves.laurel import is_archive, read_archive
from openlaurel.core.moves.model import PLATFORMS, ClaimedAward, Export, Place, Platform, Refused
from openlaurel.core.moves.open_badges import BadgeFile, is_badge_document, read_badge_files, read_file
from openlaurel.core.moves.tables import people_in, platform_of, read_export_table
from openlaurel.core.openbadges import PNG_SIGNATURE, identity_matches, looks_like_svg
from openlaurel.core.rosters import Order, RostersError, RowRefused, Table, read_table

MAX_JSON = 64 * 1024 * 1024
MAX_PICTURE = 10 * 1024 * 1024


class _Found:
    """What the files turned out to be."""

    def __init__(self) -> None:
        self.entries: dict[Platform, list[tuple[Place, dict[str, Any]]]] = {}
        self.badges: list[BadgeFile] = []
        self.tables: list[tuple[str, Table]] = []
        self.refused: list[Refused] = []
        self.declared: list[int] = []


def read_export(files: Mapping[str, bytes], *, order: Order | None = None) -> Export:
    """This function will read one file, several, or a ZIP of them, as an export of one platform.

    `order` is what somebody said about dates such as 03/04/2026. Raises a MovesError, or a RostersError for a table
    that can't be read.
    """
    sources = open_sources(files)
    if is_archive(sources):
        return _checked(read_archive(sources), files)
    found = _Found()
    for name in sources.names:
        _take(name, sources, found)
    people = [pair for _, table in found.tables if not _is_export(table) for pair in people_in(table)]
    exports = [read_entries(platform, entries) for platform, entries in found.entries.items()]
    if found.badges:
        exports.append(read_badge_files(found.badges))
    exports += [read_export_table(table, name, order) for name, table in found.tables if _is_export(table)]
    for name, table in found.tables:
        if not _is_export(table) and not found.badges and not found.entries:
            raise UnknownShape(file=name, found=", ".join(f"“{header}”" for header in table.headers[:20]))
    export = _together(exports, found, files)
    return _checked(replace(export, awards=tuple(_named(award, people) for award in export.awards)), files)


def _take(name: str, sources: Sources, found: _Found) -> None:
    if sources.size(name) > MAX_JSON:
        size = f"{sources.size(name):,}"
        found.refused.append(Refused(Place(name), "too_large", {"found": size, "most": f"{MAX_JSON:,}"}))
        return
    data = sources.read(name)
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    is_text = not looks_like_svg(data) and not data.startswith(PNG_SIGNATURE)
    if start[:1] in (b"{", b"["):
        _take_json(name, data, found)
    elif not is_text or looks_like_jwt(data[:4096].decode("latin-1")):
        _take_badge(name, data, found)
    elif data.startswith((ZIP, EMPTY_ZIP)) and not name.lower().endswith(".xlsx"):
        found.refused.append(Refused(Place(name), "nested"))
    elif (
        name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx")) or b"," in data[:4096] or b";" in data[:4096]
    ):
        _take_table(name, data, sources, found)
    elif len(sources.names) == 1:
        raise NotAnExport(file=name[:200])
    else:
        found.refused.append(Refused(Place(name), "not_a_badge"))


def _take_table(name: str, data: bytes, sources: Sources, found: _Found) -> None:
    try:
        found.tables.append((name, read_table(data)))
    except RostersError as error:
        if len(sources.names) == 1:
            raise
        found.refused.append(Refused(Place(name), "unreadable", {"fault": str(error)[:300]}))


def _take_badge(name: str, data: bytes, found: _Found) -> None:
    try:
        found.badges.append(read_file(name, data))
    except RowRefused as error:
        found.refused.append(Refused(Place(name), error.code, dict(error.params)))


def _take_json(name: str, data: bytes, found: _Found) -> None:
    try:
        document = parse_json(data, max_bytes=MAX_JSON)
    except CredentialsError as error:
        found.refused.append(Refused(Place(name), "unreadable", {"fault": str(error)[:300]}))
        return
    if is_badge_document(document):
        _take_badge(name, data, found)
        return
    number = 0
    for number, entry in enumerate(entries_in(document), 1):
        platform, _ = kind_of(entry) or ("", "")
        found.entries.setdefault(platform, []).append((Place(name, number), entry))  # type: ignore[arg-type]
    if not number:
        found.refused.append(Refused(Place(name), "not_a_badge"))
    said = declared_in(document)
    if said is not None:
        found.declared.append(said)


def _is_export(table: Table) -> bool:
    return platform_of(table.headers) is not None


def _together(exports: list[Export], found: _Found, files: Mapping[str, bytes]) -> Export:
    platforms = sorted({export.platform for export in exports})
    if len(platforms) > 1:
        raise SeveralPlatforms(platforms=", ".join(PLATFORMS[platform] for platform in platforms))
    if not exports:
        if found.refused and len(found.refused) == 1 and len(files) == 1:
            refused = found.refused[0]
            raise UnknownShape(file=str(refused.place), found=refused.message)
        raise NothingInIt(file=_names(files))
    definitions = {d.source_id: d for export in reversed(exports) for d in export.definitions}
    return Export(
        exports[0].platform,
        tuple(definitions.values()),
        tuple(award for export in exports for award in export.awards),
        (*(refused for export in exports for refused in export.refused), *found.refused),
        # each page says the number of all of them
        max(found.declared) if found.declared else None,
    )


def _checked(export: Export, files: Mapping[str, bytes]) -> Export:
    """Without badges that are there twice: the first one counts."""
    if not export.awards and not export.definitions and not export.refused:
        raise NothingInIt(file=_names(files))
    seen: dict[str, ClaimedAward] = {}
    refused = list(export.refused)
    for award in export.awards:
        first = seen.setdefault(award.source_id, award)
        if first is not award:
            refused.append(
                Refused(
                    award.place,
                    "twice",
                    {"place": str(first.place)},
                    award.source_id,
                    award.recipient_name,
                    award.recipient_email,
                )
            )
    return replace(export, awards=tuple(seen.values()), refused=tuple(refused))


def _named(award: ClaimedAward, people: list[tuple[str, str]]) -> ClaimedAward:
    """A badge that holds only a hash, with the address and name of who fits it in the list that lies beside."""
    if award.recipient_email or award.identity is None:
        return award
    for email, name in people:
        if identity_matches(dict(award.identity), email):
            return replace(award, recipient_email=email, recipient_name=award.recipient_name or name)
    return award


def _names(files: Mapping[str, bytes]) -> str:
    return ", ".join(name[:100] for name in list(files)[:3])
