"""What became of an import as CSV, a line for each of its badges; and where old addresses lead now."""

from collections.abc import Iterator

from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.moves.models import Import, RowState
from openlaurel.apps.moves.queries import imported_url
from openlaurel.apps.moves.words import words_of_reason
from openlaurel.core.csv_text import csv_lines

CHUNK = 1000


def import_lines(run: Import) -> Iterator[str]:
    """This function will return the lines of a CSV file with what became of each definition and badge of an import."""
    header = ("place", "kind", "original id", "name", "email", "outcome", "reason", "page")
    rows = (
        run.rows.select_related("award", "achievement").defer("original", "award__original").iterator(CHUNK)
    )
    found = (
        (
            row.place,
            "definition" if row.is_definition else "badge",
            row.source_id,
            row.data.get("name", ""),
            row.recipient_email,
            RowState(row.state).label,
            words_of_reason(row.reason, row.reason_params),
            _page(row.award_id, row.award and row.award.award_id),
        )
        for row in rows
    )
    return csv_lines(header, found)


def _page(imported_id: object, award_id: object) -> str:
    if award_id:
        return award_url(award_id)  # type: ignore[arg-type]
    return imported_url(imported_id) if imported_id else ""  # type: ignore[arg-type]
