"""Questions and rubrics as pages show them. An open attempt shows nothing of its key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from openlaurel.apps.assessment.forms import field_name
from openlaurel.apps.assessment.marking import MultipleKey, NumericKey, SingleKey, TextKey, read_key, unit_of
from openlaurel.apps.assessment.models import Assessment, Attempt, Item, ItemKind, Submission
from openlaurel.core.rubrics import Criterion, Level, parse_rubric


@dataclass(frozen=True)
class Choice:
    index: int
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """One question of an open attempt, with what the learner has answered so far."""

    number: int
    name: str
    kind: str
    prompt: str
    points: int
    unit: str
    choices: tuple[Choice, ...]
    typed: str
    problem: str = ""


@dataclass(frozen=True)
class MarkedQuestion:
    """One question of a submitted attempt. `right` is the right answer in words, empty while it stays secret."""

    number: int
    prompt: str
    points: int
    got: int
    answer: tuple[str, ...]
    right: tuple[str, ...]
    explanation: str

    @property
    def is_right(self) -> bool:
        return self.got == self.points


def questions_of(
    items: Sequence[Item], answers: Mapping[str, Any], problems: Mapping[str, str] | None = None
) -> list[Question]:
    """This function will return the questions to answer. It reads no key but for the unit of a number."""
    return [
        Question(
            number=number,
            name=field_name(item),
            kind=item.kind,
            prompt=item.prompt,
            points=item.points,
            unit=unit_of(item.kind, item.key),
            choices=tuple(
                Choice(index, text, index in _chosen(answers.get(str(item.pk))))
                for index, text in enumerate(item.choices)
            ),
            typed=_typed(answers.get(str(item.pk))),
            problem=(problems or {}).get(str(item.pk), ""),
        )
        for number, item in enumerate(items, start=1)
    ]


def marked_questions_of(attempt: Attempt, *, show_right: bool) -> list[MarkedQuestion]:
    """This function will return what became of each question of a submitted attempt."""
    marked = []
    for number, item in enumerate(attempt.assessment.items.all(), start=1):
        answer = attempt.answers.get(str(item.pk))
        got = int(attempt.marks.get(str(item.pk), 0))
        marked.append(
            MarkedQuestion(
                number=number,
                prompt=item.prompt,
                points=item.points,
                got=got,
                answer=_answer_in_words(item, answer),
                right=_key_in_words(item) if show_right and got < item.points else (),
                explanation=item.explanation,
            )
        )
    return marked


@dataclass(frozen=True)
class KeyedQuestion:
    """One question with its key, for those who may see it: the organisation's designers."""

    item: Item
    right: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(choice for choice in self.item.choices if choice not in self.right)


def keyed_questions_of(assessment: Assessment) -> list[KeyedQuestion]:
    """This function will return the questions of a quiz with their keys in words. Never for learners."""
    return [KeyedQuestion(item, _all_right(item)) for item in assessment.items.all()]


@dataclass(frozen=True)
class CriterionChoice:
    """One row of the rubric with the level that was chosen, if any."""

    criterion: Criterion
    chosen: Level | None
    problem: str = ""


def criteria_of(
    submission: Submission, levels: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> list[CriterionChoice]:
    """This function will return the rubric's rows with the levels of a review, finished or not."""
    return [
        CriterionChoice(
            criterion,
            next((level for level in criterion.levels if level.id == levels.get(criterion.id)), None),
            (problems or {}).get(criterion.id, ""),
        )
        for criterion in parse_rubric(submission.assessment.rubric.criteria).criteria
    ]


def _chosen(answer: Any) -> set[int]:
    if isinstance(answer, list):
        return set(answer)
    return {answer} if isinstance(answer, int) else set()


def _typed(answer: Any) -> str:
    return answer if isinstance(answer, str) else ""


def _answer_in_words(item: Item, answer: Any) -> tuple[str, ...]:
    if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        return tuple(item.choices[index] for index in sorted(_chosen(answer)))
    unit = unit_of(item.kind, item.key)
    typed = _typed(answer)
    if typed and unit and unit.casefold() not in typed.casefold():
        return (_("%(value)s %(unit)s") % {"value": typed, "unit": unit},)
    return (typed,) if typed else ()


def _all_right(item: Item) -> tuple[str, ...]:
    key = read_key(item.kind, item.key)
    if isinstance(key, TextKey):
        return key.accepted
    if isinstance(key, NumericKey) and key.tolerance:
        tolerance = format(key.tolerance.normalize(), "f")
        return (
            _("%(value)s, give or take %(tolerance)s")
            % {"value": _key_in_words(item)[0], "tolerance": tolerance},
        )
    return _key_in_words(item)


def _key_in_words(item: Item) -> tuple[str, ...]:
    match read_key(item.kind, item.key):
        case SingleKey(index):
            return (item.choices[index],)
        case MultipleKey(indices):
            return tuple(item.choices[index] for index in sorted(indices))
        case NumericKey(value, _tolerance, unit):
            number = format(value.normalize(), "f")
            return (_("%(value)s %(unit)s") % {"value": number, "unit": unit} if unit else number,)
        case TextKey(accepted):
            return (accepted[0],)
