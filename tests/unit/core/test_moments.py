from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openlaurel.core.moments import BadMoment, read_moment


@pytest.mark.parametrize("text", ["2026-01-02T03:04:05Z", "2026-01-02T04:04:05.000+01:00"])
def test_a_moment_is_the_same_in_every_time_zone(text: str) -> None:
    assert read_moment(text) == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert read_moment(text).utcoffset() in {timedelta(0), timedelta(hours=1)}


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("2026-01-02T03:04:05", "with a time zone"),
        ("2026-01-02", "with a time zone"),
        ("2026-01-02T03:04Z", "with a time zone"),
        ("2026-01-02 03:04:05Z", "with a time zone"),
        ("20260102T030405Z", "with a time zone"),
        ("2026-W01-5T03:04:05Z", "with a time zone"),
        ("2026-01-02T03:04:05+01:00:30", "with a time zone"),
        ("2026-01-02T03:04:05Z\n", "with a time zone"),
        ("٢٠٢٦-01-02T03:04:05Z", "with a time zone"),
        (1_767_323_045, "with a time zone"),
        (None, "with a time zone"),
        ("2026-02-30T03:04:05Z", "not a date that exists"),
        ("2026-01-02T25:04:05Z", "not a date that exists"),
        ("2026-01-02T03:04:05+99:00", "not a date that exists"),
        ("12026-01-02T03:04:05Z", "not a date that exists"),
    ],
)
def test_what_others_would_read_as_another_moment_is_refused(value: Any, fault: str) -> None:
    with pytest.raises(BadMoment, match=fault):
        read_moment(value)
