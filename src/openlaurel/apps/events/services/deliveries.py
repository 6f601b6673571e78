"""Delivering news: at least once, retried with growing pauses, given up in the open."""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from openlaurel.apps.events.models import Delivery
from openlaurel.apps.events.services.subscriptions import handler_of
from openlaurel.core.mail import without_addresses

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
# The pauses after the first, second, … failure; after the last attempt the delivery is given up.
PAUSES = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600))
MOST_ATTEMPTS = len(PAUSES) + 1
ERROR_LENGTH = 500


class NoHandler(Exception):
    """The handler to which an event is owed isn't subscribed in this version of the program."""


def attempt_delivery(delivery_id: int, *, now: datetime) -> bool:
    """This function will call the handler of one open delivery; returns whether it is delivered now.

    Nothing is done while another worker holds it or it isn't due. An error is kept in the row and the next attempt
    is put off; after the last one the delivery is given up.
    """
    delivery = _lease(delivery_id, now)
    if delivery is None:
        return False
    try:
        handler = handler_of(delivery.event, delivery.handler)
        if handler is None:
            raise NoHandler(f"No handler {delivery.handler} is subscribed to {delivery.event.kind}.")
        handler(delivery.event)
    except Exception as error:
        _put_off(delivery, error, now)
        return False
    _close(delivery, delivered_at=now, error="")
    return True


def deliver_due(*, now: datetime, limit: int = 200) -> int:
    """This function will attempt the open deliveries that are due, oldest first, and return how many it attempted.

    It brings back what failed before and what a killed worker had leased. Several workers may call it at once. Each
    lease begins when its turn comes, to the second, however long the handlers before it took.
    """
    began = time.monotonic()
    due = list(_open(now).order_by("due_at", "pk").values_list("pk", flat=True)[:limit])
    for delivery_id in due:
        attempt_delivery(delivery_id, now=now + timedelta(seconds=int(time.monotonic() - began)))
    return len(due)


def retry_given_up(*, now: datetime) -> int:
    """This function will open the deliveries again that were given up, with all their attempts before them."""
    rows = Delivery.objects.filter(gave_up_at__isnull=False)
    return rows.update(gave_up_at=None, attempts=0, due_at=now)


def _open(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lte=now),
        delivered_at__isnull=True,
        gave_up_at__isnull=True,
        due_at__lte=now,
    )


def _lease(delivery_id: int, now: datetime) -> Delivery | None:
    with transaction.atomic():
        rows = _open(now).select_for_update(of=("self",), skip_locked=True).select_related("event")
        delivery = rows.filter(pk=delivery_id).first()
        if delivery is None:
            return None
        delivery.attempts += 1
        delivery.leased_until = now + LEASE
        delivery.save(update_fields=["attempts", "leased_until"])
    return delivery


def _put_off(delivery: Delivery, error: Exception, now: datetime) -> None:
    kept = without_addresses(f"{type(error).__name__}: {error}")[:ERROR_LENGTH]
    what = f"event {delivery.event_id} ({delivery.event.kind}) to {delivery.handler}"
    # The message of an error may hold a name, so the log names only its kind.
    kind = type(error).__name__
    if delivery.attempts >= MOST_ATTEMPTS:
        logger.error("Gave up delivering %s after %d attempts: %s", what, delivery.attempts, kind)
        _close(delivery, gave_up_at=now, error=kept)
        return
    due_at = now + PAUSES[delivery.attempts - 1]
    logger.warning("Could not deliver %s, attempt %d of %d: %s", what, delivery.attempts, MOST_ATTEMPTS, kind)
    _close(delivery, due_at=due_at, error=kept)


def _close(delivery: Delivery, **fields: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(leased_until=None, **fields)
