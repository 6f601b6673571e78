"""What the steps of a verification share: how one ends early, and how the checks become a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from openlaurel.core.verification.report import CHECKS, Check, Report
from openlaurel.core.verification.resources import Need

CLOCK_SKEW = timedelta(minutes=5)
NOT_COMPARED = Check("recipient", "skipped", "not_compared")


class Missing(Exception):
    """A resource must be fetched before the checks can go on."""

    def __init__(self, need: Need) -> None:
        self.need = need


class Failed(Exception):
    """A check failed; `check` says which and why."""

    def __init__(self, check: str, reason: str, **params: object) -> None:
        self.check = Check(check, "fail", reason, {name: str(value)[:300] for name, value in params.items()})


def report_of(
    checks: Sequence[Check], credential: dict[str, Any] | None, at: datetime | None = None
) -> Report:
    """This function will return the report of the checks that were run, the others as not run."""
    done = {check.check: check for check in checks}
    rest = {name: Check(name, "skipped", "not_run") for name in CHECKS[:-1]}
    return Report(
        tuple({**rest, "recipient": NOT_COMPARED, **done}[name] for name in CHECKS), credential, at=at
    )


def check_validity(start: datetime | None, end: datetime | None, now: datetime) -> Check:
    """This function will check `now` against the time for which a badge counts; raises Failed."""
    if start is not None and now + CLOCK_SKEW < start:
        raise Failed("validity", "not_yet", start=day(start))
    if end is not None and now > end:
        raise Failed("validity", "expired", end=day(end))
    if end is None:
        return Check("validity", "pass", "in_force_for_good", {"start": day(start)})
    return Check("validity", "pass", "in_force", {"start": day(start), "end": day(end)})


def day(moment: datetime | None) -> str:
    """This function will return a moment's date as the sentences of checks have it."""
    return moment.date().isoformat() if moment else "the beginning"
