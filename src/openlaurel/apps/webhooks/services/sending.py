"""Sending: each message at least once, in order about each thing, tried again with growing pauses, given up in the open."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import Answered, post
from openlaurel.adapters.sealing import unseal
from openlaurel.apps.events.models import Delivery
from openlaurel.apps.events.services import PAUSES, record_event
from openlaurel.apps.webhooks.models import Endpoint, Message, Try
from openlaurel.apps.webhooks.queries import open_messages
from openlaurel.apps.webhooks.services.endpoints import PURPOSE
from openlaurel.apps.webhooks.signatures import signed_headers

LEASE = timedelta(minutes=1)
TIMEOUT = 10.0
MOST_ATTEMPTS = len(PAUSES) + 1
# So long one pass may take, since the same worker sends mails and issues badges.
PASS_SECONDS = 15.0
GONE = 410
ASKS_TO_WAIT = {429, 503}
LONGEST_ASKED_PAUSE = timedelta(hours=24)


def send_due(*, now: datetime, most: int = 200) -> int:
    """This function will send what is due, the oldest first, for at most PASS_SECONDS; returns how many it tried.

    Several workers may call it at once. What one that was killed had leased is sent again, so a receiver may see a
    message twice, under the same id.
    """
    tried, until = 0, time.monotonic() + PASS_SECONDS
    while tried < most and time.monotonic() < until:
        message = _lease(now)
        if message is None:
            break
        send_message(message, now=now)
        tried += 1
    return tried


def send_message(message: Message, *, now: datetime) -> None:
    """This function will try a leased message once and keep what came of it."""
    endpoint, began = message.endpoint, time.monotonic()
    body = bytes(message.body)
    headers = signed_headers(message.id, int(now.timestamp()), body, _secrets(endpoint, now))
    answer, error = None, ""
    try:
        answer = post(
            endpoint.url,
            body,
            headers={"content-type": "application/json", **headers},
            allow=settings.OPENLAUREL_FETCH_ALLOW,
            timeout=TIMEOUT,
        )
    except FetchError as fault:
        error = str(fault)[:500]
    milliseconds = int((time.monotonic() - began) * 1000)
    status = answer.status if answer else None
    with transaction.atomic():
        # Locked, since another worker may settle another message of the same endpoint at this moment.
        locked = Endpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
        if locked is None or not Message.objects.filter(pk=message.pk).exists():
            return  # removed while it was sent
        Try.objects.create(message=message, at=now, milliseconds=milliseconds, status=status, error=error)
        _settle(message, locked, status, _asked_pause(answer, now), now)


def _lease(now: datetime) -> Message | None:
    """The oldest message that may be sent now, taken so that no other worker sends it."""
    with transaction.atomic():
        rows = _sendable(now).select_for_update(of=("self",), skip_locked=True).select_related("endpoint")
        message = rows.order_by("due_at", "event_id", "id").first()
        if message is not None:
            message.attempts += 1
            message.leased_until = now + LEASE
            message.save(update_fields=["attempts", "leased_until"])
    return message


def _sendable(now: datetime) -> QuerySet[Message]:
    """What is due, and before which nothing about the same thing is still to be sent or queued."""
    same = Message.objects.filter(open_messages(), endpoint=OuterRef("endpoint"), subject=OuterRef("subject"))
    unqueued = Delivery.objects.filter(
        handler="webhooks.queue",
        delivered_at=None,
        gave_up_at=None,
        event__organisation_id=OuterRef("endpoint__organisation_id"),
        event_id__lt=OuterRef("event_id"),
    )
    return Message.objects.filter(
        open_messages(),
        Q(leased_until=None) | Q(leased_until__lte=now),
        Q(endpoint__quiet_until=None) | Q(endpoint__quiet_until__lte=now),
        ~Exists(same.filter(event_id__lt=OuterRef("event_id"))),
        ~Exists(unqueued),
        endpoint__paused_at=None,
        due_at__lte=now,
    )


def _secrets(endpoint: Endpoint, now: datetime) -> list[bytes]:
    sealed = [endpoint.secret]
    if (
        endpoint.former_secret is not None
        and endpoint.former_until is not None
        and now < endpoint.former_until
    ):
        sealed.append(endpoint.former_secret)
    return [unseal(bytes(each), key=settings.INSTALLATION.key, purpose=PURPOSE) for each in sealed]


def _asked_pause(answer: Answered | None, now: datetime) -> timedelta | None:
    """How long the receiver asks to be left alone (RFC 9110, 10.2.3), at most LONGEST_ASKED_PAUSE."""
    if answer is None or answer.status not in ASKS_TO_WAIT:
        return None
    text = answer.headers.get("retry-after", "").strip()
    if text.isdecimal() and text.isascii():
        asked = timedelta(seconds=min(int(text[:9]), LONGEST_ASKED_PAUSE.total_seconds()))
    else:
        try:
            asked = parsedate_to_datetime(text).astimezone(UTC) - now
        except (ValueError, OverflowError):
            return None
    return min(asked, LONGEST_ASKED_PAUSE) if asked > timedelta(0) else None


def _settle(
    message: Message, endpoint: Endpoint, status: int | None, asked: timedelta | None, now: datetime
) -> None:
    rows, endpoints = Message.objects.filter(pk=message.pk), Endpoint.objects.filter(pk=endpoint.pk)
    if status is not None and 200 <= status < 300:
        rows.update(leased_until=None, delivered_at=now)
        endpoints.update(failures=0, quiet_until=None)
        return
    is_last = message.attempts >= MOST_ATTEMPTS
    if is_last or status == GONE:
        rows.update(leased_until=None, gave_up_at=now)
    else:
        pause = max(PAUSES[message.attempts - 1], asked or timedelta(0))
        rows.update(leased_until=None, due_at=now + pause)
    if status is None and not is_last:
        # Nobody answers there: the others wait too, so that a dead receiver doesn't keep the worker from its work.
        failures = endpoint.failures + 1
        endpoints.update(failures=failures, quiet_until=now + PAUSES[min(failures, len(PAUSES)) - 1])
    if asked is not None:
        endpoints.update(quiet_until=now + asked)
    if status == GONE or (status is None and is_last):
        _pause(endpoint, now)


def _pause(endpoint: Endpoint, now: datetime) -> None:
    """The receiver said that it is gone, or wasn't there for all tries: nothing more is sent until an owner resumes."""
    if Endpoint.objects.filter(pk=endpoint.pk, paused_at=None).update(paused_at=now):
        record_event(
            kind="webhook.gave_up",
            subject=("webhook", endpoint.id),
            now=now,
            organisation_id=endpoint.organisation_id,
            data={},
        )
