"""Lists of awards and of what became of a roster's rows as CSV."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from openlaurel.apps.issuing.models import Award, Batch, RowState
from openlaurel.apps.issuing.queries import STAGES, award_url, claim_url, stage_of, validity_of
from openlaurel.apps.issuing.roster_words import words_of_row
from openlaurel.core.csv_text import csv_lines

CHUNK = 1000


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
            claim_url(row.award) if row.award else "",
        )
        for row in rows
    )
    return csv_lines(header, lines)
