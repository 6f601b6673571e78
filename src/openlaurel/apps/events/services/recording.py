"""Writing news: one row in the transaction of the change, delivered later to those who asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from openlaurel.apps.events.models import Delivery, Event
from openlaurel.apps.events.services.subscriptions import handlers_of

DELIVERIES_PER_TASK = 50


@dataclass(frozen=True)
class EventDraft:
    """What happened. `subject` is (kind, id), for example ("award", award.id).

    `data` holds ids, counts and reasons: never a name, an address or an answer.
    """

    kind: str
    subject: tuple[str, UUID | str]
    actor_id: UUID | None = None
    organisation_id: UUID | None = None
    data: dict[str, Any] = field(default_factory=dict)


def record_event(
    *,
    kind: str,
    subject: tuple[str, UUID | str],
    now: datetime,
    actor_id: UUID | None = None,
    organisation_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """This function will write one event and the duty to deliver it, in the caller's transaction.

    The fields are those of EventDraft. Raises RuntimeError outside a transaction.
    """
    draft = EventDraft(kind, subject, actor_id, organisation_id, data or {})
    return record_events([draft], now=now)[0]


def record_events(drafts: Sequence[EventDraft], *, now: datetime) -> list[Event]:
    """This function will write many events and the duties to deliver them, in the caller's transaction.

    Raises RuntimeError outside a transaction.
    """
    from openlaurel.apps.events.tasks import deliver

    if not connection.in_atomic_block:
        kinds = ", ".join(sorted({draft.kind for draft in drafts}))
        raise RuntimeError(f"The event {kinds} must be recorded in the transaction of its change.")
    events = Event.objects.bulk_create(
        Event(
            kind=draft.kind,
            occurred_at=now,
            actor_id=draft.actor_id,
            organisation_id=draft.organisation_id,
            subject_kind=draft.subject[0],
            subject_id=str(draft.subject[1]),
            data=draft.data,
        )
        for draft in drafts
    )
    interested = cache(handlers_of)  # asked once for all of a kind in an organisation
    deliveries = Delivery.objects.bulk_create(
        Delivery(event=event, handler=name, due_at=now)
        for event in events
        for name in interested(event.kind, event.organisation_id)
    )
    for start in range(0, len(deliveries), DELIVERIES_PER_TASK):
        deliver.enqueue([delivery.pk for delivery in deliveries[start : start + DELIVERIES_PER_TASK]])
    return events
