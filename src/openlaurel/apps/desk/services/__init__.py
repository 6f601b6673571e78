"""Bulk actions: chosen and previewed, then done in the background."""

from openlaurel.apps.desk.errors import ActionNotPossibleNow, DeskError, InvalidAction, KeyUsedForAnother
from openlaurel.apps.desk.services.choosing import Asked, prepare_action
from openlaurel.apps.desk.services.inviting import restore_retested
from openlaurel.apps.desk.services.recalls import open_recall, publish_note, withdraw_note
from openlaurel.apps.desk.services.running import (
    cancel_action,
    confirm_action,
    run_action,
    run_waiting_actions,
    stop_action,
    withdraw_mails,
)

__all__ = [
    "ActionNotPossibleNow",
    "Asked",
    "DeskError",
    "InvalidAction",
    "KeyUsedForAnother",
    "cancel_action",
    "confirm_action",
    "open_recall",
    "prepare_action",
    "publish_note",
    "restore_retested",
    "run_action",
    "run_waiting_actions",
    "stop_action",
    "withdraw_mails",
    "withdraw_note",
]
