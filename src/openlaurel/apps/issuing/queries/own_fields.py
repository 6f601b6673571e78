"""What a badge says in its custom fields, in words, by the fields as they were when it was issued."""

from collections.abc import Mapping
from dataclasses import dataclass

from openlaurel.apps.catalog.field_words import label_of, value_words
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services.own_fields import answers_of, asked_of
from openlaurel.core.fields import FieldSpec, Kind


@dataclass(frozen=True)
class FieldInWords:
    """One custom field of a badge; `url` is its value where that is an address."""

    key: str
    name: str
    value: str
    is_private: bool
    url: str = ""


def values_in_words(values: Mapping[str, str], version: AchievementVersion | None) -> list[FieldInWords]:
    """This function will return values that wait for their badge, by the fields that `version` asks for now."""
    if version is None or not values:
        return []
    return [
        _in_words(spec, values[spec.key], version.language)
        for spec in asked_of(version).specs
        if spec.key in values
    ]


def fields_in_words(award: Award, *, with_private: bool = False) -> list[FieldInWords]:
    """This function will return the custom fields of a badge that have a value, without private ones unless asked."""
    answers, language = answers_of(award), award.version.language
    return [
        _in_words(spec, answers.values[spec.key], language)
        for spec in answers.asked.specs
        if spec.key in answers.values and (with_private or not spec.is_private)
    ]


def _in_words(spec: FieldSpec, value: str, language: str) -> FieldInWords:
    return FieldInWords(
        spec.key,
        label_of(spec, language),
        value_words(spec, value, language),
        spec.is_private,
        value if spec.kind is Kind.URL else "",
    )
