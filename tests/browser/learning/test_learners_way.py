"""From the course to mastery as people do it: by keyboard alone, without scripts, and with an answer saved as they go."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import Keyboard

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, Attempt, Review
from openlaurel.apps.assessment.services import start_attempt
from openlaurel.apps.learning.models import Course, Enrolment

COURSE = "/learn/tide-tables"


def go_to(page: Page, name: str, role: str = "button") -> None:
    """Presses Tab until the control with this name has the focus, and shows it."""
    Keyboard(page).to(name, role)


def press(page: Page, name: str, role: str = "button") -> None:
    go_to(page, name, role)
    page.keyboard.press("Enter")


def choose(page: Page, name: str, role: str) -> None:
    go_to(page, name, role)
    page.keyboard.press("Space")


def choose_in_group(page: Page, first: str, downs: int) -> None:
    """Radio buttons are one stop: Tab comes to the group, arrows go through it."""
    go_to(page, first, "radio")
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_learners_way_by_keyboard_alone(
    open_page: Callable[..., Page],
    course: Course,
    learner: Account,
    assessor: Account,
    deliver_events: Callable[[], None],
    scripts: bool,
) -> None:
    page = open_page(COURSE, account=learner, java_script_enabled=scripts)
    press(page, "Enrol")
    press(page, "Begin with the first step", "link")
    press(page, "Mark as read and go on")
    press(page, "Mark as read and go on")
    press(page, "Go on with the next step", "link")
    press(page, "Begin the quiz")
    choose_in_group(page, "At noon", 1)
    choose(page, "The moon", "checkbox")
    choose(page, "The sun", "checkbox")
    go_to(page, "Your answer in m", "textbox")
    page.keyboard.type("3,5")
    page.keyboard.press("Tab")
    page.keyboard.type("Neap tide")
    press(page, "Submit the answers")
    expect(page.get_by_text("You have 4 of 4 points")).to_be_visible()
    press(page, "Go on with the course", "link")
    press(page, "Go on with the next step", "link")
    go_to(page, "Your answer", "textbox")
    page.keyboard.type("We leave at six, with half an hour of margin.")
    press(page, "Hand it in")
    expect(page.get_by_text("Your work is handed in.")).to_be_visible()

    desk = open_page("/org/harbour/reviews", account=assessor, java_script_enabled=scripts)
    press(desk, "Review Lena Learner", "link")
    choose_in_group(desk, "Missing (0) No plan.", 1)
    choose_in_group(desk, "Missing (0) No margin.", 1)
    if scripts:
        expect(desk.get_by_text("This passes; 70% are needed.")).to_be_visible()
    else:
        press(desk, "Add up the points")
        expect(desk.get_by_text("This passes; 70% are needed.")).to_be_visible()
    press(desk, "Record the decision")
    expect(desk.get_by_text("Passed: Lena Learner, 4 of 4 points.")).to_be_visible()

    page.goto(COURSE)
    expect(page.get_by_text("Completed: you have passed everything.")).to_be_visible()
    deliver_events()
    assert Enrolment.objects.get().completed_at is not None
    assert Review.objects.get().passed


def test_an_answer_is_saved_while_one_goes_on(
    open_page: Callable[..., Page], quiz: Assessment, learner: Account, now: datetime
) -> None:
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    page = open_page(f"/attempts/{attempt.pk}", account=learner)
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    page.get_by_label("At low tide").check()
    expect(page.get_by_text("1 of 4 questions answered")).to_be_visible()
    expect(page.get_by_text("All answers are saved.")).to_be_visible()
    assert list(Attempt.objects.get().answers.values()) == [1]
    page.reload()
    expect(page.get_by_label("At low tide")).to_be_checked()
