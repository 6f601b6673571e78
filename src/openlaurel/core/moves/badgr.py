"""Badgr's API of version 2, which Canvas Credentials kept: BadgeClass and Assertion entities (badgr-server,
apps/issuer/serializers_v2.py: BadgeClassSerializerV2, BadgeInstanceSerializerV2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from openlaurel.core.moves.model import ClaimedAward, ClaimedDefinition, Place, Refused
from openlaurel.core.rosters import RowRefused

NAMES = ("extensions:recipientProfile", "recipientProfile")


def kind_of(entry: Mapping[str, Any]) -> str | None:
    """This function will tell an assertion from a badge class; None for what is neither."""
    if entry.get("entityType") == "BadgeClass":
        return "definition"
    if entry.get("entityType") == "Assertion":
        return "award"
    if "entityId" in entry and isinstance(entry.get("recipient"), dict) and "badgeclass" in entry:
        return "award"
    return "definition" if "entityId" in entry and "criteriaNarrative" in entry else None


def read_definition(entry: Mapping[str, Any], place: Place) -> ClaimedDefinition | None:
    """This function will read a badge class."""
    known, name = id_of(entry.get("entityId")), line_of(entry.get("name"), 200)
    if not known:
        return None
    criteria = [text_of(entry.get("criteriaNarrative"), 9000), url_of(entry.get("criteriaUrl"))]
    tags = entry.get("tags")
    return ClaimedDefinition(
        place,
        source_id=known,
        name=name or known,
        description=text_of(entry.get("description"), 2000),
        criteria="\n\n".join(part for part in criteria if part),
        url=url_of(entry.get("openBadgeId")),
        tags=tuple(filter(None, (line_of(tag, 50) for tag in (tags if isinstance(tags, list) else [])[:20]))),
        image=image_of(entry.get("image")),
    )


def read_award(
    entry: Mapping[str, Any], place: Place
) -> tuple[ClaimedAward, ClaimedDefinition | None] | Refused:
    """This function will read an assertion. Whom it is about stands in clear, or else only as a hash."""
    recipient = part_of(entry.get("recipient"))
    is_hashed = recipient.get("hashed") is True
    email = recipient.get("plaintextIdentity") or ("" if is_hashed else recipient.get("identity"))
    known, name = id_of(entry.get("entityId")), _name(entry.get("extensions"))
    try:
        if not known:
            raise RowRefused("unreadable", fault="entityId")
        definition_id = id_of(entry.get("badgeclass"))
        if not definition_id:
            raise RowRefused("no_definition")
        expires_on = moment_of(entry.get("expires"), "expires")
        issued_on = check_span(moment_of(entry.get("issuedOn"), "issuedOn"), expires_on)
        award = ClaimedAward(
            place,
            source_id=known,
            definition_id=definition_id,
            recipient_name=name_of(name),
            recipient_email=email_of(email) if email else "",
            identity=None if email or not is_hashed else _identity(recipient),
            issued_on=issued_on,
            expires_on=expires_on,
            url=url_of(entry.get("openBadgeId")),
            state="revoked" if entry.get("revoked") in (True, "true", "True") else "valid",
            revocation_reason=line_of(entry.get("revocationReason")),
            narrative=text_of(entry.get("narrative")),
            evidence=_evidence(entry.get("evidence")),
        )
        if not email and award.identity is None:
            raise RowRefused("no_email")
    except RowRefused as error:
        return refusal(place, error, source_id=known, name=name, email=email)
    return award, None


def _identity(recipient: Mapping[str, Any]) -> Mapping[str, Any] | None:
    identity = recipient.get("identity")
    if not isinstance(identity, str):
        return None
    return {
        "identityHash": identity,
        "identityType": "emailAddress",
        "hashed": True,
        "salt": str(recipient.get("salt") or ""),
    }


def _name(extensions: Any) -> str:
    """The holder's name, where whoever issued it wrote one: the v1 API put it into this extension."""
    for key in NAMES:
        profile = extensions.get(key) if isinstance(extensions, dict) else None
        if isinstance(profile, dict) and isinstance(profile.get("name"), str):
            return str(profile["name"])
    return ""


def _evidence(value: Any) -> tuple[Mapping[str, str], ...]:
    found: list[Mapping[str, str]] = []
    for item in (value if isinstance(value, list) else [])[:20]:
        if isinstance(item, dict):
            found += evidence_of(item.get("url"), "", item.get("narrative"))
    return tuple(found)
