"""The result of a bulk action as CSV: a line for each badge, or for each line of the file that names none."""

from collections.abc import Iterator

from openlaurel.apps.desk.models import BulkAction, ItemState
from openlaurel.apps.desk.queries import HIDDEN
from openlaurel.apps.desk.words import REFUSALS
from openlaurel.apps.issuing.queries import award_url
from openlaurel.core.csv_text import csv_lines

CHUNK = 1000


def action_lines(action: BulkAction) -> Iterator[str]:
    """This function will return the lines of a CSV file with what became of each badge of an action."""
    header = ("line", "name", "email", "micro-credential", "outcome", "reason", "mailed", "page")
    items = action.items.select_related("award__version__achievement").defer(*HIDDEN).iterator(CHUNK)
    rows = (
        (
            item.line,
            item.award.recipient if item.award else "",
            item.award.recipient_email if item.award else "",
            item.award.version.achievement.slug if item.award else "",
            ItemState(item.state).label,
            REFUSALS[item.refusal] if item.refusal else "",
            item.mailed_at,
            award_url(item.award.id) if item.award else "",
        )
        for item in items
    )
    return csv_lines(header, rows)
