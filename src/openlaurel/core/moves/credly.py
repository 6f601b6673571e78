"""Credly's Web Service API: badge templates and issued badges (credly.com/docs, "Badge Templates", "Issued Badges")."""

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
    made_id,
    moment_of,
    name_of,
    part_of,
    refusal,
    text_of,
    url_of,
)
from openlaurel.core.moves.model import ClaimedAward, ClaimedDefinition, Place, Refused, State
from openlaurel.core.rosters import RowRefused

_STATES: Mapping[str, State] = {"pending": "pending", "rejected": "declined", "revoked": "revoked"}


def kind_of(entry: Mapping[str, Any]) -> str | None:
    """This function will tell an issued badge from a template; None for what is neither."""
    if isinstance(entry.get("badge_template"), dict) or "badge_template_id" in entry:
        return "award"
    is_template = {"id", "name", "description"} <= set(entry) and bool(
        {"skills", "badge_template_activities", "vanity_slug", "global_activity_url", "badges_count"}
        & set(entry)
    )
    return "definition" if is_template else None


def read_definition(entry: Mapping[str, Any], place: Place) -> ClaimedDefinition | None:
    """This function will read a badge template."""
    known, name = id_of(entry.get("id")), line_of(entry.get("name"), 200)
    if not known and not name:
        return None
    activities = entry.get("badge_template_activities")
    criteria = [
        line_of(activity.get("title"), 500)
        for activity in (activities if isinstance(activities, list) else [])[:50]
        if isinstance(activity, dict)
    ]
    skills = entry.get("skills")
    tags = [
        line_of(skill.get("name") if isinstance(skill, dict) else skill, 50)
        for skill in (skills if isinstance(skills, list) else [])[:20]
    ]
    return ClaimedDefinition(
        place,
        source_id=known or made_id(name),
        name=name or known,
        description=text_of(entry.get("description"), 2000),
        criteria="\n".join(f"- {line}" for line in criteria if line),
        url=url_of(entry.get("url")) or url_of(entry.get("global_activity_url")),
        tags=tuple(tag for tag in tags if tag),
        image=image_of(entry.get("image_url")),
    )


def read_award(
    entry: Mapping[str, Any], place: Place
) -> tuple[ClaimedAward, ClaimedDefinition | None] | Refused:
    """This function will read an issued badge, with the template that it brings along."""
    template = entry.get("badge_template")
    user = part_of(entry.get("user"))
    email = entry.get("recipient_email") or user.get("email")
    names = [entry.get(f"issued_to_{part}_name") for part in ("first", "middle", "last")]
    name = entry.get("issued_to") or " ".join(str(part) for part in names if part)
    known = id_of(entry.get("id"))
    try:
        definition = read_definition(template, place) if isinstance(template, dict) else None
        definition_id = definition.source_id if definition else id_of(entry.get("badge_template_id"))
        if not definition_id:
            raise RowRefused("no_definition")
        expires_on = moment_of(entry.get("expires_at") or entry.get("expires_at_date"), "expires_at")
        issued = moment_of(entry.get("issued_at") or entry.get("issued_at_date"), "issued_at")
        address = email_of(email)
        award = ClaimedAward(
            place,
            source_id=known or made_id(definition_id, address, issued),
            id_is_made=not known,
            definition_id=definition_id,
            recipient_name=name_of(name),
            recipient_email=address,
            issued_on=check_span(issued, expires_on),
            expires_on=expires_on,
            url=url_of(entry.get("badge_url")),
            state=_STATES.get(str(entry.get("state")), "valid"),
            revocation_reason=line_of(entry.get("revocation_reason") or entry.get("reason")),
            evidence=_evidence(entry.get("evidence")),
        )
    except RowRefused as error:
        return refusal(place, error, source_id=known, name=name, email=email)
    return award, definition


def _evidence(value: Any) -> tuple[Mapping[str, str], ...]:
    found: list[Mapping[str, str]] = []
    for item in (value if isinstance(value, list) else [])[:20]:
        if isinstance(item, dict):
            found += evidence_of(
                item.get("url"), item.get("name") or item.get("title"), item.get("description")
            )
    return tuple(found)
