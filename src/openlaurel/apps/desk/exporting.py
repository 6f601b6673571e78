"""The result of a bulk action as CSV: a line for each badge, or for each line of the file that names none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from openlaurel.apps.desk.models import ActionState, BulkAction, BulkItem, ItemState
from openlaurel.apps.desk.queries import HIDDEN
from openlaurel.apps.desk.words import REFUSALS
from openlaurel.apps.issuing.queries import award_url
from openlaurel.core.csv_text import csv_lines

CHUNK = 1000


def action_lines(action: BulkAction, *, in_codes: bool = False) -> Iterator[str]:
    """This function will return the lines of a CSV file with what became of each badge of an action.

    Outcome and reason are words in the reader's language, or for programs the codes of ItemState and REFUSALS.
    """
    header = ("line", "name", "email", "micro-credential", "outcome", "reason", "mailed", "page")
    items = action.items.select_related("award__version__achievement").defer(*HIDDEN).iterator(CHUNK)
    rows = (
        (
            item.line,
            item.award.recipient if item.award else "",
            item.award.recipient_email if item.award else "",
            item.award.version.achievement.slug if item.award else "",
            item.state if in_codes else _outcome(action, item),
            item.refusal if in_codes or not item.refusal else REFUSALS[item.refusal],
            item.mailed_at,
            award_url(item.award.id) if item.award else "",
        )
        for item in items
    )
    return csv_lines(header, rows)


def _outcome(action: BulkAction, item: BulkItem) -> str:
    if item.state == ItemState.READY and action.state == ActionState.CANCELLED:
        return _("Not done: it was cancelled before")
    return str(ItemState(item.state).label)
