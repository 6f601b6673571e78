"""Reading mails: one with its parts opened, and how sending is doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import override

from openlaurel.apps.mailing.faults import FAULTS
from openlaurel.apps.mailing.lifecycle import OPEN, TRANSITIONS
from openlaurel.apps.mailing.models import MailServer, MailState, OutgoingMail, Suppression
from openlaurel.apps.mailing.registry import kind_of
from openlaurel.apps.mailing.sealed import content_of, envelope_of, hash_of_address


def told_of(mail: OutgoingMail) -> str:
    """This function will return in English what became of a mail that wasn't sent, with the server's answer."""
    with override("en"):
        said = str(FAULTS.get(mail.fault, ""))
    return f"{said} ({mail.reply})" if mail.reply else said


@dataclass(frozen=True)
class MailHealth:
    waiting: int
    uncertain: int
    failed: int
    server_away: bool


def mail_health(*, now: datetime) -> MailHealth:
    """This function will count the mails that wait, those of which nobody knows, and those that weren't sent."""
    return MailHealth(
        waiting=OutgoingMail.objects.filter(state__in=OPEN, due_at__lte=now).count(),
        uncertain=OutgoingMail.objects.filter(state=MailState.UNCERTAIN).count(),
        failed=OutgoingMail.objects.filter(state=MailState.FAILED).count(),
        server_away=MailServer.objects.filter(quiet_until__gt=now).exists(),
    )


def mails_to(addresses: Iterable[str]) -> Iterable[dict[str, Any]]:
    """This function will return what was sent to `addresses`, for an export, with the contents that are still kept."""
    mails = OutgoingMail.objects.filter(address_hash__in=[hash_of_address(each) for each in addresses])
    for mail in mails.iterator(200):
        envelope = envelope_of(mail.envelope)
        content = content_of(mail.content) if mail.content is not None and not mail.is_secret else None
        yield {
            "recipient": envelope.recipient,
            "subject": envelope.subject,
            "kind": mail.kind,
            "state": mail.state,
            "written_at": mail.created_at,
            "settled_at": mail.settled_at,
            "text": content.text if content else None,
        }


@dataclass(frozen=True)
class OpenedMail:
    """A mail as people see it; `text` and `html` are empty once the content was forgotten."""

    row: OutgoingMail
    kind: str
    recipient: str
    subject: str
    text: str
    html: str
    fault: str

    @property
    def tone(self) -> str:
        came_back = self.row.bounced_at or self.row.complained_at
        return "bad" if came_back else TONES[self.row.state]


TONES: dict[str, str] = {
    MailState.PREPARED: "",
    MailState.HANDING_OVER: "",
    MailState.SENT: "ok",
    MailState.UNCERTAIN: "warn",
    MailState.FAILED: "bad",
    MailState.WITHHELD: "warn",
}


def opened(mail: OutgoingMail) -> OpenedMail:
    """This function will return a mail with its sealed parts."""
    envelope = envelope_of(mail.envelope)
    content = content_of(mail.content) if mail.content is not None else None
    return OpenedMail(
        row=mail,
        kind=str(kind_of(mail.kind).label),
        recipient=envelope.recipient,
        subject=envelope.subject,
        text=content.text if content else "",
        html=content.html if content else "",
        fault=str(FAULTS.get(mail.fault, "")),
    )


def undelivered(organisation_id: UUID) -> QuerySet[OutgoingMail]:
    """This function will return the mails of an organisation that didn't arrive, or of which nobody knows."""
    return sent_mails(organisation_id, is_undelivered=True)


def sent_mails(
    organisation_id: UUID,
    *,
    state: str = "",
    is_undelivered: bool = False,
    kind: str = "",
    award_id: UUID | None = None,
    recipient: str = "",
) -> QuerySet[OutgoingMail]:
    """This function will return the mails of an organisation, those that wait too, the latest first."""
    rows = OutgoingMail.objects.filter(organisation_id=organisation_id)
    if is_undelivered:
        rows = rows.filter(is_undelivered=True)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if award_id is not None:
        rows = rows.filter(subject_kind="award", subject_id=str(award_id))
    if recipient:
        rows = rows.filter(address_hash=hash_of_address(recipient))
    return rows.order_by("-created_at", "-pk")


def can_be_sent_again(mail: OutgoingMail) -> bool:
    """This function will say whether the mail may leave once more: it didn't surely leave, and its text is still kept."""
    return mail.content is not None and mail.state in TRANSITIONS["send_again"]


def suppressions_of(organisation_id: UUID) -> QuerySet[Suppression]:
    """This function will return the addresses to which an organisation doesn't send."""
    return Suppression.objects.filter(organisation_id=organisation_id)


def suppressed_address(suppression: Suppression) -> str:
    """This function will return the address as it is written; nothing once its person had it erased."""
    return envelope_of(suppression.address).recipient


def unasked(keys: Iterable[str]) -> list[str]:
    """This function will return those of `keys` for which no mail was queued yet, in their order."""
    wanted = list(keys)
    known: set[str] = set()
    for start in range(0, len(wanted), 500):
        known |= set(
            OutgoingMail.objects.filter(key__in=wanted[start : start + 500]).values_list("key", flat=True)
        )
    return [key for key in wanted if key not in known]
