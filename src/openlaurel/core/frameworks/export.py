"""What comes out: a document, and in the open all that it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from openlaurel.core.frameworks.definition import Definition
from openlaurel.core.openbadges.terms import without_empty


class LossKind(StrEnum):
    """In which direction something is lacking; Loss says what they mean."""

    NOT_HELD = "not_held"
    MISSING = "missing"


@dataclass(frozen=True)
class Loss:
    """`field` is a field of the Definition, or the framework's own term where no field could say it.

    `form` is the sentence with `%(value)s` where it names one of `params`; by it the sentence is translated. NOT_HELD: the definition says it and the framework has no place for it.
    MISSING: the framework asks for it and the definition doesn't say it.
    """

    field: str
    kind: LossKind
    form: str
    params: Mapping[str, str] = dataclass_field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        """What is lacking, in English; where a framework asks for it, with the clause that does."""
        return self.form % self.params


@dataclass(frozen=True)
class Export:
    """`document` is plain JSON data."""

    document: Any
    losses: tuple[Loss, ...]

    def lost(self, field: str) -> bool:
        """This function will tell whether `field`, or a part of it such as "skills.level", is among the losses."""
        return any(loss.field.partition(".")[0] == field for loss in self.losses)


def not_held(definition: Definition, sentences: Mapping[str, str]) -> list[Loss]:
    """This function will return a loss for each of these fields that the definition says something in."""
    return [
        Loss(field, LossKind.NOT_HELD, sentence)
        for field, sentence in sentences.items()
        if definition.says(field)
    ]


def missing(definition: Definition, sentences: Mapping[str, str]) -> list[Loss]:
    """This function will return a loss for each of these fields that the definition says nothing in."""
    return [
        Loss(field, LossKind.MISSING, sentence)
        for field, sentence in sentences.items()
        if not definition.says(field)
    ]


def number(value: Decimal | None) -> int | float | None:
    """This function will write a decimal as JSON does: whole numbers without a fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def compact(fields: Mapping[str, Any]) -> dict[str, Any]:
    """This function will leave out what is empty, objects without anything in them too."""
    return {key: value for key, value in without_empty(fields).items() if value != {}}


def text(definition: Definition, words: str) -> dict[str, str]:
    """This function will return `words` in the definition's language as a JSON-LD language map."""
    return {definition.language: words} if words else {}


def unknown(definition: Definition, known: Mapping[str, object], form: str) -> list[Loss]:
    """This function will return a loss for each field whose value the framework has no term for, if `known` is false."""
    return [
        Loss(name, LossKind.NOT_HELD, form, {"value": repr(getattr(definition, name))})
        for name, is_known in known.items()
        if not is_known
    ]
