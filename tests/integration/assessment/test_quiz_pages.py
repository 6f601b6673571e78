"""The pages of a quiz: keys that leak, answers that get lost, attempts of others."""

import pytest
from django.urls import reverse
from tests.integration.assessment.conftest import right_answers

from openlaurel.apps.assessment.models import Attempt
from openlaurel.apps.assessment.services import start_attempt
from openlaurel.apps.catalog.services import archive_achievement
from openlaurel.apps.profiles.policies import INSTALLATION

SECRETS = ["Low tide is the lowest.", "Both pull.", "Read the table.", "Neap", "neap", "3.5"]


@pytest.fixture
def page(signed_in, learner):
    return signed_in(learner)


@pytest.fixture
def attempt(quiz, learner, now):
    return start_attempt(assessment=quiz, account=learner, now=now)


def address(attempt):
    return reverse("assessment:attempt", args=[attempt.pk])


def posted(answers, **more):
    """The fields of the page's form for answers by item id."""
    fields = {f"item-{item_id}": answer for item_id, answer in answers.items() if answer is not None}
    return fields | more


def detail(quiz):
    return reverse("assessment:assessment-detail", args=[quiz.achievement.slug, quiz.pk])


def test_a_visitor_signs_in_first_and_comes_back(client, quiz):
    response = client.get(detail(quiz))
    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={detail(quiz)}"


def test_a_learner_begins_answers_and_passes(page, quiz, learner):
    assert "Begin the quiz" in page.get(detail(quiz)).text
    begun = page.post(reverse("assessment:attempt-start", args=["tide-tables", quiz.pk]), follow=True)
    attempt = Attempt.objects.get()
    assert "When is the water lowest?" in begun.text
    result = page.post(address(attempt), posted(right_answers(quiz), action="submit"), follow=True)
    assert "You have 4 of 4 points" in result.text
    assert "Low tide is the lowest." in result.text
    assert "Go on with the course" in result.text


@pytest.mark.parametrize("saved", [False, True])
def test_keys_and_explanations_stay_on_the_server_before_submission(page, quiz, attempt, saved):
    if saved:
        page.post(
            address(attempt), posted(right_answers(quiz) | dict.fromkeys(list(right_answers(quiz))[2:]))
        )
    for response in (page.get(address(attempt)), page.get(detail(quiz))):
        assert not [secret for secret in SECRETS if secret in response.text]


def test_every_post_keeps_the_answers(page, quiz, attempt):
    answers = right_answers(quiz)
    page.post(address(attempt), posted(answers, action="save"))
    attempt.refresh_from_db()
    assert attempt.answers == answers
    assert 'value="3,5 m"' in page.get(address(attempt)).text


def test_answers_are_saved_as_one_goes_with_a_short_reply(page, quiz, attempt):
    response = page.post(
        address(attempt), posted(right_answers(quiz), action="save"), headers={"HX-Request": "true"}
    )
    assert "4 of 4 questions answered" in response.text
    assert "<html" not in response.text


def test_missing_answers_are_saved_and_asked_about_before_they_count_as_wrong(page, quiz, attempt):
    answers = right_answers(quiz)
    last = list(answers)[-1]
    response = page.post(address(attempt), posted(answers | {last: None}, action="submit"))
    assert response.status_code == 422
    assert "1 question has no answer." in response.text
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert len(attempt.answers) == 3
    page.post(address(attempt), posted(answers | {last: None}, action="submit", confirmed="yes"))
    attempt.refresh_from_db()
    assert (attempt.points, attempt.passed) == (3, True)


def test_an_unreadable_number_is_shown_at_its_question_with_the_others_kept(page, quiz, attempt):
    answers = right_answers(quiz)
    number = list(answers)[2]
    response = page.post(address(attempt), posted(answers | {number: "three"}, action="submit"))
    assert response.status_code == 422
    assert f'id="item-{number}-problem"' in response.text
    assert 'aria-invalid="true"' in response.text
    assert 'value="Neap"' in response.text


def test_forged_answers_count_as_none(page, quiz, attempt):
    single, multiple, *_rest = right_answers(quiz)
    page.post(address(attempt), {f"item-{single}": "99", f"item-{multiple}": ["7", "x", "-1", "²"]})
    attempt.refresh_from_db()
    assert attempt.answers == {}


def test_posting_after_submission_shows_the_result_and_changes_nothing(page, quiz, attempt):
    page.post(address(attempt), {"action": "submit", "confirmed": "yes"})
    response = page.post(address(attempt), posted(right_answers(quiz), action="submit"), follow=True)
    assert "Not passed" in response.text
    response = page.post(address(attempt), posted(right_answers(quiz), action="save"), follow=True)
    assert "This attempt is submitted" in response.text
    stale_tab = page.post(address(attempt), {"action": "save"}, headers={"HX-Request": "true"})
    assert stale_tab.headers["HX-Redirect"] == address(attempt)
    attempt.refresh_from_db()
    assert attempt.points == 0


def test_right_answers_are_told_only_when_no_attempt_depends_on_them(page, quiz, learner, fail_quiz):
    attempt = fail_quiz(quiz, learner)
    assert "Right answer" not in page.get(address(attempt)).text
    for _ in range(2):
        fail_quiz(quiz, learner)
    over = page.get(address(attempt)).text
    assert "Right answer" in over
    assert "no attempts are left" in over


def test_who_has_no_attempt_left_is_told_whom_to_ask(page, quiz, learner, organisation, fail_quiz):
    for _ in range(3):
        fail_quiz(quiz, learner)
    response = page.get(detail(quiz))
    assert "Ask Harbour Institute for another one" in response.text
    assert f"/profiles/{organisation.handle}" in response.text
    again = page.post(reverse("assessment:attempt-start", args=["tide-tables", quiz.pk]), follow=True)
    assert "You have used all your attempts" in again.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_attempt_of_another_learner_does_not_exist(signed_in, attempt, make_account, method):
    stranger = signed_in(make_account())
    assert getattr(stranger, method)(address(attempt), {"action": "submit"}).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_an_owner_of_the_organisation_does_not_read_attempts_either(signed_in, attempt, owner):
    assert signed_in(owner).get(address(attempt)).status_code == 404


def test_an_assessment_is_found_only_at_its_own_achievement(page, quiz, make_published):
    make_published("knots")
    assert page.get(reverse("assessment:assessment-detail", args=["knots", quiz.pk])).status_code == 404


def test_a_quiz_that_is_closed_says_so(page, quiz, now):
    archive_achievement(achievement=quiz.achievement, by=INSTALLATION, now=now)
    response = page.post(reverse("assessment:attempt-start", args=["tide-tables", quiz.pk]), follow=True)
    assert "This assessment isn&#x27;t open" in response.text
    assert not Attempt.objects.exists()
