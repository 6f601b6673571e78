"""The custom fields of a badge between asking and signing: what was asked, what was given, where the document says it."""

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.utils.translation import get_language

from openlaurel.apps.catalog.field_words import problems_in_words
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries.custom_fields import fields_asked
from openlaurel.apps.issuing.models import Award, AwardFields, FieldSet
from openlaurel.core.fields import AskedOf, FieldSpec, Kind, Place, check_values, read_fields
from openlaurel.core.openbadges import Achievement, Result, ResultDescription

Path = tuple[str | int, ...]
# A short name of a result description has no dot where this site makes it, so that these stand apart.
_PREFIX = "field."


@dataclass(frozen=True, eq=False)
class Asked:
    """Custom fields that are asked together, for many badges of one definition, whose language a badge speaks."""

    specs: tuple[FieldSpec, ...] = ()
    language: str = ""

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(orjson.dumps(self.as_json(), option=orjson.OPT_SORT_KEYS)).hexdigest()

    def as_json(self) -> list[dict[str, Any]]:
        return [spec.as_json() for spec in self.specs]


NOTHING_ASKED = Asked()


@dataclass(frozen=True)
class Answers:
    """The values of one badge, by key; empty for a badge without."""

    asked: Asked = NOTHING_ASKED
    values: Mapping[str, str] = field(default_factory=dict)

    def given(self, *places: Place) -> list[tuple[FieldSpec, str]]:
        """This function will return the fields in these places that have a value, in order."""
        specs = (spec for spec in self.asked.specs if spec.place in places)
        return [(spec, self.values[spec.key]) for spec in specs if spec.key in self.values]

    @property
    def form(self) -> Hashable:
        """Equal for documents that differ only in the strings that `slots` names."""
        if not self.values:
            return None
        signed = tuple(key for key in self.values if not self._is_private(key))
        return self.asked.digest, signed, str(self.subject_terms().get("credits", ""))

    def subject_terms(self) -> dict[str, Any]:
        """This function will return the arguments of core.openbadges' AchievementSubject beside its results."""
        terms: dict[str, Any] = {}
        for place, name in _TERMS.items():
            for spec, value in self.given(place):
                terms[name] = _on_the_wire(spec, value, self.asked.language)
        return terms

    def slots(self, first_result: int) -> dict[Path, str]:
        """This function will return the strings of the document that are these values, by their place in it.

        `first_result` is how many other results stand before them. Credits are a number, which is none.
        """
        found: dict[Path, str] = {}
        for place in _TERMS.keys() - {Place.CREDITS}:
            for spec, value in self.given(place):
                found["credentialSubject", place.value] = str(_on_the_wire(spec, value, self.asked.language))
        for number, result in enumerate(self.results(""), first_result):
            found["credentialSubject", "result", number, "value"] = result.value
        return found

    def results(self, address: str) -> tuple[Result, ...]:
        """This function will return the Results of those fields that are results (Open Badges 3.0.3, B.1.20)."""
        return tuple(
            Result(
                f"{address}#{_PREFIX}{spec.key}", value=str(_on_the_wire(spec, value, self.asked.language))
            )
            for spec, value in self.given(Place.RESULT)
        )

    def described(self, achievement: Achievement) -> Achievement:
        """This function will return the achievement with a ResultDescription for each of those results."""
        descriptions = tuple(
            _description(spec, achievement.id, self.asked.language)
            for spec, _value in self.given(Place.RESULT)
        )
        if not descriptions:
            return achievement
        return replace(achievement, result_descriptions=(*achievement.result_descriptions, *descriptions))

    def _is_private(self, key: str) -> bool:
        return next(spec.is_private for spec in self.asked.specs if spec.key == key)


NO_ANSWERS = Answers()
_TERMS = {
    Place.ROLE: "role",
    Place.TERM: "term",
    Place.LICENCE: "license_number",
    Place.CREDITS: "credits",
    Place.ACTIVITY_START: "activity_start",
    Place.ACTIVITY_END: "activity_end",
}


def asked_of(version: AchievementVersion, who: AskedOf | None = None) -> Asked:
    """This function will return what is asked with a badge that is issued now, of everybody or of one side alone."""
    specs = fields_asked(version.achievement_id)
    return Asked(tuple(spec for spec in specs if who in {None, spec.asked_of}), version.language)


def check_answers(
    asked: Asked, given: Mapping[str, str], version: AchievementVersion, *, is_asked: bool
) -> tuple[Answers, dict[str, str]]:
    """This function will return the values in the form in which they are kept, and a sentence for each that can't be.

    Where nobody was there to be asked, what is required may be missing.
    """
    if not asked.specs and not given:
        return NO_ANSWERS, {}
    languages = (get_language() or "", version.language)
    values, refused = check_values(asked.specs, given, *languages, is_asked=is_asked)
    return Answers(asked, values) if values else NO_ANSWERS, problems_in_words(refused)


def answers_of(award: Award) -> Answers:
    """This function will return what an award says in its custom fields, with the fields as they were then."""
    try:
        row = award.own_fields
    except AwardFields.DoesNotExist:
        return NO_ANSWERS
    return Answers(Asked(read_fields(row.field_set.fields), award.version.language), row.values)


def field_set_ids(asked: Mapping[str, Asked]) -> dict[str, int]:
    """This function will return the ids of field sets by digest, made where they are new."""
    found = dict(FieldSet.objects.filter(digest__in=asked).values_list("digest", "pk"))
    for digest in asked.keys() - found.keys():
        made, _is_new = FieldSet.objects.get_or_create(
            digest=digest, defaults={"fields": asked[digest].as_json()}
        )
        found[digest] = made.pk
    return found


def rewrite_answers(award_id: UUID, answers: Answers) -> None:
    """This function will replace what an award says in its custom fields, in the caller's transaction."""
    if not answers.values:
        AwardFields.objects.filter(award=award_id).delete()
        return
    [field_set] = field_set_ids({answers.asked.digest: answers.asked}).values()
    AwardFields.objects.update_or_create(
        award_id=award_id, defaults={"field_set_id": field_set, "values": dict(answers.values)}
    )


def _description(spec: FieldSpec, address: str, language: str) -> ResultDescription:
    return ResultDescription(
        id=f"{address}#{_PREFIX}{spec.key}",
        name=spec.label(language),
        result_type="Result",
        value_min=spec.least if spec.kind is Kind.NUMBER else "",
        value_max=spec.most if spec.kind is Kind.NUMBER else "",
        allowed_values=tuple(spec.shown(choice.value, language) for choice in spec.choices),
    )


def _on_the_wire(spec: FieldSpec, value: str, language: str) -> str | int | float:
    if spec.place in {Place.ACTIVITY_START, Place.ACTIVITY_END}:
        return f"{value}T00:00:00Z"
    if spec.place is Place.CREDITS:
        number = Decimal(value)
        return int(number) if number == number.to_integral_value() else float(number)
    return spec.shown(value, language)
