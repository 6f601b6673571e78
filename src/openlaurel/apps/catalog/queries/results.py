"""The results that a definition describes, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries.types import result_type_name
from openlaurel.apps.catalog.services.definitions import Definition
from openlaurel.apps.catalog.services.result_descriptions import read_result_description
from openlaurel.core.openbadges import ResultDescription, RubricCriterionLevel


@dataclass(frozen=True)
class ResultFact:
    """A result for people. `name` and `levels` are in the language of the definition, `words` in the reader's."""

    name: str
    words: str
    levels: tuple[str, ...]


def results_of(definition: Definition | AchievementVersion) -> list[ResultFact]:
    """This function will return the results that badges of this definition can carry, in its order."""
    return [
        ResultFact(result.name, _words_of(result), tuple(map(_level, result.levels)))
        for result in map(read_result_description, definition.result_descriptions)
    ]


def _words_of(result: ResultDescription) -> str:
    values = {"least": result.value_min, "most": result.value_max, "value": result.required_value}
    words = [result_type_name(result.result_type)]
    if result.value_min and result.value_max:
        words.append(_("from %(least)s to %(most)s") % values)
    elif result.value_min:
        words.append(_("from %(least)s") % values)
    elif result.value_max:
        words.append(_("up to %(most)s") % values)
    if result.required_value:
        words.append(_("%(value)s needed to pass") % values)
    return _(", ").join(words)


def _level(level: RubricCriterionLevel) -> str:
    return f"{level.name} ({level.points})" if level.points else level.name
