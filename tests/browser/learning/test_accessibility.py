"""Everybody can learn, be assessed and assess: axe, light and dark, wide and narrow, both directions, in pairs."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import LOOKS, Look
from tests.integration.assessment.conftest import BEST, WORST

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, Attempt, Submission
from openlaurel.apps.assessment.services import (
    Upload,
    review_submission,
    start_attempt,
    submit_attempt,
    submit_task,
)
from openlaurel.apps.learning.models import Course, Enrolment
from openlaurel.apps.profiles.policies import Actor

looks = pytest.mark.parametrize("look", LOOKS, ids=str)
COURSE = "/learn/tide-tables"
TABLE = "| Place | Height over the chart's lowest level |\n|---|---:|\n| The long northern quay of the harbour | 3.5 |"


@looks
def test_a_course_for_visitors(
    open_page: Callable[..., Page], assert_accessible: Callable[[Page], None], course: Course, look: Look
) -> None:
    assert_accessible(open_page(COURSE, look))


@looks
@pytest.mark.parametrize("path", ["", "/lessons/1"])
def test_a_course_for_its_learner(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    enrolment: Enrolment,
    path: str,
    look: Look,
) -> None:
    assert_accessible(open_page(COURSE + path, look, enrolment.account))


@looks
def test_a_quiz_before_during_and_after(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    quiz: Assessment,
    learner: Account,
    fail_quiz: Callable[..., Attempt],
    now: datetime,
    look: Look,
) -> None:
    failed = fail_quiz(quiz, learner)
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    assert_accessible(open_page(f"{COURSE}/assessments/{quiz.pk}", look, learner))
    assert_accessible(open_page(f"/attempts/{attempt.pk}", look, learner))
    submit_attempt(attempt=attempt, now=now)
    assert_accessible(open_page(f"/attempts/{failed.pk}", look, learner))


@looks
def test_a_quiz_that_asks_before_it_counts_missing_answers(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    quiz: Assessment,
    learner: Account,
    now: datetime,
    look: Look,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("422")
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    page = open_page(f"/attempts/{attempt.pk}", look, learner)
    page.locator("button[value=submit]").click()
    page.wait_for_selector("[role=alert]")
    assert_accessible(page)


@looks
def test_a_task_and_its_review(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    task: Assessment,
    learner: Account,
    assessor: Account,
    assessing: Actor,
    now: datetime,
    look: Look,
) -> None:
    first = submit_task(assessment=task, account=learner, text=TABLE, file=Upload("a.md", b"# A"), now=now)
    assert_accessible(open_page("/org/harbour/reviews", look, assessor))
    assert_accessible(open_page(f"/org/harbour/reviews/{first.pk}", look, assessor))
    review_submission(submission=first, levels=WORST, comment="A margin, please.", by=assessing, now=now)
    assert_accessible(open_page(f"{COURSE}/assessments/{task.pk}", look, learner))
    second = submit_task(assessment=task, account=learner, text=TABLE, now=now)
    assert_accessible(open_page(f"/org/harbour/reviews/{second.pk}", look, assessor))
    review_submission(submission=second, levels=BEST, by=assessing, now=now)
    assert_accessible(open_page("/org/harbour/reviews?show=reviewed", look, assessor))


@looks
def test_what_designers_see_of_a_course(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    course: Course,
    owner: Account,
    look: Look,
) -> None:
    assert_accessible(open_page("/org/harbour/achievements/tide-tables/course", look, owner))


@looks
def test_work_that_is_shown(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    submission: Submission,
    assessing: Actor,
    now: datetime,
    look: Look,
) -> None:
    review_submission(submission=submission, levels=BEST, by=assessing, now=now)
    Submission.objects.update(share_as_evidence=True)
    assert_accessible(open_page(f"/evidence/{submission.pk}", look))
