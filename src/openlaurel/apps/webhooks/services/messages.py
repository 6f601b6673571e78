"""Messages: made from events, made for a test, sent once more, forgotten after a while."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
from django.conf import settings
from django.db import transaction

from openlaurel.apps.events.models import Event
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.webhooks.kinds import TEST, TYPES
from openlaurel.apps.webhooks.models import Endpoint, Message
from openlaurel.apps.webhooks.queries import wanting

KEPT_FOR = timedelta(days=30)


def queue_messages(event: Event) -> None:
    """This function will queue what `event` tells for each endpoint that wants it; twice makes nothing a second time.

    An event about many awards makes one message for each of them, as if each had been issued alone.
    """
    told = list(_told(event))
    Message.objects.bulk_create(
        (
            Message(
                endpoint=endpoint,
                event_id=event.id,
                type=TYPES[event.kind],
                subject=f"{kind}:{identifier}",
                body=_body(TYPES[event.kind], event.occurred_at, data),
                created_at=event.occurred_at,
                due_at=event.occurred_at,
            )
            for endpoint in wanting(event.organisation_id, event.kind)
            for kind, identifier, data in told
        ),
        ignore_conflicts=True,
    )


def queue_test(*, endpoint: Endpoint, by: Actor, now: datetime) -> Message:
    """This function will queue a message of the type `webhook.test`, with which a receiver can be tried."""
    check_can(by, "manage_webhooks", endpoint.organisation)
    identifier = uuid4()
    return Message.objects.create(
        id=identifier,
        endpoint=endpoint,
        type=TEST,
        subject=f"test:{identifier}",
        body=_body(TEST, now, {}),
        created_at=now,
        due_at=now,
    )


def replay_message(*, message: Message, by: Actor, now: datetime) -> None:
    """This function will have a settled message sent once more, under its id, by which receivers know it again."""
    check_can(by, "manage_webhooks", message.endpoint.organisation)
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message.pk)
        if message.delivered_at is None and message.gave_up_at is None:
            return
        message.delivered_at = message.gave_up_at = None
        message.attempts, message.due_at = 0, now
        message.save(update_fields=["delivered_at", "gave_up_at", "attempts", "due_at"])
        record_event(
            kind="webhook.replayed",
            subject=("webhook", message.endpoint_id),
            now=now,
            actor_id=by.id,
            organisation_id=message.endpoint.organisation_id,
            data={"message": str(message.id)},
        )


def forget_messages(*, now: datetime) -> int:
    """This function will delete what was settled longer ago than KEPT_FOR and return how many rows went.

    A message that was sent again counts from then, so that its tries can be read.
    """
    before = now - KEPT_FOR
    old = Message.objects.filter(created_at__lt=before).exclude(delivered_at=None, gave_up_at=None)
    return old.exclude(delivered_at__gte=before).exclude(gave_up_at__gte=before).delete()[0]


def _body(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    return orjson.dumps({"type": kind, "timestamp": at.isoformat(), "data": data})


def _told(event: Event) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What the event is about, by kind and id, with the data of a message.

    Ids, counts and reasons, as events hold them: who wants to know more asks the API with a key.
    """
    data = {name: value for name, value in event.data.items() if name not in {"awards", "count"}}
    awards = event.data.get("awards")
    subjects = [("award", each) for each in awards] if awards else [(event.subject_kind, event.subject_id)]
    for kind, identifier in subjects:
        about = {"kind": kind, "id": identifier}
        if kind == "award":
            about["url"] = f"{settings.OPENLAUREL_URL}/api/v1/awards/{identifier}"
        yield kind, identifier, {**data, "about": about}
