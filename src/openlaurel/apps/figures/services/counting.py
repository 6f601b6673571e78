"""Views, shares and verifications are counted where they happen, by the server alone.

In a web process they are collected in memory and written once a second, so that no page waits for the database. What
the last second brought is lost when the process is killed. Anywhere else each is written at once.
"""

import atexit
import logging
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from openlaurel.apps.figures.models import Reach, Traffic, TrafficKind
from openlaurel.apps.figures.services.recounting import day_of, mark_days
from openlaurel.apps.figures.visits import Visit
from openlaurel.apps.issuing.models import Award

logger = logging.getLogger(__name__)

A_SECOND = 1.0
MOST_HELD = 20_000
_COLUMNS = {
    TrafficKind.VIEW: "viewed_on",
    TrafficKind.SHARE: "shared_on",
    TrafficKind.VERIFICATION: "verified_on",
}


@dataclass(frozen=True)
class Countable:
    """What of an award is needed to count it."""

    pk: UUID
    organisation_id: UUID
    achievement_id: UUID


@dataclass(frozen=True)
class _Cell:
    organisation_id: UUID
    achievement_id: UUID
    month: date
    kind: str
    origin: str


@dataclass
class _Held:
    """What isn't written yet: numbers by cell, and the day on which each badge was reached."""

    numbers: Counter[_Cell] = field(default_factory=Counter)
    reached: dict[tuple[UUID, str], date] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers) + len(self.reached)


class _Buffer:
    def __init__(self) -> None:
        self.is_on = False
        self.is_kept_back = False
        self._lock = threading.Lock()
        self._held = _Held()
        self._timer: threading.Timer | None = None
        self._lost = 0

    def add(self, cell: _Cell, award_id: UUID, day: date) -> None:
        with self._lock:
            if len(self._held) >= MOST_HELD:
                self._lost += 1
                return
            self._held.numbers[cell] += 1
            self._held.reached.setdefault((award_id, cell.kind), day)
            if self.is_on and self._timer is None:
                self._timer = threading.Timer(A_SECOND, self._write_and_leave)
                self._timer.daemon = True
                self._timer.start()
        if not self.is_on and not self.is_kept_back:
            self.write()

    def write(self) -> None:
        with self._lock:
            held, self._held, self._timer = self._held, _Held(), None
            lost, self._lost = self._lost, 0
        if lost:
            logger.warning("%d visits were not counted: too many came in a second.", lost)
        if len(held):
            _write(held)

    def forget(self) -> None:
        with self._lock:
            self._held = _Held()

    def _write_and_leave(self) -> None:
        try:
            self.write()
        except DatabaseError as error:
            logger.warning("The visits of a second were not counted: %s", type(error).__name__)
        finally:
            connection.close()


_buffer = _Buffer()


def collect_counts() -> None:
    """This function will have this process write what it counts once a second; web processes call it when they start."""
    if not _buffer.is_on:
        _buffer.is_on = True
        atexit.register(_buffer.write)


@contextmanager
def collected_counts() -> Iterator[None]:
    """This function will write what is counted in the block at its end, in the caller's transaction."""
    _buffer.is_kept_back = True
    try:
        yield
    except BaseException:
        _buffer.forget()
        raise
    finally:
        _buffer.is_kept_back = False
    if not _buffer.is_on:
        _buffer.write()


def countable(award: Award) -> Countable:
    """This function will return what of an award is needed to count it."""
    return Countable(award.pk, award.organisation_id, award.version.achievement_id)


def note_view(*, award: Award | Countable, visit: Visit | None, now: datetime) -> None:
    """This function will count that somebody saw the page of a badge; robots, for whom `visit` is None, don't count."""
    _note(TrafficKind.VIEW, award, visit.origin if visit else None, now)


def note_share(*, award: Award | Countable, channel: str, visit: Visit | None, now: datetime) -> None:
    """This function will count that a badge was shared by a button of its page. `channel` is a key of CHANNELS."""
    _note(TrafficKind.SHARE, award, channel if visit else None, now)


def note_verification(*, award: Award, origin: str | None, now: datetime) -> None:
    """This function will count that a badge was verified: how often, and from what class of site, never by whom."""
    _note(TrafficKind.VERIFICATION, award, origin, now)


def _note(kind: TrafficKind, award: Award | Countable, origin: str | None, now: datetime) -> None:
    if origin is None:
        return
    of, day = award if isinstance(award, Countable) else countable(award), day_of(now)
    cell = _Cell(of.organisation_id, of.achievement_id, day.replace(day=1), kind.value, origin)
    _buffer.add(cell, of.pk, day)


def _write(held: _Held) -> None:
    with transaction.atomic():
        order = sorted(
            held.numbers, key=lambda cell: (str(cell.achievement_id), cell.month, cell.kind, cell.origin)
        )
        for cell in order:
            _add(cell, held.numbers[cell])
        for kind, column in _COLUMNS.items():
            days = {award_id: day for (award_id, of), day in held.reached.items() if of == kind}
            if days:
                _reach(column, days)


def _add(cell: _Cell, number: int) -> None:
    row = Traffic.objects.filter(
        achievement=cell.achievement_id, month=cell.month, kind=cell.kind, origin=cell.origin
    )
    if row.update(number=F("number") + number):
        return
    try:
        with transaction.atomic():
            Traffic.objects.create(
                organisation_id=cell.organisation_id,
                achievement_id=cell.achievement_id,
                month=cell.month,
                kind=cell.kind,
                origin=cell.origin,
                number=number,
            )
    except IntegrityError:  # another process was first
        row.update(number=F("number") + number)


def _reach(column: str, days: dict[UUID, date]) -> None:
    """Notes the first day, and marks the days on which the badges were issued."""
    known = Reach.objects.filter(award__in=days).exclude(**{column: None}).values_list("pk", flat=True)
    fresh = sorted(set(days) - set(known))
    if not fresh:
        return
    Reach.objects.bulk_create((Reach(award_id=award_id) for award_id in fresh), ignore_conflicts=True)
    for day in sorted({days[award_id] for award_id in fresh}):
        ids = [award_id for award_id in fresh if days[award_id] == day]
        Reach.objects.filter(pk__in=ids, **{column: None}).update(**{column: day})
    _mark(fresh)


def _mark(ids: Iterable[UUID]) -> None:
    issued: dict[UUID, set[date]] = {}
    for organisation_id, at in Award.objects.filter(pk__in=ids).values_list("organisation_id", "created_at"):
        issued.setdefault(organisation_id, set()).add(day_of(at))
    for organisation_id, dates in issued.items():
        mark_days(organisation_id, dates)
