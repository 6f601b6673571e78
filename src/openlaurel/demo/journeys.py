"""Learners of the demo world on their way: lessons read, quizzes answered, work handed in and reviewed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, AssessmentKind, Attempt, Item, ItemKind, Submission
from openlaurel.apps.assessment.services import review_submission, start_attempt, submit_attempt, submit_task
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.events.services import deliver_due
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.learning.models import Enrolment
from openlaurel.apps.learning.services import enrol, read_lesson
from openlaurel.apps.profiles.models import Role
from openlaurel.demo.awards import bring_to_state, member_with

RETURNED_COMMENT = (
    "A good start. The questions fit the criteria, but the scale for the third one has words such as “good” only: "
    "describe what a strong answer would mention. Please also say how departures from the rule are recorded."
)
PASSED_COMMENT = (
    "Clear, complete and usable as it is. The reasons would let a colleague arrive at the same result."
)


def make_journey(entry: Mapping[str, Any], submissions: Mapping[str, str], now: datetime) -> None:
    """This function will take one learner as far as people.toml says; a journey that was begun before goes on."""
    version = get_published(entry["achievement"])
    learner = Account.objects.get(email=entry["learner"])
    started = now - timedelta(days=entry["started_days_ago"])
    course = version.achievement.course
    enrolment = Enrolment.objects.filter(course=course, account=learner).first()
    if enrolment is None:
        enrolment = enrol(course=course, account=learner, now=started)
    for day, lesson in enumerate(course.lessons.all()[: entry.get("lessons", 0)]):
        read_lesson(enrolment=enrolment, lesson=lesson, now=started + timedelta(days=day * 0.6))
    if entry.get("quiz"):
        _take_quiz(version, learner, entry["quiz"], started + timedelta(days=2))
    if entry.get("review"):
        _do_task(version, learner, entry, submissions, started + timedelta(days=3))
    if entry.get("review") == "passed":
        while deliver_due(now=timezone.now()):
            pass  # the badge is issued by the same news that issues it for everybody
        _receive(version, learner, entry, started + timedelta(days=5))


def _take_quiz(version: AchievementVersion, learner: Account, outcome: str, now: datetime) -> None:
    quiz = version.achievement.assessments.get(kind=AssessmentKind.QUIZ)
    if Attempt.objects.filter(assessment=quiz, account=learner).exists():
        return
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    if outcome != "started":
        items = list(quiz.items.all())
        known = items[: len(items) // 2] if outcome == "failed" else items[:-1]
        answers = {str(item.id): _right_answer(item) for item in known}
        for item in items[len(known) :]:
            answers[str(item.id)] = _wrong_answer(item)
        submit_attempt(attempt=attempt, answers=answers, now=now + timedelta(minutes=25))


def _right_answer(item: Item) -> Any:
    if item.kind == ItemKind.NUMERIC:
        return str(item.key["value"])
    return item.key["accepted"][0] if item.kind == ItemKind.TEXT else item.key


def _wrong_answer(item: Item) -> Any:
    if item.kind == ItemKind.SINGLE:
        return (item.key + 1) % len(item.choices)
    if item.kind == ItemKind.MULTIPLE:
        return [index for index in range(len(item.choices)) if index not in item.key]
    return "0" if item.kind == ItemKind.NUMERIC else "?"


def _do_task(
    version: AchievementVersion,
    learner: Account,
    entry: Mapping[str, Any],
    submissions: Mapping[str, str],
    now: datetime,
) -> None:
    task = version.achievement.assessments.get(kind=AssessmentKind.TASK)
    submission = Submission.objects.filter(assessment=task, account=learner).first()
    if submission is None:
        submission = submit_task(
            assessment=task,
            account=learner,
            text=submissions[entry["achievement"]],
            file=None,
            share_as_evidence=entry.get("share_evidence", False),
            now=now,
        )
    if entry["review"] == "waiting" or submission.state != "submitted":
        return
    review_submission(
        submission=submission,
        levels=_levels(task, entry["review"] == "passed"),
        comment=PASSED_COMMENT if entry["review"] == "passed" else RETURNED_COMMENT,
        by=member_with(version, Role.ASSESSOR),
        now=now + timedelta(days=1),
    )


def _levels(task: Assessment, is_passed: bool) -> dict[str, str]:
    """The best level for a passed task but for the last criterion; the second lowest for a returned one."""
    levels = {}
    for number, criterion in enumerate(task.rubric.criteria):
        below_best = 2 if number == len(task.rubric.criteria) - 1 else 1
        levels[criterion["id"]] = criterion["levels"][-below_best if is_passed else 1]["id"]
    return levels


def _receive(version: AchievementVersion, learner: Account, entry: Mapping[str, Any], now: datetime) -> None:
    award = Award.objects.get(version=version, account=learner)
    state = "accepted" if "show_name" in entry else "offered"
    bring_to_state(award, {**entry, "state": state}, learner, member_with(version, Role.ISSUER), now)
