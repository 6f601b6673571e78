"""Writing news: one row in the transaction of the change, delivered later to those who asked for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from openlaurel.apps.events.models import Delivery, Event

Handler = Callable[[Event], None]
_handlers: dict[str, dict[str, Handler]] = {}


def subscribe(kind: str, name: str, handler: Handler) -> None:
    """This function will have `handler` called for each event of `kind`, at least once; handlers are idempotent."""
    _handlers.setdefault(kind, {})[name] = handler


def handler_of(event: Event, name: str) -> Handler | None:
    """This function will return the handler that was subscribed as `name` to the kind of `event`, if any."""
    return _handlers.get(event.kind, {}).get(name)


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

    `subject` is (kind, id), for example ("award", award.id). `data` holds ids, counts and reasons: never a name,
    an address or an answer. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"The event {kind} must be recorded in the transaction of its change.")
    event = Event.objects.create(
        kind=kind,
        occurred_at=now,
        actor_id=actor_id,
        organisation_id=organisation_id,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        data=data or {},
    )
    Delivery.objects.bulk_create(
        Delivery(event=event, handler=name, due_at=now) for name in _handlers.get(kind, {})
    )
    return event
