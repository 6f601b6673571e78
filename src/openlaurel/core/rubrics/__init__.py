"""Rubrics: criteria in rows, levels in columns, a score from one level for each criterion."""

from openlaurel.core.rubrics.errors import BadRubric, RubricError, UnknownLevel
from openlaurel.core.rubrics.model import Criterion, Level, Rubric, Score, reaches
from openlaurel.core.rubrics.parsing import parse_rubric

__all__ = [
    "BadRubric",
    "Criterion",
    "Level",
    "Rubric",
    "RubricError",
    "Score",
    "UnknownLevel",
    "parse_rubric",
    "reaches",
]
