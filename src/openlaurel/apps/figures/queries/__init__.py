"""How far badges get, and what happens to them, in numbers that say nothing about a single person."""

from openlaurel.apps.figures.queries.cohorts import MONTH, ROSTER, Cohort, cohorts_of, list_cohorts
from openlaurel.apps.figures.queries.funnel import Funnel, Part, Stage, funnel_of
from openlaurel.apps.figures.queries.months import Happenings, Month, happenings_of, months_of
from openlaurel.apps.figures.queries.reports import (
    get_report_plan,
    list_report_plans,
    members_who_may_read,
    selection_of,
    subject_report_plans,
    words_of,
)
from openlaurel.apps.figures.queries.selection import (
    MOST_LISTED,
    Selection,
    counted_achievements,
    first_month,
)
from openlaurel.apps.figures.queries.sequels import sequels_of
from openlaurel.apps.figures.queries.totals import count_for_public, public_count_of, tallied_counts

__all__ = [
    "MONTH",
    "MOST_LISTED",
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
    "get_report_plan",
    "happenings_of",
    "list_cohorts",
    "list_report_plans",
    "members_who_may_read",
    "months_of",
    "public_count_of",
    "selection_of",
    "sequels_of",
    "subject_report_plans",
    "tallied_counts",
    "words_of",
]
