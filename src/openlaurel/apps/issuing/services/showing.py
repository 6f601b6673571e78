"""What a holder shows of their badges to others: to whom, and whether with the evidence. The documents stay as signed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import EventDraft, record_events
from openlaurel.apps.issuing.models import Award


def show_awards(
    *, awards: Collection[UUID], holder: Account | None, visibility: str, now: datetime
) -> dict[UUID, str]:
    """This function will say who may see badges, and return who might before, by the id of each that changed.

    Only accepted ones in the account of `holder` change; None stands for whoever has the link of the claim mail.
    """
    with transaction.atomic():
        rows = list(_held(awards, holder).exclude(visibility=visibility))
        Award.objects.filter(pk__in=[award.pk for award in rows]).update(visibility=visibility)
        _record("award.visibility_chosen", rows, now, {"visibility": visibility})
    return {award.pk: award.visibility for award in rows}


def hide_evidence(
    *, awards: Collection[UUID], holder: Account | None, is_hidden: bool, now: datetime
) -> list[UUID]:
    """This function will hide the evidence of badges from strangers, or show it again; returns the ids that changed.

    As in `show_awards`, others' badges stay as they are.
    """
    with transaction.atomic():
        rows = list(_held(awards, holder).exclude(hides_evidence=is_hidden))
        Award.objects.filter(pk__in=[award.pk for award in rows]).update(hides_evidence=is_hidden)
        _record("award.evidence_hidden" if is_hidden else "award.evidence_shown", rows, now, {})
    return [award.pk for award in rows]


def _held(awards: Collection[UUID], holder: Account | None) -> QuerySet[Award]:
    rows = Award.objects.select_for_update().filter(
        pk__in=awards, accepted_at__isnull=False, recipient_erased_at=None
    )
    return rows if holder is None else rows.filter(account=holder)


def _record(kind: str, awards: Collection[Award], now: datetime, data: dict[str, Any]) -> None:
    record_events(
        [
            EventDraft(kind, ("award", award.pk), award.account_id, award.organisation_id, data)
            for award in awards
        ],
        now=now,
    )
