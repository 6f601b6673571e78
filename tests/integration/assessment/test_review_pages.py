"""The assessor's desk: work of other organisations, decisions by accident, points that surprise."""

import pytest
from django.urls import reverse
from tests.integration.assessment.conftest import BEST, WORST

from openlaurel.apps.assessment.models import ExtraAttempt, Review
from openlaurel.apps.assessment.services import Upload, review_submission, submit_task


@pytest.fixture
def desk(signed_in, assessor):
    return signed_in(assessor)


def address(submission, name="review-detail"):
    return reverse(f"assessment:{name}", args=["harbour", submission.pk])


def levels(chosen):
    return {f"level-{criterion}": level for criterion, level in chosen.items()}


LIST = "/org/harbour/reviews"


def test_the_desk_lists_what_waits_with_its_number(desk, submission):
    shown = desk.get(LIST).text
    assert "1 waits for review" in shown
    assert "Lena Learner" in shown


def test_an_empty_desk_says_what_will_come(desk):
    assert "Nothing waits for review" in desk.get(LIST).text
    assert "Nothing is reviewed yet" in desk.get(LIST, {"show": "reviewed"}).text


def test_adding_up_decides_nothing(desk, submission):
    response = desk.post(address(submission), levels(BEST) | {"action": "preview"})
    assert "4 of 4 points" in response.text
    assert "This passes; 70% are needed." in response.text
    assert not Review.objects.exists()


def test_the_points_follow_each_choice_with_a_short_reply(desk, submission):
    response = desk.post(
        address(submission),
        levels({"plan": "plan-1"}) | {"action": "preview"},
        headers={"HX-Request": "true"},
    )
    assert "1 criterion has no level yet." in response.text
    assert "<html" not in response.text


def test_a_decision_is_recorded_and_the_next_work_is_at_hand(desk, submission):
    form = levels(BEST) | {"comment": "Well planned.", "action": "decide"}
    response = desk.post(address(submission), form, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "Passed: Lena Learner, 4 of 4 points." in response.text
    assert "Asa Assessor" in desk.get(LIST, {"show": "reviewed"}).text
    assert "Well planned." in desk.get(address(submission)).text


def test_a_missing_level_is_shown_at_its_criterion_and_choices_stay(desk, submission):
    response = desk.post(address(submission), levels({"plan": "plan-1"}) | {"comment": "Good"})
    assert response.status_code == 422
    assert 'id="level-margin-problem"' in response.text
    assert 'value="plan-1" checked' in response.text
    assert "Good</textarea>" in response.text


def test_returning_work_asks_for_a_comment(desk, submission):
    response = desk.post(address(submission), levels(WORST))
    assert response.status_code == 422
    assert "Say what to change" in response.text
    response = desk.post(address(submission), levels(WORST) | {"comment": "A margin."}, follow=True)
    assert "Returned: Lena Learner, 2 of 4 points." in response.text


def test_a_second_decision_changes_nothing(desk, submission, assessing, now):
    review_submission(submission=submission, levels=BEST, by=assessing, now=now)
    response = desk.post(address(submission), levels(WORST) | {"comment": "No"}, follow=True)
    assert "reviewed already" in response.text
    assert Review.objects.get().passed is True


def test_a_forged_level_gives_no_points(desk, submission):
    response = desk.post(address(submission), {"level-plan": "plan-9", "level-margin": "margin-1"})
    assert response.status_code == 422
    assert not Review.objects.exists()


def test_earlier_versions_and_their_reviews_are_beside_the_new_one(
    desk, task, learner, submission, assessing, now
):
    review_submission(submission=submission, levels=WORST, comment="A margin, please.", by=assessing, now=now)
    second = submit_task(assessment=task, account=learner, text="With margin", now=now)
    assert "A margin, please." in desk.get(address(second)).text


def test_own_work_is_not_on_ones_desk_and_cannot_be_decided(signed_in, task, owner, now):
    own = submit_task(assessment=task, account=owner, text="My own work", now=now)
    desk = signed_in(owner)
    assert "Nothing waits for review" in desk.get(LIST).text
    shown = desk.get(address(own)).text
    assert "This is your own work." in shown
    assert "Record the decision" not in shown
    assert desk.post(address(own), levels(BEST) | {"action": "decide"}).status_code == 403
    assert not Review.objects.exists()


@pytest.mark.parametrize("name", ["review-detail", "review-file"])
@pytest.mark.parametrize(
    ("role", "status"), [("designer", 403), ("issuer", 403), ("reader", 403), ("nobody", 404)]
)
def test_other_roles_and_strangers_read_no_work(
    signed_in, submission, make_member, make_account, name, role, status
):
    person = make_account() if role == "nobody" else make_member(role)
    response = signed_in(person).get(address(submission, name))
    assert response.status_code == status
    assert "six" not in response.text


def test_work_of_another_organisation_does_not_exist_here(
    signed_in, submission, make_account, make_organisation
):
    make_organisation("elsewhere", rival := make_account())
    desk = signed_in(rival)
    other = reverse("assessment:review-detail", args=["elsewhere", submission.pk])
    assert desk.get(other).status_code == 404
    assert desk.post(other, levels(BEST)).status_code == 404
    assert desk.get(address(submission)).status_code == 404
    assert not Review.objects.exists()


def test_an_assessor_downloads_the_file(desk, task, learner, now):
    work = submit_task(assessment=task, account=learner, file=Upload("plan.md", b"# Plan"), now=now)
    response = desk.get(address(work, "review-file"))
    assert b"".join(response.streaming_content) == b"# Plan"
    response.close()


def test_one_more_attempt_is_given_with_a_button(desk, quiz, learner, fail_quiz):
    for _ in range(3):
        fail_quiz(quiz, learner)
    assert "Allow one more attempt" in desk.get(LIST).text
    give = reverse("assessment:attempt-give", args=["harbour", quiz.pk, learner.pk])
    assert "Lena Learner has one more attempt." in desk.post(give, follow=True).text
    assert "This learner has an attempt left." in desk.post(give, follow=True).text
    assert ExtraAttempt.objects.count() == 1


def test_attempts_at_quizzes_of_others_are_not_given(
    signed_in, quiz, learner, make_account, make_organisation
):
    make_organisation("elsewhere", rival := make_account())
    give = reverse("assessment:attempt-give", args=["elsewhere", quiz.pk, learner.pk])
    assert signed_in(rival).post(give).status_code == 404
