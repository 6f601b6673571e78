"""The learner's pages: the whole way by hand, and what others must not reach."""

import pytest
from django.urls import reverse

from openlaurel.apps.assessment.models import Attempt, Submission
from openlaurel.apps.assessment.services import review_submission
from openlaurel.apps.catalog.services import archive_achievement
from openlaurel.apps.learning.models import Enrolment, LessonProgress
from openlaurel.apps.learning.services import enrol
from openlaurel.apps.profiles.policies import INSTALLATION

COURSE = "/learn/tide-tables"


@pytest.fixture
def page(signed_in, learner):
    return signed_in(learner)


def test_a_visitor_sees_what_is_in_the_course_and_how_to_begin(client, course):
    shown = client.get(COURSE).text
    assert "Reading the table" in shown
    assert "Quiz, 1 question" in shown
    assert "50 minutes of reading" in shown
    assert f"{reverse('account_login')}?next={COURSE}" in shown
    assert f"{COURSE}/lessons/1" not in shown


def test_a_visitor_who_enrols_signs_in_first_and_comes_back(client, course):
    response = client.post(f"{COURSE}/enrol")
    assert response.status_code == 302
    assert response.url.endswith("?next=/learn/tide-tables")
    assert not Enrolment.objects.exists()


def test_the_whole_way_from_enrolment_to_completion(page, course, quiz, task, learner, deliver_events, now):
    assert "You are enrolled." in page.post(f"{COURSE}/enrol", follow=True).text
    assert "0 of 4 steps done" in page.get(COURSE).text
    assert "Mark as read and go on" in page.get(f"{COURSE}/lessons/1").text
    second = page.post(f"{COURSE}/lessons/1/read", follow=True)
    assert "Planning with it" in second.text
    after = page.post(f"{COURSE}/lessons/2/read", follow=True)
    assert "That was the last lesson." in after.text
    assert "2 of 4 steps done" in after.text

    page.post(reverse("assessment:attempt-start", args=["tide-tables", quiz.pk]))
    answers = {f"item-{quiz.items.get().pk}": "neap", "action": "submit"}
    page.post(reverse("assessment:attempt", args=[Attempt.objects.get().pk]), answers)
    page.post(
        reverse("assessment:submission-create", args=["tide-tables", task.pk]),
        {"text": "We leave at six.", "action": "submit"},
    )
    assert "Nothing is left for you to do right now." in page.get(COURSE).text
    review_submission(
        submission=Submission.objects.get(), levels={"plan": "plan-1"}, by=INSTALLATION, now=now
    )
    assert "Completed: you have passed everything." in page.get(COURSE).text
    deliver_events()
    assert Enrolment.objects.get().completed_at is not None
    shown = page.get(COURSE).text
    assert 'href="/home"' in shown
    assert "Leave this course" not in shown


def test_what_is_written_in_a_lesson_cannot_run(page, enrolment):
    shown = page.get(f"{COURSE}/lessons/1").text
    assert "<script>alert" not in shown
    assert "<strong>day</strong>" in shown
    assert "<h2>Rows</h2>" in shown


def test_a_lesson_remembers_that_it_was_read(page, enrolment):
    page.post(f"{COURSE}/lessons/1/read")
    page.post(f"{COURSE}/lessons/1/read")
    shown = page.get(f"{COURSE}/lessons/1").text
    assert "Mark as read and go on" not in shown
    assert "Next lesson" in shown
    assert LessonProgress.objects.count() == 1


def test_who_is_not_enrolled_is_led_to_the_course(page, course):
    response = page.get(f"{COURSE}/lessons/1", follow=True)
    assert response.redirect_chain == [(COURSE, 302)]
    assert "Enrol to read the lessons." in response.text
    assert page.post(f"{COURSE}/lessons/1/read").status_code == 404


@pytest.mark.parametrize("number", [0, 3, 999999])
def test_a_lesson_that_is_not_there_is_not_found(page, enrolment, number):
    assert page.get(f"{COURSE}/lessons/{number}").status_code == 404
    assert page.post(f"{COURSE}/lessons/{number}/read").status_code == 404


def test_leaving_and_coming_back(page, enrolment):
    assert "You have left the course." in page.post(f"{COURSE}/leave", follow=True).text
    assert page.post(f"{COURSE}/leave").status_code == 404
    page.post(f"{COURSE}/enrol")
    assert Enrolment.objects.count() == 1


def test_reading_changes_only_ones_own_progress(page, enrolment, course, make_account, now):
    other = enrol(course=course, account=make_account(), now=now)
    page.post(f"{COURSE}/lessons/1/read")
    assert not other.progress.exists()


@pytest.mark.parametrize("path", ["", "/lessons/1"])
def test_an_achievement_without_an_open_course_has_no_course_page(page, published, path):
    assert page.get(COURSE + path).status_code == 404


def test_a_closed_course_stays_open_for_who_is_in_it(page, client, enrolment, now):
    archive_achievement(achievement=enrolment.course.achievement, by=INSTALLATION, now=now)
    assert "0 of 4 steps done" in page.get(COURSE).text
    assert page.get(f"{COURSE}/lessons/1").status_code == 200
    client.logout()
    assert "This course is closed to new learners." in client.get(COURSE).text


@pytest.mark.parametrize("address", [f"{COURSE}/enrol", f"{COURSE}/leave", f"{COURSE}/lessons/1/read"])
def test_nothing_changes_by_following_a_link(page, enrolment, address):
    assert page.get(address).status_code == 405
