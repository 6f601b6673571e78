"""How far badges get, and what happens to them, in numbers that say nothing about a single person."""

from openlaurel.apps.figures.queries.cohorts import MONTH, ROSTER, Cohort, cohorts_of, list_cohorts
from openlaurel.apps.figures.queries.funnel import Funnel, Part, Stage, funnel_of
from openlaurel.apps.figures.queries.months import Happenings, Month, happenings_of, months_of
from openlaurel.apps.figures.queries.selection import (
    Selection,
    counted_achievements,
    first_month,
)
from openlaurel.apps.figures.queries.sequels import sequels_of
from openlaurel.apps.figures.queries.totals import count_for_public, public_count_of, tallied_counts

__all__ = [
    "MONTH",
    "ROSTER",
    "Cohort",
    "Funnel",
    "Happenings",
    "Month",
    "Part",
    "Selection",
    "Stage",
    "cohorts_of",
    "count_for_public",
    "counted_achievements",
    "first_month",
    "funnel_of",
    "happenings_of",
    "list_cohorts",
    "months_of",
    "public_count_of",
    "sequels_of",
    "tallied_counts",
]
