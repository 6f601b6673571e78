"""Reading a rubric from plain data, strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from openlaurel.core.rubrics.errors import BadRubric
from openlaurel.core.rubrics.model import Criterion, Level, Rubric

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?").fullmatch
MOST_CRITERIA = 20
MOST_LEVELS = 10
MOST_POINTS = 1000


def parse_rubric(criteria: Sequence[Mapping[str, Any]]) -> Rubric:
    """This function will read `[{"id", "name", "levels": [{"id", "name", "description", "points"}]}]`.

    Ids are small letters, digits and hyphens, unique for the criteria and for the levels of the whole rubric, since
    a badge may point to them. Levels rise in points. Raises BadRubric for anything else.
    """
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        raise BadRubric(f"A rubric has 1 to {MOST_CRITERIA} criteria; this one has {len(criteria)}.")
    read = tuple(_criterion(raw, number) for number, raw in enumerate(criteria, start=1))
    _check_unique([criterion.id for criterion in read], "criteria")
    _check_unique([level.id for criterion in read for level in criterion.levels], "levels")
    return Rubric(read)


def _criterion(raw: Mapping[str, Any], number: int) -> Criterion:
    where = f"Criterion {number}"
    _check_keys(raw, {"id", "name", "levels"}, where)
    levels = raw["levels"]
    if not isinstance(levels, Sequence) or isinstance(levels, str) or not 2 <= len(levels) <= MOST_LEVELS:
        raise BadRubric(f"{where}: `levels` must be a list of 2 to {MOST_LEVELS} levels.")
    read = tuple(_level(level, f"{where}, level {at}") for at, level in enumerate(levels, start=1))
    for lower, higher in pairwise(read):
        if lower.points >= higher.points:
            raise BadRubric(f"{where}: the points of its levels must rise; {higher.id} isn't worth more.")
    return Criterion(_identifier(raw, where), _text(raw, "name", where), read)


def _level(raw: Mapping[str, Any], where: str) -> Level:
    _check_keys(raw, {"id", "name", "description", "points"}, where)
    points = raw["points"]
    if not isinstance(points, int) or isinstance(points, bool) or not 0 <= points <= MOST_POINTS:
        raise BadRubric(f"{where}: `points` must be a whole number from 0 to {MOST_POINTS}, not {points!r}.")
    return Level(_identifier(raw, where), _text(raw, "name", where), _text(raw, "description", where), points)


def _check_keys(raw: Any, expected: set[str], where: str) -> None:
    if not isinstance(raw, Mapping):
        raise BadRubric(f"{where}: expected an object, not {type(raw).__name__}.")
    if set(raw) != expected:
        difference = ", ".join(sorted(set(raw) ^ expected))
        raise BadRubric(f"{where}: expected exactly {', '.join(sorted(expected))}; see {difference}.")


def _identifier(raw: Mapping[str, Any], where: str) -> str:
    value = raw["id"]
    if not isinstance(value, str) or not _ID(value):
        raise BadRubric(f"{where}: `id` must be small letters, digits and hyphens, not {value!r}.")
    return value


def _text(raw: Mapping[str, Any], name: str, where: str) -> str:
    value = raw[name]
    if not isinstance(value, str) or not value.strip() or len(value) > 1000:
        raise BadRubric(f"{where}: `{name}` must be a text of 1 to 1,000 characters.")
    return value.strip()


def _check_unique(ids: Sequence[str], what: str) -> None:
    if twice := sorted({identifier for identifier in ids if ids.count(identifier) > 1}):
        raise BadRubric(f"The ids of the {what} must differ; {twice[0]} is there twice.")
