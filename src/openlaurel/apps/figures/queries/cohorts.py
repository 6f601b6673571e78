"""Cohorts compared: the badges of each month, or of each roster."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Max, QuerySet, Sum

from openlaurel.apps.figures.hiding import LEAST, rounded
from openlaurel.apps.figures.models import Tally
from openlaurel.apps.figures.queries.funnel import share_of
from openlaurel.apps.figures.queries.selection import (
    ACCEPTED,
    REACHED,
    WAITS,
    Selection,
    Unit,
    tallies,
    units,
)
from openlaurel.apps.issuing.models import Batch

MONTH, ROSTER = "month", "roster"
_SUMS = {
    "all_issued": Sum("issued"),
    "unsent": Sum(F("quiet") + F("waiting") + F("unsent_revoked")),
    "undelivered": Sum("failed"),
    "not_opened": Sum(F("unopened") + F("unopened_revoked")),
    "accepted": Sum(ACCEPTED),
    "in_a_week": Sum(sum((F(name) for name in WAITS[1:4]), F(WAITS[0]))),
    **{f"all_{name}": Sum(name) for name in REACHED},
}


@dataclass(frozen=True)
class Cohort:
    """Badges compared as one. Shares are percent of those issued, from `shared` on of the accepted, None where hidden.

    `key` is the first day of the month, or the id of the batch.
    """

    key: str
    label: str
    issued: int | None
    delivered: int | None = None
    opened: int | None = None
    accepted: int | None = None
    in_a_week: int | None = None
    shared: int | None = None
    viewed: int | None = None
    verified: int | None = None


def list_cohorts(selection: Selection, by: str) -> QuerySet[Tally, Any]:
    """This function will return the sums of each cohort of a selection, the newest first, for `cohorts_of`."""
    rows = tallies(selection)
    if by == ROSTER:
        rows = rows.filter(batch_id__isnull=False)
        return rows.values("batch_id").annotate(last=Max("day"), **_SUMS).order_by("-last", "batch_id")
    return rows.values("month").annotate(**_SUMS).order_by("-month")


def cohorts_of(rows: Iterable[Mapping[str, Any]], selection: Selection, by: str) -> list[Cohort]:
    """This function will put the sums of cohorts into shares, and hide what is about fewer than five people."""
    rows = list(rows)
    if by == ROSTER:
        names = _names(row["batch_id"] for row in rows)
        return [_of_roster(row, names.get(row["batch_id"], "")) for row in rows]
    published = [unit for unit in units(selection) if unit.since == unit.until]
    return [_of_month(row, [unit for unit in published if unit.since == row["month"]]) for row in rows]


def _of_month(row: Mapping[str, Any], published: list[Unit]) -> Cohort:
    """What holders did is told of those groups that are this month alone."""
    counted = sum(unit.accepted for unit in published)
    reached = {name: sum(unit.reached[name] for unit in published) for name in REACHED}
    return _cohort(row, f"{row['month']:%Y-%m}", "", counted, reached)


def _of_roster(row: Mapping[str, Any], name: str) -> Cohort:
    accepted = row["accepted"]
    reached = {
        name: rounded(
            row[f"all_{name}"],
            most=accepted,
            cell=f"{row['batch_id']} {name}",
            key=settings.INSTALLATION.key,
        )
        for name in REACHED
    }
    return _cohort(row, str(row["batch_id"]), name, accepted if accepted >= LEAST else 0, reached)


def _cohort(row: Mapping[str, Any], key: str, label: str, counted: int, reached: Mapping[str, int]) -> Cohort:
    issued = row["all_issued"]
    if issued < LEAST:
        return Cohort(key, label, None)
    delivered = issued - row["unsent"] - row["undelivered"]
    return Cohort(
        key,
        label,
        issued,
        share_of(delivered, issued),
        share_of(delivered - row["not_opened"], issued),
        share_of(row["accepted"], issued),
        share_of(row["in_a_week"], issued),
        **{name: share_of(number, counted) if counted else None for name, number in reached.items()},
    )


def _names(ids: Iterable[Any]) -> dict[Any, str]:
    rows = Batch.objects.filter(pk__in=list(ids))
    return dict(rows.values_list("pk", "roster__file_name"))
