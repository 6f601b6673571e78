"""Month by month: badges issued and accepted, and how often badges were seen, shared and verified."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Sum

from openlaurel.apps.figures.hiding import LEAST, rounded
from openlaurel.apps.figures.models import Tally, TrafficKind
from openlaurel.apps.figures.queries.funnel import Part, share_of
from openlaurel.apps.figures.queries.selection import ACCEPTED, Selection, tallies, traffic
from openlaurel.apps.figures.visits import CHANNELS, ORIGINS

NO_LIMIT = 10**12


@dataclass(frozen=True)
class Month:
    """What was issued in a month and accepted since, None where fewer than five were issued; and what happened in it."""

    month: date
    issued: int | None
    accepted: int | None
    percent: int | None
    views: int
    shares: int
    verifications: int


@dataclass(frozen=True)
class Happenings:
    """How often badges were seen, shared and verified: rounded to fives in each month, so that sums are about right."""

    months: Mapping[date, Mapping[str, int]]
    origins: Mapping[str, Sequence[Part]]

    def total(self, kind: str) -> int:
        """This function will return how often it happened."""
        return sum(month.get(kind, 0) for month in self.months.values())


def happenings_of(selection: Selection) -> Happenings:
    """This function will return what happened to the badges of a selection in its months, whenever they were issued.

    Micro-credentials of which fewer than five badges were accepted are left out.
    """
    told = set(
        Tally.objects.filter(organisation=selection.organisation)
        .order_by()
        .values("achievement")
        .annotate(number=Sum(ACCEPTED))
        .filter(number__gte=LEAST)
        .values_list("achievement", flat=True)
    )
    months: dict[date, dict[str, int]] = {}
    origins: dict[str, dict[str, int]] = {kind: {} for kind in TrafficKind.values}
    rows = traffic(selection).values_list("achievement_id", "month", "kind", "origin", "number")
    for achievement_id, month, kind, origin, number in rows:
        if achievement_id not in told:
            continue
        cell = f"{achievement_id} {month} {kind} {origin}"
        count = rounded(number, most=NO_LIMIT, cell=cell, key=settings.INSTALLATION.key)
        of_month = months.setdefault(month, {})
        of_month[kind] = of_month.get(kind, 0) + count
        origins[kind][origin] = origins[kind].get(origin, 0) + count
    return Happenings(months, {kind: _named(kind, counts) for kind, counts in origins.items()})


def months_of(selection: Selection, happenings: Happenings) -> list[Month]:
    """This function will return the months of a selection in order, from the first in which anything happened."""
    rows: dict[date, Any] = {
        month: counts
        for month, *counts in tallies(selection)
        .values_list("month")
        .annotate(all_issued=Sum("issued"), accepted=Sum(ACCEPTED))
    }
    known = set(rows) | set(happenings.months)
    if not known:
        return []
    found = []
    for month in _months(min(known), max(known)):
        issued, accepted = rows.get(month, (0, 0))
        is_told = issued == 0 or issued >= LEAST
        of_month = happenings.months.get(month, {})
        found.append(
            Month(
                month,
                issued if is_told else None,
                accepted if is_told else None,
                share_of(accepted, issued) if is_told and issued else None,
                of_month.get(TrafficKind.VIEW, 0),
                of_month.get(TrafficKind.SHARE, 0),
                of_month.get(TrafficKind.VERIFICATION, 0),
            )
        )
    return found


def next_month(month: date) -> date:
    """This function will return the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = next_month(first)


def _named(kind: str, counts: Mapping[str, int]) -> list[Part]:
    words = CHANNELS if kind == TrafficKind.SHARE else ORIGINS
    whole = sum(counts.values())
    parts = [
        Part(name, str(words[name]), counts[name], share_of(counts[name], whole))
        for name in counts
        if counts[name]
    ]
    return sorted(parts, key=lambda part: -(part.count or 0))
