"""Nobody is written to unasked in the night of where the organisation is."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from openlaurel.core.mail import next_allowed


@pytest.mark.parametrize(
    ("moment", "zone", "start", "end", "allowed"),
    [
        ("2026-11-25T12:00", "UTC", "20:00", "08:00", "2026-11-25T12:00"),
        ("2026-11-25T22:00", "UTC", "20:00", "08:00", "2026-11-26T08:00"),
        ("2026-11-26T03:00", "UTC", "20:00", "08:00", "2026-11-26T08:00"),
        ("2026-11-26T08:00", "UTC", "20:00", "08:00", "2026-11-26T08:00"),
        ("2026-11-25T20:00", "UTC", "20:00", "08:00", "2026-11-26T08:00"),
        ("2026-11-25T13:00", "UTC", "12:00", "14:00", "2026-11-25T14:00"),
        ("2026-11-25T13:00", "UTC", "00:00", "00:00", "2026-11-25T13:00"),
        # 03:30 in Kathmandu, where 08:00 is 02:15 in UTC
        ("2026-11-25T21:45", "Asia/Kathmandu", "20:00", "08:00", "2026-11-26T02:15"),
        # the clock goes from 02:00 to 03:00 in that night
        ("2026-03-28T22:00", "Europe/Berlin", "20:00", "02:30", "2026-03-29T01:30"),
        # and here from 03:00 back to 02:00
        ("2026-10-24T22:00", "Europe/Berlin", "20:00", "08:00", "2026-10-25T07:00"),
    ],
)
def test_what_falls_into_the_quiet_hours_leaves_at_their_end(
    moment: str, zone: str, start: str, end: str, allowed: str
) -> None:
    found = next_allowed(
        datetime.fromisoformat(moment).replace(tzinfo=UTC),
        zone=ZoneInfo(zone),
        quiet_from=time.fromisoformat(start),
        quiet_until=time.fromisoformat(end),
    )
    assert found == datetime.fromisoformat(allowed).replace(tzinfo=UTC)
