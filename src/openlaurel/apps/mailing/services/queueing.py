"""Queueing: a mail is a row with its Message-ID, written in the transaction of what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings

from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.registry import is_known
from openlaurel.apps.mailing.sealed import Content, Envelope, hash_of_address, sealed
from openlaurel.core.mail import Attachment

TRIED_FOR = timedelta(days=4)


@dataclass(frozen=True)
class MailDraft:
    """What is to be sent. `key` is of what asked for it: a second draft with it makes no second mail.

    `subject_of` is (kind, id) of what it is about, such as ("award", award.id). A secret mail holds what signs
    somebody in: its content is forgotten once it is settled. After `tried_for` it is given up.
    """

    key: str
    kind: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    reply_to: str = ""
    organisation_id: UUID | None = None
    subject_of: tuple[str, UUID | str] = ("", "")
    is_secret: bool = False
    tried_for: timedelta = TRIED_FOR
    due_at: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def queue_mail(draft: MailDraft, *, now: datetime) -> OutgoingMail:
    """This function will store one mail to be sent and return its row, or the one that was stored for its key before."""
    queue_mails([draft], now=now)
    return OutgoingMail.objects.get(key=draft.key)


def queue_mails(drafts: Sequence[MailDraft], *, now: datetime) -> None:
    """This function will store mails to be sent, in the caller's transaction if there is one.

    What was stored for a key before stays as it is. Raises LookupError for a kind that nobody registered.
    """
    if unknown := sorted({draft.kind for draft in drafts if not is_known(draft.kind)}):
        raise LookupError(f"No mail of the kind {', '.join(unknown)} is registered.")
    OutgoingMail.objects.bulk_create((_row(draft, now) for draft in drafts), ignore_conflicts=True)


def _row(draft: MailDraft, now: datetime) -> OutgoingMail:
    identifier = uuid4()
    kind, about = draft.subject_of
    return OutgoingMail(
        id=identifier,
        key=draft.key,
        message_id=f"<{identifier.hex}@{urlsplit(settings.OPENLAUREL_URL).hostname}>",
        kind=draft.kind,
        organisation_id=draft.organisation_id,
        subject_kind=kind,
        subject_id=str(about),
        language=draft.language,
        address_hash=hash_of_address(draft.to),
        envelope=sealed(Envelope(draft.to, " ".join(draft.subject.split()))),
        content=sealed(Content(draft.text, draft.html, draft.reply_to, draft.headers, draft.attachments)),
        is_secret=draft.is_secret,
        created_at=now,
        due_at=draft.due_at or now,
        give_up_at=(draft.due_at or now) + draft.tried_for,
    )
