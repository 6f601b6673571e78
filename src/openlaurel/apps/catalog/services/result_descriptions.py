"""The results that a badge can carry: what a version may say of each (Open Badges 3.0, B.1.21 and B.1.22)."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from openlaurel.core.openbadges import RESULT_TYPES, ResultDescription, RubricCriterionLevel, is_extension

_RESULT_DESCRIPTION = {"id", "name", "result_type", "value_min", "value_max", "required_value", "levels"}
_LEVEL = {"id", "name", "description", "points"}
MOST_RESULTS = 20
MOST_LEVELS = 20
LONGEST_NAME = 200
LONGEST_VALUE = 50
# Results whose values are numbers, so that a range can be checked; the others are words.
NUMBERS = frozenset({"GradePointAverage", "Percent", "RawScore", "RubricScore", "ScaledScore"})
_VALUES = ("value_min", "value_max", "required_value")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}").fullmatch
_CONTROL = re.compile(r"[\x00-\x1f\x7f]").search


def read_result_description(described: object) -> ResultDescription:
    """This function will read one stored result description; raises TypeError when its shape is wrong."""
    if not isinstance(described, dict):
        raise TypeError("it is not an object")
    if beyond := set(described) - _RESULT_DESCRIPTION:
        raise TypeError(f"it has no {min(beyond)!r}")
    levels = described.get("levels", ())
    if any(set(level) - _LEVEL for level in levels):
        raise TypeError(f"a level has only {', '.join(sorted(_LEVEL))}")
    return ResultDescription(
        **{**described, "levels": tuple(RubricCriterionLevel(**level) for level in levels)}
    )


def whole_result_description(described: object, address: str) -> ResultDescription:
    """This function will read one stored result description as it is signed: its ids, as "quiz", are made whole.

    "quiz" becomes `address` and "#quiz". Raises TypeError when its shape is wrong.
    """
    short = read_result_description(described)
    return replace(
        short,
        id=f"{address}#{short.id}",
        levels=tuple(replace(level, id=f"{address}#{level.id}") for level in short.levels),
    )


def problems_of_result(result: ResultDescription) -> dict[str, str]:
    """This function will return what is wrong with one result, by the field that it is about."""
    problems: dict[str, str] = {}
    if not 1 <= len(result.name.strip()) <= LONGEST_NAME or _CONTROL(result.name):
        problems["name"] = _("Name the result in at most 200 characters.")
    if result.result_type not in RESULT_TYPES and not is_extension(result.result_type):
        problems["result_type"] = _("Choose what kind of result it is.")
    for field in _VALUES:
        text = getattr(result, field)
        if len(text) > LONGEST_VALUE or _CONTROL(text):
            problems[field] = _("Write a value of at most 50 characters.")
    if not problems and result.result_type in NUMBERS:
        problems |= _wrong_range(result)
    if problem := _problem_of_levels(result.levels):
        problems["levels"] = problem
    return problems


def problem_of_results(results: Iterable[ResultDescription]) -> str:
    """This function will return what is wrong with the results of a definition together, or nothing."""
    results = list(results)
    if len(results) > MOST_RESULTS:
        return _("Describe at most 20 results.")
    ids = [result.id for result in results] + [level.id for result in results for level in result.levels]
    if len(set(ids)) < len(ids) or not all(map(_ID, ids)):
        return _("Each result and each level needs a short name of its own, of letters, digits and hyphens.")
    names = [result.name.strip().casefold() for result in results]
    if len(set(names)) < len(names):
        return _("Two results have the same name. Give each its own.")
    for result in results:
        for problem in problems_of_result(result).values():
            return _("The result “%(name)s” can't be used. %(problem)s") % {
                "name": result.name[:LONGEST_NAME],
                "problem": problem,
            }
    return ""


def _wrong_range(result: ResultDescription) -> dict[str, str]:
    values = {field: _number(text) for field in _VALUES if (text := getattr(result, field))}
    problems = {
        field: _("Enter a number, such as 80, or leave it empty.")
        for field, value in values.items()
        if value is None
    }
    if problems:
        return problems
    least, most, required = (values.get(field) for field in _VALUES)
    if result.result_type == "Percent":
        for field, value in values.items():
            if value is not None and not 0 <= value <= 100:
                return {field: _("A percentage is from 0 to 100.")}
    if least is not None and most is not None and least >= most:
        return {"value_max": _("Enter a highest value above the lowest.")}
    if required is not None and (
        (least is not None and required < least) or (most is not None and required > most)
    ):
        return {"required_value": _("Enter a value from the lowest to the highest.")}
    return {}


def _problem_of_levels(levels: tuple[RubricCriterionLevel, ...]) -> str:
    names = [level.name.strip() for level in levels]
    if len(levels) > MOST_LEVELS or any(not 1 <= len(name) <= LONGEST_NAME for name in names):
        return _("Write at most 20 levels, one a line, each at most 200 characters.")
    if any(_CONTROL(name) for name in names):
        return _("Remove the invisible control characters, then save again.")
    if len({name.casefold() for name in names}) < len(names):
        return _("A level is listed twice. Keep it once.")
    if any(level.points and _number(level.points) is None for level in levels):
        return _("Write the points of a level as a number, such as “Strong = 3”.")
    return ""


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
