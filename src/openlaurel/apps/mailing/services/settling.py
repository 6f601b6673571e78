"""What became of one try, stored by whoever holds the lease, with what follows from it in the same transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from openlaurel.apps.mailing.lifecycle import OPEN, move
from openlaurel.apps.mailing.models import MailState, OutgoingMail
from openlaurel.apps.mailing.registry import Outcome, kind_of
from openlaurel.core.mail import without_addresses

NOT_OURS = "Another worker has this mail by now."


class LeaseLost(Exception):
    """The lease ended and another worker took the mail: nothing of it may be sent any more."""


def begin_end(pk: UUID, lease: UUID) -> None:
    """This function will note that the last line is sent next. Raises LeaseLost, and then it must not be."""
    with transaction.atomic():
        mail = _locked(pk, lease)
        if mail is None or mail.state != MailState.PREPARED:
            raise LeaseLost(NOT_OURS)
        move(mail, "end")
        mail.save(update_fields=["state"])


def settle_sent(pk: UUID, lease: UUID, *, reply: str, now: datetime) -> None:
    """This function will store that the server accepted the mail, also when it was taken for uncertain meanwhile."""
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().get(pk=pk)
        if mail.state in {MailState.HANDING_OVER, MailState.UNCERTAIN}:
            _settle(mail, "accept", Outcome.SENT, now, fault="", reply=reply)


def settle_uncertain(pk: UUID, lease: UUID | None, *, fault: str, reply: str, now: datetime) -> bool:
    """This function will store that nobody knows; without a lease only where the worker's has ended."""
    with transaction.atomic():
        mail = _locked(pk, lease) if lease else OutgoingMail.objects.select_for_update().get(pk=pk)
        if mail is None or mail.state != MailState.HANDING_OVER:
            return False
        if lease is None and (mail.leased_until is None or mail.leased_until > now):
            return False
        _settle(mail, "lose_sight", Outcome.UNCERTAIN, now, fault=fault, reply=reply)
    return True


def settle_failed(pk: UUID, lease: UUID, *, fault: str, reply: str, now: datetime) -> None:
    """This function will store that the mail isn't sent and isn't tried again by itself."""
    with transaction.atomic():
        mail = _locked(pk, lease)
        if mail is not None and mail.state in OPEN:
            mail.attempts += 1
            _settle(mail, "fail", Outcome.FAILED, now, fault=fault, reply=reply)


def settle_withheld(pk: UUID, lease: UUID, *, fault: str, reply: str, now: datetime) -> None:
    """This function will store that the mail isn't sent because it must not be, or needn't be any more."""
    with transaction.atomic():
        mail = _locked(pk, lease)
        if mail is not None and mail.state == MailState.PREPARED:
            _settle(mail, "withhold", Outcome.WITHHELD, now, fault=fault, reply=reply)


def put_off(
    pk: UUID, lease: UUID, *, fault: str, reply: str, due_at: datetime, counts: bool, now: datetime
) -> None:
    """This function will have the mail tried again at `due_at`; unless `counts`, it wasn't one of its tries."""
    with transaction.atomic():
        mail = _locked(pk, lease)
        if mail is None or mail.state not in OPEN:
            return
        move(mail, "put_off")
        mail.attempts += counts
        mail.due_at, mail.lease, mail.leased_until = due_at, None, None
        mail.fault, mail.reply = fault, _kept(reply)
        mail.save(update_fields=["state", "attempts", "due_at", "lease", "leased_until", "fault", "reply"])
        _follow(mail, Outcome.DELAYED, now)


def _settle(
    mail: OutgoingMail, step: str, outcome: Outcome, now: datetime, *, fault: str, reply: str
) -> None:
    move(mail, step)
    fields: dict[str, Any] = {"lease": None, "leased_until": None, "settled_at": now, "fault": fault}
    for name, value in fields.items():
        setattr(mail, name, value)
    mail.reply = _kept(reply)
    if mail.is_secret and not settings.MAILBOX_IS_OPEN:
        mail.content = None
    mail.save(update_fields=["state", "attempts", "content", "reply", *fields])
    _follow(mail, outcome, now)


def _follow(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    follow = kind_of(mail.kind).follow
    if follow is not None:
        follow(mail, outcome, now)


def _locked(pk: UUID, lease: UUID) -> OutgoingMail | None:
    return OutgoingMail.objects.select_for_update().filter(pk=pk, lease=lease).first()


def _kept(reply: str) -> str:
    return without_addresses(" ".join(reply.split()))[:500]
