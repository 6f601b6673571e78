"""Badges as files of their own: Open Badges 3.0, 2.0, 1.1 and 1.0, as JSON or signed text, or baked into PNG or SVG.

A definition that a badge only names by its address must lie beside it: nothing is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from openlaurel.core.credentials import CredentialsError, looks_like_jwt, parse_json, parse_jwt
from openlaurel.core.moves.cells import (
    check_span,
    email_of,
    evidence_of,
    id_of,
    image_of,
    line_of,
    moment_of,
    name_of,
    part_of,
    refusal,
    text_of,
    url_of,
)
from openlaurel.core.moves.model import ClaimedAward, ClaimedDefinition, Export, Place, Refused
from openlaurel.core.openbadges import PNG_SIGNATURE, OpenBadgesError, looks_like_svg, unbake
from openlaurel.core.openbadges.legacy import LegacyError, is_older, parse_signed, recipient_identity
from openlaurel.core.rosters import RowRefused
from openlaurel.core.web_addresses import is_web_address

_CREDENTIALS = frozenset({"OpenBadgeCredential", "AchievementCredential"})
MAX_SMALL = 5 * 1024 * 1024


@dataclass(frozen=True)
class BadgeFile:
    """One file: its `document`, and the file itself, which is kept."""

    place: Place
    document: Mapping[str, Any]
    original: bytes = field(repr=False)
    image: bytes = field(default=b"", repr=False)


def is_badge_document(document: Any) -> bool:
    """This function will tell whether a JSON document is a badge or one of its parts, of any version."""
    if not isinstance(document, dict):
        return False
    types = _types(document)
    is_part = bool(types & {"BadgeClass", "Issuer", "Achievement"}) and "entityType" not in document
    return bool(types & _CREDENTIALS) or is_part or is_older(document)


def read_file(name: str, data: bytes) -> BadgeFile:
    """This function will take the document out of a file; raises RowRefused with what is wrong."""
    place = Place(name)
    is_picture = data.startswith(PNG_SIGNATURE) or looks_like_svg(data)
    try:
        text: bytes | str = unbake(data) if is_picture else data
        document = _document(text)
    except (OpenBadgesError, CredentialsError, LegacyError) as error:
        raise RowRefused("unreadable", fault=str(error)[:300]) from error
    return BadgeFile(place, document, data, data if is_picture else b"")


def read_badge_files(files: Iterable[BadgeFile]) -> Export:
    """This function will read badges, and the definitions that they embed or that lie beside them."""
    parts: dict[str, Mapping[str, Any]] = {}
    badges: list[BadgeFile] = []
    definitions: dict[str, ClaimedDefinition] = {}
    refused: list[Refused] = []
    for file in files:
        types = _types(file.document)
        if types & _CREDENTIALS or is_older(file.document):
            badges.append(file)
        elif types & {"BadgeClass", "Issuer", "Profile", "Achievement"}:
            parts[str(file.document.get("id", ""))] = file.document
            if types & {"BadgeClass", "Achievement"}:
                found = _definition(file.document, file.place, b"")
                definitions[found.source_id] = found
        else:
            refused.append(Refused(file.place, "not_a_badge"))
    awards: list[ClaimedAward] = []
    for file in badges:
        try:
            award, definition = (_of_v3 if _types(file.document) & _CREDENTIALS else _of_older)(file, parts)
        except RowRefused as error:
            refused.append(refusal(file.place, error, source_id=file.document.get("id", "")))
            continue
        awards.append(award)
        known = definitions.get(definition.source_id)
        if known is None or (not known.image and definition.image):
            definitions[definition.source_id] = definition
    return Export("open_badges", tuple(definitions.values()), tuple(awards), tuple(refused))


def _document(text: bytes | str) -> Mapping[str, Any]:
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    if looks_like_jwt(plain):
        try:
            return parse_jwt(plain).payload
        except CredentialsError:
            return parse_signed(plain).payload
    if is_web_address(plain.strip()):
        raise RowRefused(
            "unreadable", fault="it holds only the address of the badge. Add the badge's JSON file"
        )
    document = parse_json(text, max_bytes=MAX_SMALL)
    if not isinstance(document, dict):
        raise RowRefused("not_a_badge")
    return document


def _of_v3(file: BadgeFile, parts: Mapping[str, Any]) -> tuple[ClaimedAward, ClaimedDefinition]:
    """Open Badges 3.0, B.1.2 AchievementCredential; dates as Verifiable Credentials 2.0 or 1.1 name them."""
    document = file.document
    subject = document.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and subject else subject
    if not isinstance(subject, dict):
        raise RowRefused("unreadable", fault="credentialSubject")
    definition = _definition(_part(subject.get("achievement"), parts), file.place, file.image)
    identity, email, name = _recipient(subject)
    expires_on = moment_of(document.get("validUntil") or document.get("expirationDate"), "validUntil")
    issued_on = moment_of(
        document.get("awardedDate") or document.get("validFrom") or document.get("issuanceDate"), "validFrom"
    )
    return (
        ClaimedAward(
            file.place,
            source_id=_id(document, file.original),
            definition_id=definition.source_id,
            recipient_name=name_of(name),
            recipient_email=email_of(email) if email else "",
            identity=None if email else identity,
            issued_on=check_span(issued_on, expires_on),
            expires_on=expires_on,
            url=url_of(document.get("id")),
            narrative=text_of(subject.get("narrative")),
            evidence=_evidence(document.get("evidence")),
            original=file.original,
        ),
        definition,
    )


def _of_older(file: BadgeFile, parts: Mapping[str, Any]) -> tuple[ClaimedAward, ClaimedDefinition]:
    """Open Badges 2.0 Assertion, and 1.1 and 1.0, which name their class by its address."""
    document = file.document
    definition = _definition(_part(document.get("badge"), parts), file.place, file.image)
    identity = recipient_identity(dict(document))
    email = "" if identity is None or identity["hashed"] else str(identity["identityHash"])
    expires_on = moment_of(document.get("expires"), "expires")
    issued_on = moment_of(_seconds(document.get("issuedOn")), "issuedOn")
    verify = part_of(document.get("verify"))
    return (
        ClaimedAward(
            file.place,
            source_id=_id(document, file.original),
            definition_id=definition.source_id,
            recipient_name="",
            recipient_email=email_of(email) if email else "",
            identity=identity if identity is not None and identity["hashed"] else None,
            issued_on=check_span(issued_on, expires_on),
            expires_on=expires_on,
            url=url_of(document.get("id")) or url_of(verify.get("url")),
            state="revoked" if document.get("revoked") is True else "valid",
            revocation_reason=line_of(document.get("revocationReason")),
            narrative=text_of(document.get("narrative")),
            evidence=_evidence(document.get("evidence")),
            original=file.original,
        ),
        definition,
    )


def _part(value: Any, parts: Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    if isinstance(value, str) and isinstance(parts.get(value), dict):
        return dict(parts[value])
    if isinstance(value, str) and value:
        raise RowRefused("definition_missing", value=line_of(value, 200))
    raise RowRefused("no_definition")


def _definition(part: Mapping[str, Any], place: Place, image: bytes) -> ClaimedDefinition:
    name = line_of(part.get("name"), 200)
    known = id_of(part.get("id"))
    if not name and not known:
        raise RowRefused("no_definition")
    criteria = part.get("criteria")
    if isinstance(criteria, dict):
        words = [text_of(criteria.get("narrative"), 9000), url_of(criteria.get("id"))]
        criteria = "\n\n".join(word for word in words if word)
    tags = part.get("tag", part.get("tags"))
    return ClaimedDefinition(
        place,
        source_id=known or id_of("name:" + name),
        name=name or known,
        description=text_of(part.get("description"), 2000),
        criteria=text_of(criteria, 9500),
        url=url_of(known),
        language=line_of(part.get("inLanguage") or part.get("@language"), 12),
        tags=tuple(filter(None, (line_of(tag, 50) for tag in (tags if isinstance(tags, list) else [])[:20]))),
        image=image_of(part.get("image")) or image,
    )


def _recipient(subject: Mapping[str, Any]) -> tuple[Mapping[str, Any] | None, str, str]:
    """Whom a badge is about: the hash of an address, and what stands in clear (B.1.3, B.8)."""
    hashed, email, name = None, "", ""
    identifiers = subject.get("identifier")
    for item in identifiers if isinstance(identifiers, list) else [identifiers]:
        if not isinstance(item, dict) or not isinstance(item.get("identityHash"), str):
            continue
        kind = item.get("identityType")
        if kind == "emailAddress" and item.get("hashed") is True:
            hashed = item
        elif kind == "emailAddress":
            email = str(item["identityHash"])
        elif kind == "name" and item.get("hashed") is not True:
            name = str(item["identityHash"])
    own = subject.get("id")
    if not email and isinstance(own, str) and own.startswith("mailto:"):
        email = own.removeprefix("mailto:")
    return hashed, email, name or line_of(subject.get("name"), 200)


def _evidence(value: Any) -> tuple[Mapping[str, str], ...]:
    found: list[Mapping[str, str]] = []
    for item in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(item, str):
            found += evidence_of(item)
        elif isinstance(item, dict):
            found += evidence_of(
                item.get("id"), item.get("name"), item.get("narrative") or item.get("description")
            )
    return tuple(found)


def _id(document: Mapping[str, Any], original: bytes) -> str:
    verify = part_of(document.get("verify"))
    said = document.get("id") or verify.get("url")
    return id_of(said) or "sha256:" + hashlib.sha256(original).hexdigest()


def _types(document: Mapping[str, Any]) -> set[str]:
    found = document.get("type", document.get("@type"))
    return {entry for entry in (found if isinstance(found, list) else [found]) if isinstance(entry, str)}


def _seconds(value: Any) -> Any:
    """Version 1.0 may write a moment as seconds since 1970."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**11:
        return datetime.fromtimestamp(value, UTC).isoformat()
    return value
