"""Changing what an organisation's mails say."""

from openlaurel.apps.letters.services.delivery import (
    InvalidAddress,
    lift_suppression,
    send_again,
    suppress_address,
)
from openlaurel.apps.letters.services.reminders import InvalidPlan, plan_reminders
from openlaurel.apps.letters.services.senders import (
    NEEDED,
    check_sender,
    choose_sender,
    recheck_senders,
    remove_sender,
)
from openlaurel.apps.letters.services.templates import (
    InvalidTemplate,
    problems_with,
    remove_template,
    save_template,
)

__all__ = [
    "NEEDED",
    "InvalidAddress",
    "InvalidPlan",
    "InvalidTemplate",
    "check_sender",
    "choose_sender",
    "lift_suppression",
    "plan_reminders",
    "problems_with",
    "recheck_senders",
    "remove_sender",
    "remove_template",
    "save_template",
    "send_again",
    "suppress_address",
]
