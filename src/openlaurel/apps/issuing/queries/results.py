"""The results of an award in words, as its page and certificate show them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from openlaurel.apps.catalog.services.result_descriptions import read_result_description
from openlaurel.apps.issuing.models import Award


@dataclass(frozen=True)
class ResultInWords:
    name: str
    value: str


def results_in_words(award: Award) -> list[ResultInWords]:
    """This function will return what came out, each by the name that the definition gives it."""
    described = {item.id: item for item in map(read_result_description, award.version.result_descriptions)}
    found = []
    for result in award.results:
        description = described.get(str(result.get("description_id", "")).rpartition("#")[2])
        if description is None:
            continue
        levels = {level.id: level.name for level in description.levels}
        value = levels.get(str(result.get("achieved_level", "")).rpartition("#")[2]) or result.get(
            "value", ""
        )
        if value and description.result_type == "Percent":
            value = _("%(number)s%%") % {"number": value}
        elif value and description.value_max and not levels:
            value = _("%(points)s of %(most)s") % {"points": value, "most": description.value_max}
        if value:
            found.append(ResultInWords(description.name, str(value)))
    return found
