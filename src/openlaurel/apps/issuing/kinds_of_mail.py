"""The kinds of mails that issuing sends."""

from django.utils.translation import gettext_lazy as _

from openlaurel.apps.issuing import mails, reminding
from openlaurel.apps.mailing.registry import MailKind, register_kind

KINDS = (
    MailKind(
        "issuing.reminder", _("Reminder to accept"), is_stoppable=True, is_wanted=reminding.is_reminder_wanted
    ),
    MailKind("issuing.expiry", _("Before a badge ends"), is_stoppable=True, is_wanted=reminding.is_end_news),
    MailKind("issuing.claim", _("Award notice"), is_wanted=mails.is_claim_wanted, follow=mails.follow_claim),
    MailKind(
        "issuing.suspension",
        _("Suspension"),
        is_wanted=mails.is_suspension_news,
        follow=mails.follow_suspension,
    ),
    MailKind(
        "issuing.correction",
        _("Correction"),
        is_wanted=mails.is_recipient_known,
        follow=mails.follow_correction,
    ),
    MailKind("issuing.former_address", _("Move to another address"), is_wanted=mails.is_recipient_known),
    MailKind(
        "issuing.correction_declined",
        _("Answer to a request"),
        is_wanted=mails.is_recipient_known,
        follow=mails.follow_decline,
    ),
)


def register() -> None:
    """This function will make the kinds known to the sender."""
    for kind in KINDS:
        register_kind(kind)
