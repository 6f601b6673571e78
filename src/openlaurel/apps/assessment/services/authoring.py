"""Making assessments: a quiz of questions, or a task judged by a rubric."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from openlaurel.apps.assessment.errors import InvalidAssessment
from openlaurel.apps.assessment.marking import read_key
from openlaurel.apps.assessment.models import Assessment, AssessmentKind, Item, Rubric
from openlaurel.apps.assessment.services.drafts import ItemDraft, problems_of_items
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.rubrics import BadRubric, parse_rubric

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*").fullmatch


def create_quiz(
    *,
    achievement: Achievement,
    title: str,
    instructions: str = "",
    language: str,
    pass_percent: int = 80,
    max_attempts: int = 3,
    cooling_off_hours: int = 0,
    items: Sequence[ItemDraft],
    position: int | None = None,
    by: Actor,
    now: datetime,
) -> Assessment:
    """This function will add a quiz to an achievement, which learners must then pass.

    Without a `position` it comes after the assessments that are there. Raises InvalidAssessment.
    """
    check_can(by, "define_achievement", achievement.organisation)
    fields = {
        "title": title.strip(),
        "instructions": instructions.strip(),
        "language": language,
        "pass_percent": pass_percent,
        "max_attempts": max_attempts,
        "cooling_off_hours": cooling_off_hours,
    }
    if problems := _problems_of_fields(fields) | problems_of_items(items):
        raise InvalidAssessment(problems)
    with transaction.atomic():
        assessment = _create(AssessmentKind.QUIZ, achievement, fields, position, by, now)
        Item.objects.bulk_create(
            Item(
                assessment=assessment,
                position=number,
                kind=item.kind,
                prompt=item.prompt.strip(),
                choices=[" ".join(choice.split()) for choice in item.choices],
                key=read_key(item.kind, item.key).as_json(),
                explanation=item.explanation.strip(),
                points=item.points,
            )
            for number, item in enumerate(items, start=1)
        )
    return assessment


def create_task(
    *,
    achievement: Achievement,
    title: str,
    instructions: str,
    language: str,
    pass_percent: int = 70,
    criteria: Sequence[Mapping[str, Any]],
    position: int | None = None,
    by: Actor,
    now: datetime,
) -> Assessment:
    """This function will add a practical task to an achievement; `criteria` are what core.rubrics reads.

    A learner may hand in work again as often as it is returned. Raises InvalidAssessment.
    """
    check_can(by, "define_achievement", achievement.organisation)
    fields = {
        "title": title.strip(),
        "instructions": instructions.strip(),
        "language": language,
        "pass_percent": pass_percent,
    }
    problems = _problems_of_fields(fields)
    if not fields["instructions"]:
        problems["instructions"] = _("Say what is to be done and what is to be handed in.")
    try:
        rubric = parse_rubric(criteria)
    except BadRubric as error:
        problems["criteria"] = str(error)
    if problems:
        raise InvalidAssessment(problems)
    with transaction.atomic():
        assessment = _create(AssessmentKind.TASK, achievement, fields, position, by, now)
        Rubric.objects.create(assessment=assessment, criteria=rubric.as_json())
    return assessment


def _create(
    kind: AssessmentKind,
    achievement: Achievement,
    fields: Mapping[str, Any],
    position: int | None,
    by: Actor,
    now: datetime,
) -> Assessment:
    Achievement.objects.select_for_update(of=("self",), no_key=True).get(pk=achievement.pk)
    last = achievement.assessments.aggregate(last=Max("position"))["last"]
    if position is None:
        position = 0 if last is None else last + 1
    elif achievement.assessments.filter(position=position).exists():
        raise InvalidAssessment({"position": _("Another assessment has this position. Choose a free one.")})
    assessment = Assessment.objects.create(
        achievement=achievement, kind=kind, position=position, created_at=now, **fields
    )
    record_event(
        kind="assessment.created",
        subject=("assessment", assessment.id),
        now=now,
        actor_id=by.id,
        organisation_id=achievement.organisation_id,
        data={"achievement_id": str(achievement.id), "kind": kind.value},
    )
    return assessment


def _problems_of_fields(fields: Mapping[str, Any]) -> dict[str, str]:
    problems = {}
    if not 1 <= len(fields["title"]) <= 200:
        problems["title"] = _("Enter a title of 1 to 200 characters.")
    if len(fields["instructions"]) > 20_000:
        problems["instructions"] = _("Shorten the instructions to at most 20,000 characters.")
    if not _LANGUAGE(fields["language"]) or len(fields["language"]) > 12:
        problems["language"] = _("Choose the language in which this is assessed.")
    if not 1 <= fields["pass_percent"] <= 100:
        problems["pass_percent"] = _("The pass mark is a percentage from 1 to 100.")
    if not 1 <= fields.get("max_attempts", 1) <= 100:
        problems["max_attempts"] = _("Allow 1 to 100 attempts.")
    if not 0 <= fields.get("cooling_off_hours", 0) <= 24 * 90:
        problems["cooling_off_hours"] = _("Learners wait 0 hours to 90 days before the next attempt.")
    return problems
