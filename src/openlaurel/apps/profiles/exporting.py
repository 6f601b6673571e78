"""The audit trail for programs and spreadsheets, read piece by piece."""

from collections.abc import Iterator
from datetime import UTC
from itertools import islice

import orjson
from django.db.models import QuerySet

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.queries import TrailLine, read_trail
from openlaurel.core.csv_text import csv_lines

CHUNK = 500


def trail_as_csv(events: QuerySet[Event]) -> Iterator[str]:
    """This function will return the lines of a CSV file, in the reader's words."""
    header = ("when (UTC)", "who", "what", "kind", "about", "subject", "details")
    rows = (
        (
            line.event.occurred_at.astimezone(UTC),
            line.actor,
            line.words,
            line.event.kind,
            line.subject.name if line.subject else "",
            f"{line.event.subject_kind} {line.event.subject_id}",
            orjson.dumps(line.event.data).decode(),
        )
        for line in _lines(events)
    )
    return csv_lines(header, rows)


def trail_as_json_lines(events: QuerySet[Event]) -> Iterator[bytes]:
    """This function will return one JSON object a line: ids and codes, the same in every language."""
    for event in events.iterator(CHUNK):
        yield orjson.dumps(
            {
                "id": event.id,
                "at": event.occurred_at.astimezone(UTC),
                "kind": event.kind,
                "actor": event.actor_id,
                "subject": {"kind": event.subject_kind, "id": event.subject_id},
                "data": event.data,
            },
            option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z,
        )


def _lines(events: QuerySet[Event]) -> Iterator[TrailLine]:
    found = events.iterator(CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from read_trail(chunk)
