"""A quiz and a task of the achievement at /achievements/tide-tables, and people who take and judge them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, Attempt, Submission
from openlaurel.apps.assessment.services import (
    ItemDraft,
    create_quiz,
    create_task,
    start_attempt,
    submit_attempt,
    submit_task,
)
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.profiles.policies import INSTALLATION, Actor

ITEMS = [
    ItemDraft(
        "single", "When is the water lowest?", 1, ["At noon", "At low tide"], "Low tide is the lowest."
    ),
    ItemDraft("multiple", "What moves the tides?", [0, 2], ["The moon", "The wind", "The sun"], "Both pull."),
    ItemDraft(
        "numeric", "How high is it?", {"value": 3.5, "tolerance": 0.1, "unit": "m"}, (), "Read the table."
    ),
    ItemDraft(
        "text", "What is the lowest tide called?", {"accepted": ["neap tide", "neap"]}, (), "Neap it is."
    ),
]
CRITERIA = [
    {
        "id": "plan",
        "name": "Plan",
        "levels": [
            {"id": "plan-0", "name": "Missing", "description": "No plan.", "points": 0},
            {"id": "plan-1", "name": "Sound", "description": "A plan with times.", "points": 2},
        ],
    },
    {
        "id": "margin",
        "name": "Margin",
        "levels": [
            {"id": "margin-0", "name": "Missing", "description": "No margin.", "points": 0},
            {"id": "margin-1", "name": "Sound", "description": "A margin with its reason.", "points": 2},
        ],
    },
]
BEST = {"plan": "plan-1", "margin": "margin-1"}
WORST = {"plan": "plan-1", "margin": "margin-0"}


@pytest.fixture
def make_quiz(published: AchievementVersion, now: datetime) -> Callable[..., Assessment]:
    def make(**fields: Any) -> Assessment:
        details: dict[str, Any] = {
            "title": "Tides quiz",
            "language": "en",
            "pass_percent": 75,
            "items": ITEMS,
        }
        return create_quiz(achievement=published.achievement, by=INSTALLATION, now=now, **(details | fields))

    return make


@pytest.fixture
def quiz(make_quiz: Callable[..., Assessment]) -> Assessment:
    """Four questions, one of each kind; 3 of 4 points pass; 3 attempts."""
    return make_quiz()


@pytest.fixture
def task(published: AchievementVersion, now: datetime) -> Assessment:
    """Two criteria with up to 2 points each; 70% passes, so both must be sound."""
    return create_task(
        achievement=published.achievement,
        title="Plan a passage",
        instructions="Plan a passage of **two** hours.",
        language="en",
        criteria=CRITERIA,
        by=INSTALLATION,
        now=now,
    )


@pytest.fixture
def learner(make_account: Callable[..., Account]) -> Account:
    return make_account("lena@learners.example", name="Lena Learner")


@pytest.fixture
def assessor(make_member: Callable[..., Account]) -> Account:
    return make_member("assessor", email="asa@harbour.example", name="Asa Assessor")


@pytest.fixture
def assessing(assessor: Account) -> Actor:
    return Actor(account=assessor)


def right_answers(quiz: Assessment) -> dict[str, Any]:
    """The right answer to each question, by item id."""
    return dict(zip((str(item.pk) for item in quiz.items.all()), [1, [0, 2], "3,5 m", "Neap"], strict=True))


@pytest.fixture
def pass_quiz(now: datetime) -> Callable[[Assessment, Account], Attempt]:
    def take(quiz: Assessment, account: Account) -> Attempt:
        attempt = start_attempt(assessment=quiz, account=account, now=now)
        return submit_attempt(attempt=attempt, answers=right_answers(quiz), now=now)

    return take


@pytest.fixture
def fail_quiz(now: datetime) -> Callable[[Assessment, Account], Attempt]:
    def take(quiz: Assessment, account: Account) -> Attempt:
        return submit_attempt(attempt=start_attempt(assessment=quiz, account=account, now=now), now=now)

    return take


@pytest.fixture
def submission(task: Assessment, learner: Account, now: datetime) -> Submission:
    return submit_task(assessment=task, account=learner, text="We leave at **six**.", now=now)
