"""Tallies are kept up to date day by day: what changed marks its day, and a marked day is counted anew from the awards.

So counting twice does no harm, a killed worker loses nothing, and what is counted bit by bit is what would be counted
from the beginning.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Case, CharField, Count, F, Max, Min, Q, Value, When

from openlaurel.apps.figures.models import Counting, Recount, Tally
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.profiles.models import Profile

LEASE = timedelta(minutes=2)
DAYS_A_STEP = 20
MARKS_A_STEP = 5000
WAITS = {
    "within_hour": timedelta(hours=1),
    "within_day": timedelta(days=1),
    "within_three_days": timedelta(days=3),
    "within_week": timedelta(days=7),
    "within_month": timedelta(days=30),
}

Progress = Callable[[int], None]


def mark_days(organisation_id: UUID, days: Iterable[date]) -> None:
    """This function will have those days of an organisation counted anew, soon."""
    Recount.objects.bulk_create(Recount(organisation_id=organisation_id, day=day) for day in set(days))


def mark_all(*, organisation: Profile) -> int:
    """This function will have every day counted anew from the first award to the last; returns how many."""
    awards = Award.objects.filter(organisation=organisation).aggregate(Min("created_at"), Max("created_at"))
    days = set(Tally.objects.filter(organisation=organisation).values_list("day", flat=True))
    first, last = awards["created_at__min"], awards["created_at__max"]
    if first is not None:
        length = (day_of(last) - day_of(first)).days
        days |= {day_of(first) + timedelta(days=number) for number in range(length + 1)}
    mark_days(organisation.id, days)
    return len(days)


def recount_marked(*, clock: Callable[[], datetime], progress: Progress = lambda days: None) -> None:
    """This function will count every marked day anew, twenty a transaction; `progress` hears how many were counted.

    An organisation that another worker counts for is left to it.
    """
    rows = Recount.objects.order_by("organisation_id").values_list("organisation_id", flat=True)
    for organisation_id in list(rows.distinct()):
        lease = _take(organisation_id, clock())
        if lease is None:
            continue
        while counted := _step(organisation_id, lease, clock()):
            progress(counted)
        Counting.objects.filter(pk=organisation_id, lease=lease).update(lease=None, lease_until=None)


def tallies_of(organisation_id: UUID, day: date) -> list[Tally]:
    """This function will count the awards of a day from the awards themselves; nothing is written."""
    is_accepted = Q(accepted_at__isnull=False)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = (
        Award.objects.filter(
            organisation=organisation_id, created_at__gte=start, created_at__lt=start + timedelta(days=1)
        )
        .order_by()
        .annotate(fate=_fate())
        .values_list("version__achievement_id", "row__batch_id", "fate")
        .annotate(
            number=Count("pk"),
            revoked=Count("pk", filter=is_accepted & Q(state=AwardState.REVOKED)),
            shared=Count("pk", filter=is_accepted & Q(reach__shared_on__isnull=False)),
            viewed=Count("pk", filter=is_accepted & Q(reach__viewed_on__isnull=False)),
            verified=Count("pk", filter=is_accepted & Q(reach__verified_on__isnull=False)),
        )
    )
    tallies: dict[Any, Tally] = {}
    for achievement_id, batch_id, fate, number, *parts in rows:
        tally = tallies.setdefault(
            (achievement_id, batch_id),
            Tally(
                organisation_id=organisation_id,
                achievement_id=achievement_id,
                day=day,
                month=day.replace(day=1),
                batch_id=batch_id,
            ),
        )
        for name, count in zip(
            ("issued", fate, "revoked", "shared", "viewed", "verified"), (number, number, *parts), strict=True
        ):
            setattr(tally, name, getattr(tally, name) + count)
    return list(tallies.values())


def day_of(moment: datetime) -> date:
    """This function will return the day, in UTC, to which an award of that moment counts."""
    return moment.astimezone(UTC).date()


def _fate() -> Case:
    """Where an award got to, as the name of a column of Tally."""
    is_revoked, is_opened = Q(state=AwardState.REVOKED), Q(opened_at__isnull=False)
    is_accepted, was_mailed = Q(accepted_at__isnull=False), Q(mailed_at__isnull=False)
    whens = [
        When(is_accepted & Q(accepted_at__lte=F("created_at") + wait), then=Value(name))
        for name, wait in WAITS.items()
    ]
    return Case(
        *whens,
        When(is_accepted, then=Value("later")),
        When(Q(state=AwardState.DECLINED), then=Value("declined")),
        When(is_revoked & (is_opened | Q(declined_at__isnull=False)), then=Value("unanswered_revoked")),
        When(is_revoked & was_mailed, then=Value("unopened_revoked")),
        When(is_revoked, then=Value("unsent_revoked")),
        When(is_opened, then=Value("unanswered")),
        When(was_mailed, then=Value("unopened")),
        When(~Q(mail_error=""), then=Value("failed")),
        When(Q(notify=True), then=Value("waiting")),
        default=Value("quiet"),
        output_field=CharField(),
    )


def _take(organisation_id: UUID, now: datetime) -> UUID | None:
    Counting.objects.get_or_create(organisation_id=organisation_id)
    lease = uuid4()
    free = Counting.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=organisation_id)
    return lease if free.update(lease=lease, lease_until=now + LEASE) else None


def _step(organisation_id: UUID, lease: UUID, now: datetime) -> int:
    """Counts up to twenty days and returns how many.

    The awards are read after the marks and before the transaction: what changes meanwhile has marked its day again.
    """
    marks = list(
        Recount.objects.filter(organisation_id=organisation_id)
        .order_by("pk")
        .values_list("pk", "day")[:MARKS_A_STEP]
    )
    days = sorted({day for _, day in marks})[:DAYS_A_STEP]
    if not days:
        return 0
    tallies = [tally for day in days for tally in tallies_of(organisation_id, day)]
    with transaction.atomic():
        mine = Counting.objects.filter(pk=organisation_id, lease=lease)
        if not mine.update(lease_until=now + LEASE):
            return 0
        Tally.objects.filter(organisation=organisation_id, day__in=days).delete()
        Tally.objects.bulk_create(tallies, batch_size=500)
        done = [pk for pk, day in marks if day in days]
        for start in range(0, len(done), 500):
            Recount.objects.filter(pk__in=done[start : start + 500]).delete()
    return len(days)
