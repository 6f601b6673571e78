"""A custom field as a value: what it is called, what it takes, and where a signed badge says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    URL = "url"
    YES_NO = "yes_no"


class Place(StrEnum):
    """Where a signed badge says it (Open Badges 3.0.3, B.1.3 AchievementSubject); a private field is in none."""

    PRIVATE = ""
    RESULT = "result"
    ROLE = "role"
    TERM = "term"
    LICENCE = "licenseNumber"
    CREDITS = "creditsEarned"
    ACTIVITY_START = "activityStartDate"
    ACTIVITY_END = "activityEndDate"


class AskedOf(StrEnum):
    """Who fills it in where the recipients ask for the badge themselves: by a claim code, by applying."""

    ISSUER = "issuer"
    RECIPIENT = "recipient"


# A result may be any text (B.1.20 Result.value), so that it is the place of whatever has no other one.
PLACES: Mapping[Kind, tuple[Place, ...]] = {
    Kind.TEXT: (Place.PRIVATE, Place.RESULT, Place.ROLE, Place.TERM, Place.LICENCE),
    Kind.NUMBER: (Place.PRIVATE, Place.RESULT, Place.CREDITS),
    Kind.DATE: (Place.PRIVATE, Place.RESULT, Place.ACTIVITY_START, Place.ACTIVITY_END),
    Kind.CHOICE: (Place.PRIVATE, Place.RESULT, Place.ROLE, Place.TERM),
    Kind.URL: (Place.PRIVATE, Place.RESULT),
    Kind.YES_NO: (Place.PRIVATE, Place.RESULT),
}


@dataclass(frozen=True)
class Choice:
    """One value to choose; `labels` say it in other languages, by language tag."""

    value: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldSpec:
    """One custom field. `key` is its name for programs; `labels` are its names for people, by language tag.

    `least` and `most` bound a number, or a date as YYYY-MM-DD; `most` is the length of a text. `preset` is taken where
    nobody says anything else.
    """

    key: str
    kind: Kind
    labels: Mapping[str, str]
    is_required: bool = False
    asked_of: AskedOf = AskedOf.ISSUER
    place: Place = Place.PRIVATE
    least: str = ""
    most: str = ""
    choices: tuple[Choice, ...] = ()
    preset: str = ""

    @property
    def is_private(self) -> bool:
        return self.place == Place.PRIVATE

    def label(self, *languages: str) -> str:
        """This function will return the name in the first of `languages` that it has, else in any."""
        return in_language(self.labels, languages) or self.key

    def shown(self, value: str, *languages: str) -> str:
        """This function will return a choice in the first of `languages` that it has; other values as they are."""
        chosen = next((choice for choice in self.choices if choice.value == value), None)
        if chosen is None:
            return value
        known = [language for language in languages if _of(chosen.labels, language)]
        return _of(chosen.labels, known[0]) if known else value

    def as_json(self) -> dict[str, Any]:
        """This function will return what `read_field` reads: what differs from nothing said."""
        whole = asdict(self) | {"choices": [_choice_as_json(choice) for choice in self.choices]}
        return {name: value for name, value in whole.items() if value} | {"key": self.key}


def in_language(labels: Mapping[str, str], languages: tuple[str, ...]) -> str:
    """This function will return the label in the first of `languages` that there is, else the first of all."""
    found = (_of(labels, language) for language in languages)
    return next(filter(None, found), "") or next(iter(labels.values()), "")


def _of(labels: Mapping[str, str], language: str) -> str:
    """In a language, or in that language of any region."""
    return labels.get(language) or labels.get(language.split("-")[0], "")


def _choice_as_json(choice: Choice) -> dict[str, Any]:
    return {"value": choice.value} | ({"labels": dict(choice.labels)} if choice.labels else {})
