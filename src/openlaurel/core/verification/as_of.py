"""Whether a badge was valid on a day that is over, from what is known today.

A status list tells of the day on which it is read. Since a revocation can't be undone (Bitstring Status List 1.0,
2.1), what isn't revoked today wasn't revoked before; for everything else it takes the history of the status, which
only its issuer has. What isn't known is told as that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from openlaurel.core.moments import BadMoment, read_moment
from openlaurel.core.status import REVOCATION_LIST_2020, Status, StatusEntry
from openlaurel.core.verification.report import Check, Report
from openlaurel.core.verification.resources import Resources, StatusHistoryNeeded
from openlaurel.core.verification.statuses import weigh_statuses
from openlaurel.core.verification.steps import Missing, day

_NEEDING_HISTORY = ("revocation", "suspension")
_UNKNOWN = {"revocation": "revoked_since_when", "suspension": "suspended_then"}
_LATER = {"revocation": "revoked_later", "suspension": "suspended_later"}


class AsOfError(ValueError):
    """The day that was asked about can't be answered for; the message says what was expected and what came."""


class NotADay(AsOfError):
    """It is neither a day nor a moment."""


class DayToCome(AsOfError):
    """It is still to come."""


@dataclass(frozen=True)
class StatusChange:
    """From `moment` on the status of that purpose had `value`; 0 is unset."""

    moment: datetime
    purpose: str
    value: int


@dataclass(frozen=True)
class StatusHistory:
    """A resource: all changes of one entry of a status list, in order; before the first one it was unset."""

    changes: tuple[StatusChange, ...] = ()

    def value_at(self, purpose: str, moment: datetime) -> int:
        """This function will return the value that a purpose had at `moment`."""
        values = [c.value for c in self.changes if c.purpose == purpose and c.moment <= moment]
        return values[-1] if values else 0

    def span_at(self, purpose: str, moment: datetime) -> tuple[datetime, datetime | None]:
        """This function will return since when a purpose had the value that it had at `moment`, and until when.

        The end is None where it has the value still. Raises ValueError for a purpose that hadn't changed by then.
        """
        value, start = self.value_at(purpose, moment), None
        for change in self.changes:
            if change.purpose != purpose:
                continue
            if change.moment > moment:
                if change.value != value and start is not None:
                    return start, change.moment
            elif change.value != value:
                start = None
            else:
                start = start or change.moment
        if start is None:
            raise ValueError(f"The {purpose} hadn't changed by then.")
        return start, None

    def next_after(self, purpose: str, moment: datetime) -> datetime:
        """This function will return when a purpose changed first after `moment`."""
        return min(c.moment for c in self.changes if c.purpose == purpose and c.moment > moment)


def read_at(text: str, now: datetime) -> datetime:
    """This function will read the day or moment that somebody asks about: 2025-03-01 or 2025-03-01T12:00:00Z.

    A day stands for its end in UTC, so that a badge issued on it counts, and for `now` while it isn't over. Raises
    NotADay or DayToCome.
    """
    try:
        whole = date.fromisoformat(text)
        if whole.isoformat() != text:
            raise ValueError
        start = datetime.combine(whole, time(), UTC)
        moment = min(datetime.combine(whole, time.max, UTC), max(now, start))
    except ValueError:
        try:
            moment = read_moment(text)
        except BadMoment as error:
            raise NotADay(f"{text[:40]!r} is not a day such as 2025-03-01.") from error
    if moment > now:
        raise DayToCome(f"{text[:40]!r} is still to come. Give a day that has begun.")
    return moment


def check_existed(validity: Check, made: datetime | None, at: datetime) -> Check:
    """This function will return the `validity` check, as a warning where the file was signed after `at`.

    Its issuer says of the past that it was valid, which only a file from then could prove.
    """
    if made is None or made <= at:
        return validity
    return Check("validity", "warn", "signed_later", {"start": validity.params["start"], "made": day(made)})


def weigh_statuses_then(
    pairs: Sequence[tuple[StatusEntry | None, Status]],
    faults: Sequence[str],
    at: datetime,
    now: datetime,
    resources: Resources,
) -> Check:
    """This function will return the `status` check as of `at`: of what is known of then, the worst; else what isn't known.

    Without an entry a status is from a list of ids, in which a revocation can be undone and leaves no trace: of then
    nothing is known. Raises Missing for a history that the caller may have.
    """
    if any(entry is None or entry.draft is REVOCATION_LIST_2020 for entry, _ in pairs):
        return Check("status", "skipped", "list_of_today")
    then, unknown, later, suspended = [], [], [], []
    for entry, status in pairs:
        if (
            entry is None
            or status.purpose not in _NEEDING_HISTORY
            or (status.purpose == "revocation" and not status.value)
        ):
            then.append(status)
            continue
        history = _history(entry, status, now, resources)
        if history is None:
            unknown.append(status)
            continue
        value = history.value_at(status.purpose, at)
        then.append(replace(status, value=value))
        if history.value_at("revocation", at):
            # In a list of suspensions a bit that stays set for good says no more than one that is cleared some day.
            then.append(replace(status, purpose="revocation", value=1))
        elif value and status.purpose == "suspension":
            suspended.append(history.span_at("suspension", at))
        if status.value and not value:
            later.append((status, history.next_after(status.purpose, at)))
    check = weigh_statuses(then, faults)
    if check.reason == "suspended" and suspended:
        return _suspended(*suspended[0])
    if check.outcome == "fail":
        return check
    if unknown:
        return Check("status", "skipped", _UNKNOWN[unknown[0].purpose])
    for status, moment in later:
        return Check("status", "warn", _LATER[status.purpose], {"date": day(moment)})
    return check


def _suspended(start: datetime, end: datetime | None) -> Check:
    if end is None:
        return Check("status", "fail", "suspended_from", {"start": day(start)})
    return Check("status", "fail", "suspended_between", {"start": day(start), "end": day(end)})


def older_as_of(report: Report, at: datetime) -> Report:
    """This function will return the report of a badge of an older version as one about `at`.

    Nothing of Open Badges 2.0 says since when a badge is revoked, or that it stays so: of then its status isn't known.
    """
    status = report.check("status")
    if status.outcome in ("pass", "warn") or status.reason == "revoked":
        report = report.with_check(Check("status", "skipped", "older_then"))
    return replace(report, at=at)


def _history(entry: StatusEntry, status: Status, now: datetime, resources: Resources) -> StatusHistory | None:
    """The history of an entry; None where nobody has one, or where it doesn't lead to what the list says today."""
    need = StatusHistoryNeeded(entry.list_url, entry.index)
    if need.key not in resources:
        raise Missing(need)
    found = resources[need.key]
    if not isinstance(found, StatusHistory) or found.value_at(status.purpose, now) != status.value:
        return None
    return found
