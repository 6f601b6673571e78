"""What the desk shows: bulk actions, and the badges that a cause puts in doubt."""

from openlaurel.apps.desk.queries.bulk_actions import (
    HIDDEN,
    ActionCounts,
    Preview,
    Refusal,
    count_items,
    get_bulk_action,
    is_active,
    list_bulk_actions,
    preview_of,
    refusals_of,
    subject_bulk_actions,
)
from openlaurel.apps.desk.queries.recalls import CAUSES, Affected, Cause, affected_by, cause_choices

__all__ = [
    "CAUSES",
    "HIDDEN",
    "ActionCounts",
    "Affected",
    "Cause",
    "Preview",
    "Refusal",
    "affected_by",
    "cause_choices",
    "count_items",
    "get_bulk_action",
    "is_active",
    "list_bulk_actions",
    "preview_of",
    "refusals_of",
    "subject_bulk_actions",
]
