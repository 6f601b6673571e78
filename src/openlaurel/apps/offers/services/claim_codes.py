"""Claim codes as their organisation makes, changes and stops them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.offers.codes import new_code
from openlaurel.apps.offers.errors import InvalidOffer
from openlaurel.apps.offers.models import ClaimCode
from openlaurel.apps.offers.services.own_fields import checked_values
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.fields import AskedOf

MOST_PLACES = 1_000_000


@dataclass(frozen=True)
class Terms:
    """When a claim code works, for how many people, and whether somebody decides on each.

    `fields` are the custom fields that the issuer fills in, the same on all badges that it brings.
    """

    note: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    most: int | None = None
    needs_approval: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


def create_claim_code(*, achievement: Achievement, terms: Terms, by: Actor, now: datetime) -> ClaimCode:
    """This function will make a code by which people get the achievement's badge. Raises InvalidOffer."""
    check_can(by, "issue_award", achievement.organisation)
    values, unusable = checked_values(achievement, AskedOf.ISSUER, terms.fields)
    terms, problems = replace(terms, fields=values), _problems_of(terms, 0) | unusable
    if not issuable_versions(achievement.organisation).filter(achievement=achievement).exists():
        problems["achievement"] = _("Choose a micro-credential that is published and not archived.")
    if problems:
        raise InvalidOffer(problems)
    with transaction.atomic():
        claim_code = ClaimCode.objects.create(
            organisation=achievement.organisation,
            achievement=achievement,
            code=new_code(),
            created_by=by.account,
            created_at=now,
            **_columns(terms),
        )
        _record("claim_code.created", claim_code, by, now)
    return claim_code


def change_claim_code(*, claim_code: ClaimCode, terms: Terms, by: Actor, now: datetime) -> ClaimCode:
    """This function will change when and for how many a code works; what was asked for stays. Raises InvalidOffer."""
    check_can(by, "issue_award", claim_code.organisation)
    with transaction.atomic():
        claim_code = locked_code(claim_code)
        values, unusable = checked_values(claim_code.achievement, AskedOf.ISSUER, terms.fields)
        terms = replace(terms, fields=values)
        if problems := _problems_of(terms, claim_code.taken) | unusable:
            raise InvalidOffer(problems)
        columns = _columns(terms)
        for name, value in columns.items():
            setattr(claim_code, name, value)
        claim_code.save(update_fields=list(columns))
        _record("claim_code.changed", claim_code, by, now)
    return claim_code


def stop_claim_code(*, claim_code: ClaimCode, by: Actor, now: datetime) -> ClaimCode:
    """This function will stop a code for good; who confirmed an address before still gets an answer."""
    check_can(by, "issue_award", claim_code.organisation)
    with transaction.atomic():
        claim_code = locked_code(claim_code)
        if claim_code.stopped_at is None:
            claim_code.stopped_at = now
            claim_code.save(update_fields=["stopped_at"])
            _record("claim_code.stopped", claim_code, by, now)
    return claim_code


def locked_code(claim_code: ClaimCode) -> ClaimCode:
    """This function will read a claim code again and lock it: its places are counted under this lock."""
    rows = ClaimCode.objects.select_for_update(of=("self",)).select_related(
        "organisation", "achievement__organisation"
    )
    return rows.get(pk=claim_code.pk)


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "note": " ".join(terms.note.split()),
        "opens_at": terms.opens_at,
        "closes_at": terms.closes_at,
        "most": terms.most,
        "needs_approval": terms.needs_approval,
        "fields": dict(terms.fields),
    }


def _problems_of(terms: Terms, taken: int) -> dict[str, str]:
    problems = {}
    if len(terms.note) > 120:
        problems["note"] = _("Shorten the note to at most 120 characters.")
    if terms.opens_at and terms.closes_at and terms.closes_at <= terms.opens_at:
        problems["closes_at"] = _("It must end after it begins. Choose a later end.")
    if terms.most is not None and not 1 <= terms.most <= MOST_PLACES:
        problems["most"] = _("Enter a number from 1 to 1,000,000, or leave it empty for no limit.")
    elif terms.most is not None and terms.most < taken:
        problems["most"] = _("%(taken)s places are taken already. Enter at least that many.") % {
            "taken": taken
        }
    return problems


def _record(kind: str, claim_code: ClaimCode, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("claim_code", claim_code.id),
        now=now,
        actor_id=by.id,
        organisation_id=claim_code.organisation_id,
    )
