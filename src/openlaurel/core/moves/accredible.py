"""Accredible's API: groups and credentials (docs.api.accredible.com, `all_groups`, `all_credentials`, v2 search)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openlaurel.core.moves.cells import (
    check_span,
    email_of,
    evidence_of,
    id_of,
    id_of_name,
    line_of,
    made_id,
    moment_of,
    name_of,
    part_of,
    refusal,
    text_of,
    url_of,
)
from openlaurel.core.moves.model import ClaimedAward, ClaimedDefinition, Place, Refused
from openlaurel.core.rosters import RowRefused


def kind_of(entry: Mapping[str, Any]) -> str | None:
    """This function will tell a credential from a group; None for what is neither."""
    if "issued_on" in entry and (isinstance(entry.get("recipient"), dict) or "recipient_email" in entry):
        return "award"
    return "definition" if {"id", "course_name"} <= set(entry) and "issued_on" not in entry else None


def read_definition(entry: Mapping[str, Any], place: Place) -> ClaimedDefinition | None:
    """This function will read a group, which is what people earn there."""
    known = id_of(entry.get("id"))
    name = line_of(entry.get("course_name"), 200) or line_of(entry.get("name"), 200)
    if not known:
        return None
    outcomes = entry.get("learning_outcomes")
    criteria = [line_of(line, 300) for line in outcomes[:20]] if isinstance(outcomes, list) else []
    return ClaimedDefinition(
        place,
        source_id=known,
        name=name or known,
        description=text_of(entry.get("course_description"), 2000),
        criteria="\n".join(f"- {line}" for line in criteria if line),
        url=url_of(entry.get("course_link")),
        language=line_of(entry.get("language"), 12),
    )


def read_award(
    entry: Mapping[str, Any], place: Place
) -> tuple[ClaimedAward, ClaimedDefinition | None] | Refused:
    """This function will read a credential, of version 1 or 2 of the API."""
    recipient = part_of(entry.get("recipient"))
    email = recipient.get("email") or entry.get("recipient_email")
    name = recipient.get("name") or entry.get("recipient_name")
    known = id_of(entry.get("id"))
    try:
        definition = _mentioned(entry, place)
        expires_on = moment_of(entry.get("expired_on"), "expired_on")
        issued = moment_of(entry.get("issued_on"), "issued_on")
        address = email_of(email)
        grade = line_of(entry.get("grade"), 60)
        award = ClaimedAward(
            place,
            source_id=known or made_id(definition.source_id, address, issued),
            id_is_made=not known,
            definition_id=definition.source_id,
            recipient_name=name_of(name),
            recipient_email=address,
            issued_on=check_span(issued, expires_on),
            expires_on=expires_on,
            url=url_of(entry.get("url")),
            # an unpublished credential was prepared and never given to anybody
            state="pending" if entry.get("approve") is False else "valid",
            narrative=f"Grade: {grade}" if grade else "",
            evidence=_evidence(entry.get("evidence_items")),
        )
    except RowRefused as error:
        return refusal(place, error, source_id=known, name=name, email=email)
    return award, definition


def _mentioned(entry: Mapping[str, Any], place: Place) -> ClaimedDefinition:
    """What a credential says of its group; the group's own entry says more."""
    group = part_of(entry.get("group"))
    name = line_of(entry.get("name"), 200) or line_of(group.get("course_name"), 200)
    in_group = line_of(entry.get("group_name"), 200) or line_of(group.get("name"), 200)
    known = id_of(entry.get("group_id") or group.get("id"))
    if not known and not name and not in_group:
        raise RowRefused("no_definition")
    return ClaimedDefinition(
        place,
        source_id=known or id_of_name(in_group or name),
        name=name or in_group or known,
        description=text_of(entry.get("description"), 2000),
        url=url_of(entry.get("course_link")),
    )


def _evidence(value: Any) -> tuple[Mapping[str, str], ...]:
    found: list[Mapping[str, str]] = []
    for item in (value if isinstance(value, list) else [])[:20]:
        if isinstance(item, dict):
            found += evidence_of(item.get("link_url"), item.get("description"))
    return tuple(found)
