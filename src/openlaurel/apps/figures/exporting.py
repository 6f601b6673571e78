"""The numbers behind each chart as CSV: what is hidden there is an empty cell here."""

from collections.abc import Callable, Iterator
from typing import Any

from openlaurel.apps.figures.queries import (
    Cohort,
    Selection,
    cohorts_of,
    funnel_of,
    happenings_of,
    list_cohorts,
    months_of,
)
from openlaurel.core.csv_text import csv_lines

COHORT_COLUMNS = ("delivered", "opened", "accepted", "in_a_week", "shared", "viewed", "verified")


def chart_lines(chart: str, selection: Selection) -> Iterator[str]:
    """This function will return the lines of a CSV file; `chart` is a key of CHARTS."""
    header, rows = CHARTS[chart](selection)
    return csv_lines(header, rows)


def _funnel(selection: Selection) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    rows: list[tuple[Any, ...]] = []
    for stage in funnel_of(selection).stages:
        rows += [(stage.code, loss.code, loss.label, loss.count, loss.percent) for loss in stage.losses]
        rows.append((stage.code, "", stage.label, stage.count, stage.percent))
    return ("stage", "lost before by", "name", "badges", "percent"), rows


def _waits(selection: Selection) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    rows = [(part.code, part.label, part.count, part.percent) for part in funnel_of(selection).waits]
    return ("code", "time to accept", "badges", "percent"), rows


def _months(selection: Selection) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    header = ("month", "issued", "accepted", "percent", "views", "shares", "verifications")
    months = months_of(selection, happenings_of(selection))
    return header, [(f"{m.month:%Y-%m}", *(getattr(m, name) for name in header[1:])) for m in months]


def _origins(selection: Selection) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    rows = [
        (kind, part.code, part.label, part.count, part.percent)
        for kind, parts in happenings_of(selection).origins.items()
        for part in parts
    ]
    return ("kind", "code", "from or by", "number", "percent"), rows


def _cohorts(by: str) -> Callable[[Selection], tuple[tuple[str, ...], list[tuple[Any, ...]]]]:
    def of(selection: Selection) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        found = cohorts_of(list_cohorts(selection, by), selection, by)
        return (by, "name", "issued", *COHORT_COLUMNS), [_cohort_row(cohort) for cohort in found]

    return of


def _cohort_row(cohort: Cohort) -> tuple[Any, ...]:
    shares = (getattr(cohort, name) for name in COHORT_COLUMNS)
    return (cohort.key, cohort.label, cohort.issued, *shares)


CHARTS: dict[str, Callable[[Selection], tuple[tuple[str, ...], list[tuple[Any, ...]]]]] = {
    "funnel": _funnel,
    "waits": _waits,
    "months": _months,
    "origins": _origins,
    "months-compared": _cohorts("month"),
    "rosters-compared": _cohorts("roster"),
}
