"""Making a course: lessons that lead to one achievement."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.events.services import record_event
from openlaurel.apps.learning.errors import InvalidCourse
from openlaurel.apps.learning.models import Course, Lesson
from openlaurel.apps.profiles.policies import Actor, check_can

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*").fullmatch
MOST_LESSONS = 100
LONGEST_LESSON = 100_000


@dataclass(frozen=True)
class LessonDraft:
    """One lesson; `body` is Markdown, `minutes` what reading and trying it out takes."""

    title: str
    minutes: int
    body: str


def create_course(
    *,
    achievement: Achievement,
    title: str,
    summary: str = "",
    language: str,
    lessons: Sequence[LessonDraft],
    by: Actor,
    now: datetime,
) -> Course:
    """This function will make the course of an achievement, which learners don't see until it is published.

    An achievement has one course. Raises InvalidCourse.
    """
    check_can(by, "define_achievement", achievement.organisation)
    title, summary = title.strip(), summary.strip()
    if problems := _problems_of(title, summary, language) | _problems_of_lessons(lessons):
        raise InvalidCourse(problems)
    try:
        with transaction.atomic():
            course = Course.objects.create(
                achievement=achievement, title=title, summary=summary, language=language, created_at=now
            )
            Lesson.objects.bulk_create(
                Lesson(
                    course=course,
                    position=position,
                    title=lesson.title.strip(),
                    minutes=lesson.minutes,
                    body=lesson.body.strip(),
                )
                for position, lesson in enumerate(lessons, start=1)
            )
            _record("course.created", course, by, now)
    except IntegrityError as error:
        raise InvalidCourse({"achievement": _("It has a course already. Edit that one instead.")}) from error
    return course


def publish_course(*, course: Course, by: Actor, now: datetime) -> Course:
    """This function will open a course to learners; one that is open stays as it is.

    Raises InvalidCourse when there is nothing to pass: a badge for reading alone would prove nothing.
    """
    check_can(by, "publish_achievement", course.achievement.organisation)
    if not course.achievement.assessments.exists():
        raise InvalidCourse({"assessments": _("Add a quiz or a practical task first.")})
    with transaction.atomic():
        course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
        if course.published_at is None:
            course.published_at = now
            course.save(update_fields=["published_at"])
            _record("course.published", course, by, now)
    return course


def _record(kind: str, course: Course, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("course", course.id),
        now=now,
        actor_id=by.id,
        organisation_id=course.achievement.organisation_id,
        data={"achievement_id": str(course.achievement_id)},
    )


def _problems_of(title: str, summary: str, language: str) -> dict[str, str]:
    problems = {}
    if not 1 <= len(title) <= 200:
        problems["title"] = _("Enter a title of 1 to 200 characters.")
    if len(summary) > 2000:
        problems["summary"] = _("Shorten the summary to at most 2,000 characters.")
    if not _LANGUAGE(language) or len(language) > 12:
        problems["language"] = _("Choose the language in which this is taught.")
    return problems


def _problems_of_lessons(lessons: Sequence[LessonDraft]) -> dict[str, str]:
    if not 1 <= len(lessons) <= MOST_LESSONS:
        return {"lessons": _("Write 1 to %(most)s lessons.") % {"most": MOST_LESSONS}}
    problems = {}
    for number, lesson in enumerate(lessons, start=1):
        if not 1 <= len(lesson.title.strip()) <= 200:
            problems[f"lessons.{number}"] = _("Enter a title of 1 to 200 characters.")
        elif not lesson.body.strip() or len(lesson.body) > LONGEST_LESSON:
            problems[f"lessons.{number}"] = _("Write the lesson in 1 to 100,000 characters.")
        elif not 1 <= lesson.minutes <= 600:
            problems[f"lessons.{number}"] = _("Say how long it takes, from 1 to 600 minutes.")
    return problems
