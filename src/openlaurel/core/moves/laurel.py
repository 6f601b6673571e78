"""The archive that this program writes when an organisation moves out, format 1 (docs/reference/archive.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.moves.archive import Sources
from openlaurel.core.moves.cells import (
    check_span,
    email_of,
    id_of,
    id_of_name,
    line_of,
    moment_of,
    name_of,
    part_of,
    refusal,
    text_of,
    url_of,
)
from openlaurel.core.moves.errors import DamagedArchive, NewerFormat
from openlaurel.core.moves.model import ClaimedAward, ClaimedDefinition, Export, Place, Refused, State
from openlaurel.core.rosters import RowRefused

MANIFEST = "manifest.json"
FORMAT = "openlaurel-archive"
VERSION = 1
_CLAIMED: Mapping[str, State] = {"revoked": "revoked", "declined": "declined", "pending": "pending"}
_STATES: Mapping[str, State] = {"revoked": "revoked", "declined": "declined", "offered": "pending"}


def is_archive(sources: Sources) -> bool:
    """This function will tell whether these files are an archive of this program."""
    return MANIFEST in sources.names and _manifest(sources).get("format") == FORMAT


def read_archive(sources: Sources) -> Export:
    """This function will read an archive, each file proved by the digest in its manifest.

    Raises DamagedArchive or NewerFormat.
    """
    manifest = _manifest(sources)
    version = manifest.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise NewerFormat(found=str(version)[:20], most=str(VERSION))
    digests = _digests(sources, manifest)
    definitions = {
        found.source_id: found
        for place, row in _rows(sources, "definitions/", digests)
        if (found := _definition(place, row, sources, digests)) is not None
    }
    awards: list[ClaimedAward] = []
    refused: list[Refused] = []
    for place, row, document in _awards(sources, digests):
        try:
            awards.append(_award(place, row, document))
        except RowRefused as error:
            refused.append(
                refusal(
                    place,
                    error,
                    source_id=row.get("id"),
                    name=row.get("recipient_name"),
                    email=row.get("recipient_email"),
                )
            )
    signed = 0
    for place, row in _rows(sources, "imported/", digests):
        if row.get("award"):
            signed += 1  # it is among the awards
            continue
        try:
            award, definition = _claim(place, row, sources, digests)
        except RowRefused as error:
            refused.append(refusal(place, error, source_id=row.get("id")))
            continue
        awards.append(award)
        definitions.setdefault(definition.source_id, definition)
    counts = part_of(manifest.get("counts"))
    numbers = [counts.get(name) for name in ("awards", "imported")]
    declared = sum(number for number in numbers if isinstance(number, int)) - signed
    return Export(
        "openlaurel",
        tuple(definitions.values()),
        tuple(awards),
        tuple(refused),
        max(declared, 0) if "awards" in counts else None,
    )


def _manifest(sources: Sources) -> Mapping[str, Any]:
    try:
        found = parse_json(sources.read(MANIFEST))
    except CredentialsError:
        return {}
    return found if isinstance(found, dict) else {}


def _digests(sources: Sources, manifest: Mapping[str, Any]) -> Mapping[str, str]:
    listed = manifest.get("files")
    digests = {
        str(entry.get("path")): str(entry.get("sha256"))
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict)
    }
    for path in sorted(set(digests) ^ (set(sources.names) - {MANIFEST})):
        raise DamagedArchive(file=path[:200])
    return digests


def _content(sources: Sources, path: str, digests: Mapping[str, str]) -> bytes:
    content = sources.read(path) if path in digests else b""
    if hashlib.sha256(content).hexdigest() != digests.get(path):
        raise DamagedArchive(file=path[:200])
    return content


def _rows(
    sources: Sources, folder: str, digests: Mapping[str, str]
) -> Iterator[tuple[Place, dict[str, Any]]]:
    for path in sorted(name for name in digests if name.startswith(folder) and name.endswith(".jsonl")):
        for number, line in enumerate(_content(sources, path, digests).splitlines(), 1):
            try:
                row = parse_json(line)
            except CredentialsError as error:
                raise DamagedArchive(file=f"{path}:{number}") from error
            if isinstance(row, dict):
                yield Place(path, number), row


def _awards(sources: Sources, digests: Mapping[str, str]) -> Iterator[tuple[Place, dict[str, Any], bytes]]:
    """Each award with its current document: both lie in files of the same number."""
    for path in sorted(name for name in digests if name.startswith("awards/")):
        beside = path.replace("awards/", "credentials/", 1)
        current = {
            str(row.get("award")): str(row.get("document", "")).encode()
            for _, row in _rows(sources, beside, digests)
            if beside in digests and row.get("superseded_at") is None
        }
        for place, row in _rows(sources, path, digests):
            yield place, row, current.get(str(row.get("id")), b"")


def _definition(
    place: Place, row: Mapping[str, Any], sources: Sources, digests: Mapping[str, str]
) -> ClaimedDefinition | None:
    """The newest version that was published, else the draft; the other versions stay in the archive."""
    versions = row.get("versions")
    found = [v for v in (versions if isinstance(versions, list) else []) if isinstance(v, dict)]
    published = [v for v in found if v.get("state") != "draft"] or found
    if not published:
        return None
    newest = published[-1]
    said = part_of(newest.get("definition"))
    picture = newest.get("picture")
    image = _content(sources, picture, digests) if isinstance(picture, str) else b""
    return ClaimedDefinition(
        place,
        source_id=id_of(row.get("id")),
        name=line_of(said.get("name"), 200),
        description=text_of(said.get("description"), 2000),
        criteria=text_of(said.get("criteria"), 9500),
        url=url_of(row.get("page")),
        language=line_of(said.get("language"), 12),
        image=image,
        whole={**said, "picture_is_own": newest.get("picture_is_own") is True},
    )


def _claim(
    place: Place, row: Mapping[str, Any], sources: Sources, digests: Mapping[str, str]
) -> tuple[ClaimedAward, ClaimedDefinition]:
    """A badge that was a claim there too: it stays one, with its own file."""
    if row.get("recipient_erased_at"):
        raise RowRefused("no_email")
    name, file = line_of(row.get("definition"), 200), row.get("original")
    definition = ClaimedDefinition(
        place, source_id=id_of(row.get("achievement")) or id_of_name(name), name=name
    )
    expires_on = moment_of(row.get("expires_on"), "expires_on")
    email = line_of(row.get("recipient_email"), 254)
    award = ClaimedAward(
        place,
        source_id=id_of(row.get("id")),
        definition_id=definition.source_id,
        recipient_name=name_of(row.get("recipient_name")),
        recipient_email=email_of(email) if email else "",
        issued_on=check_span(moment_of(row.get("issued_on"), "issued_on"), expires_on),
        expires_on=expires_on,
        url=url_of(row.get("original_address")) or url_of(row.get("page")),
        state=_CLAIMED.get(str(row.get("state")), "valid"),
        revocation_reason=line_of(row.get("revocation_reason")),
        narrative=text_of(row.get("narrative")),
        evidence=_evidence(row.get("evidence")),
        original=_content(sources, file, digests) if isinstance(file, str) else b"",
    )
    return award, definition


def _evidence(value: Any) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {key: text_of(text) for key, text in item.items() if isinstance(text, str) and text}
        for item in (value if isinstance(value, list) else [])[:20]
        if isinstance(item, dict)
    )


def _award(place: Place, row: Mapping[str, Any], document: bytes) -> ClaimedAward:
    known = id_of(row.get("id"))
    if row.get("recipient_erased_at"):
        raise RowRefused("no_email")
    expires_on = moment_of(row.get("valid_until"), "valid_until")
    issued_on = moment_of(row.get("awarded_at"), "awarded_at")
    return ClaimedAward(
        place,
        source_id=known,
        definition_id=id_of(row.get("achievement")),
        recipient_name=name_of(row.get("recipient_name")),
        recipient_email=email_of(row.get("recipient_email")),
        issued_on=check_span(issued_on, expires_on),
        expires_on=expires_on,
        url=url_of(row.get("page")),
        state=_STATES.get(str(row.get("state")), "valid"),
        revocation_reason=line_of(row.get("revocation_reason")),
        narrative=text_of(row.get("narrative")),
        evidence=_evidence(row.get("evidence")),
        original=document,
    )
