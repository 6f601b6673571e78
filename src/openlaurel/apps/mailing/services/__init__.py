"""Queueing mails, handing them over, and what is done about those that didn't arrive."""

from openlaurel.apps.mailing.services.handing_over import hand_over, send_due
from openlaurel.apps.mailing.services.queueing import MailDraft, queue_mail, queue_mails
from openlaurel.apps.mailing.services.settled import clear_out, erase_mails, send_again

__all__ = [
    "MailDraft",
    "clear_out",
    "erase_mails",
    "hand_over",
    "queue_mail",
    "queue_mails",
    "send_again",
    "send_due",
]
