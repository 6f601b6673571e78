"""Lists as CSV that spreadsheets open as they are: UTF-8 with its mark, and no cell that runs as a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from openlaurel.apps.issuing.models import Award, Batch, RowState
from openlaurel.apps.issuing.queries import STAGES, award_url, claim_url, stage_of, validity_of
from openlaurel.apps.issuing.roster_words import words_of_row

CHUNK = 1000


class _Line:
    """What csv.writer writes to: hands back each line."""

    def write(self, text: str) -> str:
        return text


def award_lines(awards: QuerySet[Award], now: datetime) -> Iterator[str]:
    """This function will return the lines of a CSV file with a line for each award."""
    header = (
        "name", "email", "micro-credential", "version", "issued", "valid until", "state", "validity",
        "mailed", "opened", "accepted", "revocation reason", "page",
    )  # fmt: skip
    rows = (
        (
            award.recipient,
            award.recipient_email,
            award.version.achievement.slug,
            award.version.number,
            award.awarded_at,
            award.valid_until,
            STAGES[stage_of(award)],
            validity_of(award, now).label,
            award.mailed_at,
            award.opened_at,
            award.accepted_at,
            award.revocation_reason,
            award_url(award.id),
        )
        for award in awards.iterator(CHUNK)
    )
    return csv_lines(header, rows)


def batch_lines(batch: Batch) -> Iterator[str]:
    """This function will return the lines of a CSV file with what became of each row of a roster."""
    header = ("line", "name", "email", "outcome", "reason", "page", "claim link")
    rows = batch.rows.select_related("award").iterator(CHUNK)
    lines = (
        (
            row.line,
            row.data.get("name", ""),
            row.data.get("email", ""),
            RowState(row.state).label,
            words_of_row(row),
            award_url(row.award.id) if row.award else "",
            claim_url(row.award.id) if row.award else "",
        )
        for row in rows
    )
    return csv_lines(header, lines)


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """This function will return the lines of a CSV file, none of whose cells runs as a formula."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([_harmless(_text(cell)) for cell in row])


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return "" if cell is None else str(cell)


def _harmless(cell: str) -> str:
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
