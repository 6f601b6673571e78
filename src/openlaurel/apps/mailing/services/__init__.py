"""Queueing mails, handing them over, and what is done about those that didn't arrive."""

from openlaurel.apps.mailing.services.domains import stop_senders
from openlaurel.apps.mailing.services.handing_over import hand_over, send_due
from openlaurel.apps.mailing.services.queueing import MailDraft, queue_mail, queue_mails
from openlaurel.apps.mailing.services.reports import apply_message, apply_report, read_folder
from openlaurel.apps.mailing.services.settled import clear_out, erase_mails, send_again
from openlaurel.apps.mailing.services.suppressions import (
    erase_suppressions,
    lift,
    stop_reminders,
    suppress,
    unsubscribe_link,
    who_unsubscribes,
)

__all__ = [
    "MailDraft",
    "apply_message",
    "apply_report",
    "clear_out",
    "erase_mails",
    "erase_suppressions",
    "hand_over",
    "lift",
    "queue_mail",
    "queue_mails",
    "read_folder",
    "send_again",
    "send_due",
    "stop_reminders",
    "stop_senders",
    "suppress",
    "unsubscribe_link",
    "who_unsubscribes",
]
