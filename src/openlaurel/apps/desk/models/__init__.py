"""What an issuer does to many badges at once, and recalls."""

from openlaurel.apps.desk.models.bulk_actions import ActionKind, ActionState, BulkAction, BulkItem, ItemState
from openlaurel.apps.desk.models.recalls import Recall, RecalledAward

__all__ = [
    "ActionKind",
    "ActionState",
    "BulkAction",
    "BulkItem",
    "ItemState",
    "Recall",
    "RecalledAward",
]
