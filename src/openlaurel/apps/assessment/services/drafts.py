"""Questions and tasks as they are written down, before they are checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from openlaurel.apps.assessment.marking import plain_form
from openlaurel.apps.assessment.models import ItemKind

MOST_ITEMS = 100
MOST_CHOICES = 12
LONGEST_CHOICE = 300
LONGEST_PROMPT = 4000
LONGEST_UNIT = 40


@dataclass(frozen=True)
class ItemDraft:
    """One question; the shapes of `choices` and `key` are those of marking.py."""

    kind: str
    prompt: str
    key: Any
    choices: Sequence[str] = ()
    explanation: str = ""
    points: int = 1


def problems_of_items(items: Sequence[ItemDraft]) -> dict[str, str]:
    """This function will return what is wrong with the questions, by `items.1`, `items.2`, …"""
    if not 1 <= len(items) <= MOST_ITEMS:
        return {"items": _("Write 1 to %(most)s questions.") % {"most": MOST_ITEMS}}
    found = {f"items.{number}": _problem_of(item) for number, item in enumerate(items, start=1)}
    return {field: problem for field, problem in found.items() if problem}


def _problem_of(item: ItemDraft) -> str:
    if item.kind not in ItemKind.values:
        return _("The kind of a question is single, multiple, numeric or text, not “%(kind)s”.") % {
            "kind": item.kind
        }
    if not item.prompt.strip() or len(item.prompt) > LONGEST_PROMPT:
        return _("Write the question in 1 to %(most)s characters.") % {"most": LONGEST_PROMPT}
    if len(item.explanation) > LONGEST_PROMPT:
        return _("Shorten the explanation to at most %(most)s characters.") % {"most": LONGEST_PROMPT}
    if not _is_whole(item.points) or not 1 <= item.points <= 100:
        return _("Give a question 1 to 100 points.")
    if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        return _problem_of_choices(item.choices) or _problem_of_indices(item)
    if item.choices:
        return _("Only questions with choices have choices; remove them or change the kind.")
    if item.kind == ItemKind.NUMERIC:
        return _problem_of_number(item.key)
    return _problem_of_forms(item.key)


def _problem_of_choices(choices: Sequence[str]) -> str:
    if isinstance(choices, str) or not 2 <= len(choices) <= MOST_CHOICES:
        return _("Offer 2 to %(most)s choices.") % {"most": MOST_CHOICES}
    if any(not isinstance(choice, str) or not choice.strip() for choice in choices):
        return _("Each choice needs words.")
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        return _("Shorten each choice to at most %(most)s characters.") % {"most": LONGEST_CHOICE}
    if len({" ".join(choice.split()) for choice in choices}) < len(choices):
        return _("Two choices are the same; learners couldn't tell them apart.")
    return ""


def _problem_of_indices(item: ItemDraft) -> str:
    offered = range(len(item.choices))
    if item.kind == ItemKind.SINGLE:
        if not _is_whole(item.key) or item.key not in offered:
            return _("The key is the number of the right choice, the first being 0.")
        return ""
    key = item.key
    if not isinstance(key, (list, tuple)) or not key or len(set(key)) < len(key):
        return _("The key lists the number of each right choice once, the first being 0.")
    if any(not _is_whole(index) or index not in offered for index in key):
        return _("The key names a choice that isn't there; the first choice is 0.")
    return ""


def _problem_of_number(key: Any) -> str:
    if not isinstance(key, Mapping) or "value" not in key or set(key) - {"value", "tolerance", "unit"}:
        return _("The key of a number has a value, and may have a tolerance and a unit.")
    unit = key.get("unit", "")
    if not isinstance(unit, str) or len(unit) > LONGEST_UNIT:
        return _("Shorten the unit to at most %(most)s characters.") % {"most": LONGEST_UNIT}
    try:
        value, tolerance = Decimal(str(key["value"])), Decimal(str(key.get("tolerance", 0)))
    except InvalidOperation:
        return _("The value and the tolerance must be numbers, such as 12.5.")
    if not value.is_finite() or not tolerance.is_finite() or tolerance < 0:
        return _("The value must be a finite number, and the tolerance 0 or more.")
    return ""


def _problem_of_forms(key: Any) -> str:
    forms = key.get("accepted") if isinstance(key, Mapping) and set(key) == {"accepted"} else None
    if not isinstance(forms, (list, tuple)) or not 1 <= len(forms) <= 50:
        return _("The key of a short text lists 1 to 50 accepted answers.")
    if any(not isinstance(form, str) or not plain_form(form) or len(form) > 200 for form in forms):
        return _("Each accepted answer needs 1 to 200 characters with at least one letter, digit or sign.")
    return ""


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
