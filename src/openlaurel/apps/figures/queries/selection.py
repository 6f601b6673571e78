"""Which badges figures are about: those of an organisation, a programme, one micro-credential, of some months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import F, Min, QuerySet, Sum

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries import names_of
from openlaurel.apps.figures.hiding import LEAST, rounded
from openlaurel.apps.figures.models import Tally, Traffic
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.programmes.models import Programme

WAITS = ("within_hour", "within_day", "within_three_days", "within_week", "within_month", "later")
REACHED = ("shared", "viewed", "verified")
MOST_LISTED = 200
ACCEPTED = sum((F(name) for name in WAITS[1:]), F(WAITS[0]))


@dataclass(frozen=True)
class Selection:
    """Awards issued from the month `since` to the month `until`, both included and given by their first day.

    With both `programme` and `achievement` they are those of the micro-credential, if it is a step of the programme.
    """

    organisation: Profile
    achievement: Achievement | None = None
    since: date | None = None
    until: date | None = None
    programme: Programme | None = None

    def holds(self, first: date, last: date) -> bool:
        """This function will tell whether all months from `first` to `last` are selected."""
        return (self.since is None or first >= self.since) and (self.until is None or last <= self.until)


@dataclass(frozen=True)
class Unit:
    """The accepted badges of one micro-credential in so many months as are needed for five of them.

    What holders did with them is published of a unit as a whole, rounded, and of nothing smaller: so whatever is
    selected, and whatever is subtracted from it, is a sum of such numbers.
    """

    since: date
    until: date
    accepted: int
    reached: dict[str, int]


def tallies(selection: Selection) -> QuerySet[Tally]:
    """This function will return the tallies of a selection, in no order."""
    rows = _of_achievement(Tally.objects.filter(organisation=selection.organisation), selection)
    return _of_months(rows, selection).order_by()


def traffic(selection: Selection) -> QuerySet[Traffic]:
    """This function will return what is counted of the months of a selection, by when it happened."""
    rows = _of_achievement(Traffic.objects.filter(organisation=selection.organisation), selection)
    return _of_months(rows, selection).order_by()


def units(selection: Selection) -> list[Unit]:
    """This function will return the units that lie in a selection. How they are cut doesn't depend on its months."""
    rows = (
        _of_achievement(Tally.objects.filter(organisation=selection.organisation), selection)
        .order_by("achievement_id", "month")
        .values_list("achievement_id", "month")
        .annotate(accepted=Sum(ACCEPTED), **{f"all_{name}": Sum(name) for name in REACHED})
    )
    return [unit for unit in _cut(rows.iterator()) if selection.holds(unit.since, unit.until)]


def first_month(organisation: Profile) -> date | None:
    """This function will return the month in which an organisation issued its first badge."""
    found: date | None = Tally.objects.filter(organisation=organisation).aggregate(first=Min("month"))[
        "first"
    ]
    return found


def counted_achievements(organisation: Profile) -> list[tuple[Achievement, str]]:
    """This function will return what an organisation has issued most badges of, at most 200, by name."""
    rows = Tally.objects.filter(organisation=organisation).order_by().values("achievement")
    most = rows.annotate(number=Sum("issued")).order_by("-number").values_list("achievement", flat=True)
    found = Achievement.objects.in_bulk(list(most[:MOST_LISTED]))
    names = names_of(found)
    pairs = [(one, names.get(pk, one.slug)) for pk, one in found.items()]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def _of_achievement(rows: QuerySet, selection: Selection) -> QuerySet:
    if selection.achievement is not None:
        rows = rows.filter(achievement=selection.achievement)
    if selection.programme is None:
        return rows
    return rows.filter(achievement__in=list(selection.programme.steps.values_list("achievement", flat=True)))


def _of_months(rows: QuerySet, selection: Selection) -> QuerySet:
    if selection.since is not None:
        rows = rows.filter(month__gte=selection.since)
    return rows if selection.until is None else rows.filter(month__lte=selection.until)


def _cut(rows: Iterator[tuple]) -> Iterator[Unit]:
    of, since, accepted, reached = None, None, 0, [0, 0, 0]
    for achievement_id, month, number, *parts in rows:
        if achievement_id != of or since is None:
            of, since, accepted, reached = achievement_id, month, 0, [0, 0, 0]
        accepted += number
        reached = [sum(pair) for pair in zip(reached, parts, strict=True)]
        if accepted >= LEAST:
            cell = f"{of} {since} {month}"
            yield Unit(
                since,
                month,
                accepted,
                {
                    name: rounded(count, most=accepted, cell=f"{cell} {name}", key=settings.INSTALLATION.key)
                    for name, count in zip(REACHED, reached, strict=True)
                },
            )
            since = None
