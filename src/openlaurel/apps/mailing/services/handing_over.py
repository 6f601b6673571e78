"""Handing over: each mail once, as far as SMTP allows; what nobody can know is said, and not sent twice by itself.

A mail goes from prepared to handing over when all but its last line was sent, so a worker that is killed before leaves
a mail that surely wasn't accepted and is taken up again. One that is killed after, before the answer is stored, leaves
an uncertain mail: its people see it and decide.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import formataddr
from uuid import UUID, uuid4

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet

from openlaurel.adapters.sealing import SealBroken
from openlaurel.adapters.smtp import Refused, ServerUnavailable, Uncertain
from openlaurel.apps.events.services import PAUSES
from openlaurel.apps.mailing.models import (
    MailServer,
    MailState,
    OutgoingMail,
    SenderDomain,
    SuppressionReason,
)
from openlaurel.apps.mailing.registry import kind_of
from openlaurel.apps.mailing.returning import return_path_of
from openlaurel.apps.mailing.sealed import content_of, envelope_of
from openlaurel.apps.mailing.services.domains import sender_of, signing
from openlaurel.apps.mailing.services.settling import (
    LeaseLost,
    begin_end,
    put_off,
    settle_failed,
    settle_sent,
    settle_uncertain,
    settle_withheld,
)
from openlaurel.apps.mailing.services.suppressions import is_suppressed, suppress, unsubscribe_link
from openlaurel.apps.mailing.transport import Transport, open_transport
from openlaurel.core.mail import MailParts, without_addresses

logger = logging.getLogger(__name__)

# Longer than one mail can take: seven answers of 20 seconds and the last one of 60.
LEASE = timedelta(minutes=5)
# So long one pass may take, since the same worker issues badges.
PASS_SECONDS = 15.0
MOST_ATTEMPTS = len(PAUSES) + 1
# Somebody waits for the page.
URGENT_SECONDS = 8.0
NO_SUCH_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}

Clock = Callable[[], datetime]


def send_due(*, clock: Clock, most: int = 500) -> int:
    """This function will hand over the mails that are due, the oldest first, and return how many it tried.

    It stops after PASS_SECONDS, and when the mail server is away. What another worker was killed over is settled first.
    Several workers may call it at once. An error of one mail keeps no other one from being sent.
    """
    settle_left(now=clock())
    tried, until = 0, time.monotonic() + PASS_SECONDS
    if _is_quiet(clock()) or not _due(clock()).exists():
        return 0
    with open_transport() as transport:
        while tried < most and time.monotonic() < until:
            mail = _take(_due(clock()), clock())
            if mail is None or not _try(mail, transport, clock):
                break
            tried += 1
    return tried


def hand_over(mail: OutgoingMail, *, clock: Clock) -> OutgoingMail:
    """This function will hand over one mail at once and return it as it stands then; what fails is left to the worker.

    Nothing happens while another one has it.
    """
    taken = _take(_due(clock()).filter(pk=mail.pk), clock())
    if taken is not None:
        with open_transport(timeout=URGENT_SECONDS) as transport:
            _try(taken, transport, clock)
    return OutgoingMail.objects.get(pk=mail.pk)


def settle_left(*, now: datetime) -> int:
    """This function will settle as uncertain what was being handed over by a worker that died; returns how many."""
    left = 0
    for pk in OutgoingMail.objects.filter(state=MailState.HANDING_OVER, leased_until__lte=now).values_list(
        "pk", flat=True
    ):
        left += settle_uncertain(pk, None, fault="worker_died", reply="", now=now)
    return left


def _due(now: datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(
        Q(lease=None) | Q(leased_until__lte=now), state=MailState.PREPARED, due_at__lte=now
    )


def _take(due: QuerySet[OutgoingMail], now: datetime) -> OutgoingMail | None:
    with transaction.atomic():
        mail = due.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if mail is not None:
            mail.lease, mail.leased_until = uuid4(), now + LEASE
            mail.save(update_fields=["lease", "leased_until"])
    return mail


def _try(mail: OutgoingMail, transport: Transport, clock: Clock) -> bool:
    """Whether others may be tried after it."""
    assert mail.lease is not None
    pk, lease = mail.pk, mail.lease
    if reason := _reason_against(mail, clock()):
        settle = settle_failed if reason == "too_late" else settle_withheld
        settle(pk, lease, fault=reason, reply="", now=clock())
        return True
    try:
        sender = sender_of(mail.organisation_id)
        sign = signing(sender, now=clock()) if sender else None
        reply = transport.hand_over(_parts(mail, sender), lambda: begin_end(pk, lease), sign)
    except ServerUnavailable as error:
        now = clock()
        logger.warning("The mail server is unavailable.")
        pause = _note_failure(error.reply, now)
        put_off(pk, lease, fault="unavailable", reply=error.reply, due_at=now + pause, counts=False, now=now)
        return False
    except Refused as error:
        _refused(mail, lease, error, clock())
    except Uncertain as error:
        settle_uncertain(pk, lease, fault="connection_lost", reply=error.reply, now=clock())
    except OSError as error:
        _later(mail, lease, f"{type(error).__name__}: {error}", clock())
    except (ValueError, SealBroken) as error:
        settle_failed(pk, lease, fault="not_composed", reply=str(error), now=clock())
    except OperationalError:
        raise
    except LeaseLost:
        logger.warning("Another worker has the mail %s by now.", pk)
    except Exception as error:
        # A fault of ours: it says what it is, and the mails after it leave all the same.
        kind = type(error).__name__
        logger.error("The mail %s could not be handed over: %s", pk, kind)
        if not settle_uncertain(pk, lease, fault="connection_lost", reply=kind, now=clock()):
            settle_failed(pk, lease, fault="not_composed", reply=kind, now=clock())
    else:
        settle_sent(pk, lease, reply=reply, now=clock())
        _note_success()
    return True


def _reason_against(mail: OutgoingMail, now: datetime) -> str:
    kind = kind_of(mail.kind)
    if mail.give_up_at <= now:
        return "too_late"
    if is_suppressed(mail):
        return "suppressed"
    if kind.is_wanted is not None and not kind.is_wanted(mail):
        return "not_needed"
    return ""


def _refused(mail: OutgoingMail, lease: UUID, error: Refused, now: datetime) -> None:
    reply = f"{error.code} {error.reply}"
    if not error.is_permanent:
        _later(mail, lease, reply, now)
        return
    fault = "refused"
    if error.stage == "sender":
        fault = "refused_sender"
    elif error.stage == "recipient" and (error.status in NO_SUCH_ADDRESS or not error.status):
        fault = "no_such_address"
    settle_failed(mail.pk, lease, fault=fault, reply=reply, now=now)
    if fault == "no_such_address" and mail.organisation_id is not None:
        suppress(
            organisation_id=mail.organisation_id,
            address=envelope_of(mail.envelope).recipient,
            reason=SuppressionReason.BOUNCED,
            now=now,
        )


def _later(mail: OutgoingMail, lease: UUID, reply: str, now: datetime) -> None:
    attempts = mail.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        settle_failed(mail.pk, lease, fault="given_up", reply=reply, now=now)
    else:
        due_at = now + PAUSES[attempts - 1]
        put_off(mail.pk, lease, fault="put_off", reply=reply, due_at=due_at, counts=True, now=now)


def _parts(mail: OutgoingMail, sender: SenderDomain | None) -> MailParts:
    assert mail.content is not None
    envelope, content = envelope_of(mail.envelope), content_of(mail.content)
    return MailParts(
        sender=formataddr((sender.name, sender.address)) if sender else settings.DEFAULT_FROM_EMAIL,
        recipient=envelope.recipient,
        subject=envelope.subject,
        text=content.text,
        html=content.html,
        message_id=mail.message_id,
        written_at=mail.created_at,
        reply_to=content.reply_to,
        return_path=return_path_of(mail.pk),
        headers=content.headers | _ways_to_stop(mail),
        attachments=content.attachments,
    )


def _ways_to_stop(mail: OutgoingMail) -> dict[str, str]:
    """One click in the mail program (RFC 8058), for what can be stopped."""
    if not kind_of(mail.kind).is_stoppable:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe_link(mail.key)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _is_quiet(now: datetime) -> bool:
    return MailServer.objects.filter(quiet_until__gt=now).exists()


def _note_failure(reply: str, now: datetime) -> timedelta:
    with transaction.atomic():
        server, _ = MailServer.objects.select_for_update().get_or_create(pk=1)
        server.failures += 1
        pause = min(PAUSES[min(server.failures, len(PAUSES)) - 1], timedelta(minutes=10))
        server.quiet_until, server.reply = now + pause, without_addresses(reply)[:500]
        server.save()
    return pause


def _note_success() -> None:
    MailServer.objects.filter(failures__gt=0).update(failures=0, quiet_until=None, reply="")
