"""How far badges get, and what happens to them, in numbers that say nothing about a single person."""

from openlaurel.apps.figures.queries.funnel import Funnel, Part, Stage, funnel_of
from openlaurel.apps.figures.queries.months import Happenings, Month, happenings_of, months_of
from openlaurel.apps.figures.queries.selection import (
    Selection,
    counted_achievements,
    first_month,
)

__all__ = [
    "Funnel",
    "Happenings",
    "Month",
    "Part",
    "Selection",
    "Stage",
    "counted_achievements",
    "first_month",
    "funnel_of",
    "happenings_of",
    "months_of",
]
