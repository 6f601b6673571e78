"""A rubric as a value, and the score that a choice of levels gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openlaurel.core.rubrics.errors import UnknownLevel


@dataclass(frozen=True)
class Level:
    """One column of a criterion: what work of this quality looks like, and what it is worth."""

    id: str
    name: str
    description: str
    points: int


@dataclass(frozen=True)
class Criterion:
    """One row: what is looked at. `levels` rise in points."""

    id: str
    name: str
    levels: tuple[Level, ...]

    @property
    def max_points(self) -> int:
        return self.levels[-1].points

    def level(self, level_id: str) -> Level:
        """This function will return the level with this id, or raise UnknownLevel."""
        for level in self.levels:
            if level.id == level_id:
                return level
        raise UnknownLevel(f"The criterion {self.id} has no level {level_id!r}.")


@dataclass(frozen=True)
class Score:
    """Points for the levels chosen so far. `open_criteria` are the ids of those without a level."""

    points: int
    max_points: int
    open_criteria: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.open_criteria

    def reaches(self, pass_percent: int) -> bool:
        """This function will say whether a complete score is at least `pass_percent` of the points."""
        return self.is_complete and reaches(self.points, self.max_points, pass_percent)


@dataclass(frozen=True)
class Rubric:
    """Criteria, each with its levels; an empty one can't be read."""

    criteria: tuple[Criterion, ...]

    @property
    def max_points(self) -> int:
        return sum(criterion.max_points for criterion in self.criteria)

    def score(self, levels: Mapping[str, str]) -> Score:
        """This function will add the points of `levels` (criterion id → level id; an empty level is none).

        Raises UnknownLevel for a criterion or a level that isn't in this rubric.
        """
        if strange := sorted(set(levels) - {criterion.id for criterion in self.criteria}):
            raise UnknownLevel(f"The rubric has no criterion {strange[0]!r}.")
        chosen = {
            criterion.id: criterion.level(levels[criterion.id])
            for criterion in self.criteria
            if levels.get(criterion.id)
        }
        return Score(
            points=sum(level.points for level in chosen.values()),
            max_points=self.max_points,
            open_criteria=tuple(c.id for c in self.criteria if c.id not in chosen),
        )

    def as_json(self) -> list[dict[str, Any]]:
        """This function will return what `parse_rubric` reads."""
        return [
            {
                "id": criterion.id,
                "name": criterion.name,
                "levels": [
                    {
                        "id": level.id,
                        "name": level.name,
                        "description": level.description,
                        "points": level.points,
                    }
                    for level in criterion.levels
                ],
            }
            for criterion in self.criteria
        ]


def reaches(points: int | Decimal, max_points: int, pass_percent: int) -> bool:
    """This function will say whether `points` are at least `pass_percent` percent of `max_points`, without rounding."""
    return points * 100 >= pass_percent * max_points
