"""A course of two lessons with a quiz and a task, towards /achievements/tide-tables."""

from collections.abc import Callable
from datetime import datetime

import pytest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment
from openlaurel.apps.assessment.services import (
    ItemDraft,
    create_quiz,
    create_task,
    review_submission,
    start_attempt,
    submit_attempt,
    submit_task,
)
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.learning.models import Course, Enrolment
from openlaurel.apps.learning.services import LessonDraft, create_course, enrol, publish_course
from openlaurel.apps.profiles.policies import INSTALLATION

LESSONS = [
    LessonDraft("Reading the table", 20, "## Rows\n\nEach row is a **day**. <script>alert(1)</script>"),
    LessonDraft("Planning with it", 30, "Leave a margin."),
]


@pytest.fixture
def quiz(published: AchievementVersion, now: datetime) -> Assessment:
    return create_quiz(
        achievement=published.achievement,
        title="Tides quiz",
        language="en",
        items=[ItemDraft("text", "What is the lowest tide called?", {"accepted": ["neap"]})],
        by=INSTALLATION,
        now=now,
    )


@pytest.fixture
def task(published: AchievementVersion, now: datetime) -> Assessment:
    levels = [
        {"id": f"plan-{points}", "name": "Level", "description": "What it is.", "points": points}
        for points in (0, 1)
    ]
    return create_task(
        achievement=published.achievement,
        title="Plan a passage",
        instructions="Plan one.",
        language="en",
        criteria=[{"id": "plan", "name": "Plan", "levels": levels}],
        by=INSTALLATION,
        now=now,
    )


@pytest.fixture
def course(published: AchievementVersion, quiz: Assessment, task: Assessment, now: datetime) -> Course:
    made = create_course(
        achievement=published.achievement,
        title="Tides for beginners",
        summary="Two lessons on water that comes and goes.",
        language="en",
        lessons=LESSONS,
        by=INSTALLATION,
        now=now,
    )
    return publish_course(course=made, by=INSTALLATION, now=now)


@pytest.fixture
def learner(make_account: Callable[..., Account]) -> Account:
    return make_account("lena@learners.example", name="Lena Learner")


@pytest.fixture
def enrolment(course: Course, learner: Account, now: datetime) -> Enrolment:
    return enrol(course=course, account=learner, now=now)


@pytest.fixture
def pass_quiz(quiz: Assessment, now: datetime) -> Callable[[Account], None]:
    def take(account: Account) -> None:
        attempt = start_attempt(assessment=quiz, account=account, now=now)
        submit_attempt(attempt=attempt, answers={quiz.items.get().pk: "Neap"}, now=now)

    return take


@pytest.fixture
def pass_task(task: Assessment, now: datetime) -> Callable[[Account], None]:
    def take(account: Account) -> None:
        submission = submit_task(assessment=task, account=account, text="We leave at six.", now=now)
        review_submission(submission=submission, levels={"plan": "plan-1"}, by=INSTALLATION, now=now)

    return take
