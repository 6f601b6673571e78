"""Judging work: a decision by the wrong person, twice, or against the rubric."""

import pytest
from django.core import mail
from tests.integration.assessment.conftest import BEST, WORST

from openlaurel.apps.assessment.models import Review, SubmissionState
from openlaurel.apps.assessment.queries import outcomes_of, review_queue, stuck_learners
from openlaurel.apps.assessment.services import (
    AlreadyReviewed,
    UnusableReview,
    give_attempt,
    review_submission,
    submit_task,
)
from openlaurel.apps.assessment.tasks import mail_review
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed, NotAMember
from openlaurel.apps.profiles.services import add_member


def test_the_points_decide_and_the_news_says_who_passed_what(submission, learner, assessing, now):
    review = review_submission(submission=submission, levels=BEST, by=assessing, now=now)
    assert (review.passed, review.points, review.max_points) == (True, 4, 4)
    submission.refresh_from_db()
    assert submission.state == SubmissionState.PASSED
    event = Event.objects.get(kind="submission.passed")
    assert event.data["account_id"] == str(learner.id)
    assert event.actor_id == assessing.id


def test_too_few_points_return_the_work_with_what_to_change(submission, assessing, now):
    with pytest.raises(UnusableReview) as caught:
        review_submission(submission=submission, levels=WORST, comment=" ", by=assessing, now=now)
    assert list(caught.value.problems) == ["comment"]
    review = review_submission(submission=submission, levels=WORST, comment="Why?", by=assessing, now=now)
    assert review.passed is False
    assert Event.objects.filter(kind="submission.returned").count() == 1


@pytest.mark.parametrize(
    ("levels", "field"),
    [
        ({}, "plan"),
        ({"plan": "plan-1"}, "margin"),
        ({"plan": "margin-1", "margin": "margin-1"}, "levels"),
        (BEST | {"style": "style-1"}, "levels"),
    ],
)
def test_a_level_for_each_criterion_and_none_of_another(submission, assessing, now, levels, field):
    with pytest.raises(UnusableReview) as caught:
        review_submission(submission=submission, levels=levels, by=assessing, now=now)
    assert field in caught.value.problems
    assert not Review.objects.exists()


def test_a_decision_stays(submission, assessing, owner, now):
    review_submission(submission=submission, levels=BEST, by=assessing, now=now)
    with pytest.raises(AlreadyReviewed):
        review_submission(submission=submission, levels=WORST, comment="No", by=Actor(account=owner), now=now)
    assert Review.objects.get().passed is True


@pytest.mark.parametrize("role", ["designer", "issuer", "reader"])
def test_other_roles_do_not_judge(submission, make_member, now, role):
    with pytest.raises(NotAllowed):
        review_submission(submission=submission, levels=BEST, by=Actor(account=make_member(role)), now=now)


def test_an_assessor_of_another_organisation_does_not_judge(submission, make_member, make_organisation, now):
    stranger = make_member("assessor", of=make_organisation("elsewhere"))
    with pytest.raises(NotAMember):
        review_submission(submission=submission, levels=BEST, by=Actor(account=stranger), now=now)


@pytest.mark.parametrize("role", ["assessor", "owner"])
def test_nobody_judges_their_own_work(task, make_member, now, role):
    member = make_member(role)
    own = submit_task(assessment=task, account=member, text="My own", now=now)
    with pytest.raises(NotAllowed, match="own work"):
        review_submission(submission=own, levels=BEST, by=Actor(account=member), now=now)


def test_the_queue_begins_with_who_has_waited_longest(
    task, organisation, make_account, make_organisation, assessor, now
):
    add_member(organisation=organisation, account=assessor, role="reader", by=INSTALLATION, now=now)
    later = submit_task(assessment=task, account=make_account(), text="b", now=now.replace(hour=12))
    earlier = submit_task(assessment=task, account=make_account(), text="a", now=now.replace(hour=8))
    own = submit_task(assessment=task, account=assessor, text="c", now=now.replace(hour=6))
    assert list(review_queue(organisation)) == [own, earlier, later]
    assert list(review_queue(organisation, besides=assessor)) == [earlier, later]
    assert list(review_queue(make_organisation("elsewhere"))) == []


def test_a_badge_can_say_how_each_assessment_was_passed(
    quiz, task, learner, submission, pass_quiz, fail_quiz, assessing, now
):
    fail_quiz(quiz, learner)
    pass_quiz(quiz, learner)
    review_submission(submission=submission, levels=BEST, by=assessing, now=now)
    outcomes = {outcome.assessment: outcome for outcome in outcomes_of(task.achievement, learner)}
    assert outcomes[quiz].percent == 100
    assert dict(outcomes[task].levels) == BEST


def stuck_of(organisation):
    return list(stuck_learners(organisation, None, 50))


def test_who_has_no_attempt_left_is_on_the_desk_until_helped(
    quiz, organisation, learner, fail_quiz, assessing, make_account, pass_quiz, make_organisation, now
):
    for _ in range(2):
        fail_quiz(quiz, learner)
    assert stuck_of(organisation) == []
    fail_quiz(quiz, learner)
    other = make_account()
    fail_quiz(quiz, other)
    fail_quiz(quiz, other)
    pass_quiz(quiz, other)
    (stuck,) = stuck_of(organisation)
    assert (stuck.account, stuck.attempts) == (learner, 3)
    assert stuck_of(make_organisation("elsewhere")) == []
    give_attempt(assessment=quiz, account=learner, by=assessing, now=now)
    assert stuck_of(organisation) == []


def test_the_learner_gets_one_mail_in_their_language_with_what_to_do(
    task, make_account, assessing, deliver_events, settings, now
):
    learner = make_account("lena@learners.example", language="en")
    work = submit_task(assessment=task, account=learner, text="Plan", now=now)
    review_submission(submission=work, levels=WORST, comment="Add a <margin>.", by=assessing, now=now)
    deliver_events()
    mail_review(Event.objects.get(kind="submission.returned"))
    (message,) = mail.outbox
    assert message.to == ["lena@learners.example"]
    assert "Plan a passage" in message.subject
    assert "Add a <margin>." in message.body
    assert "Add a &lt;margin&gt;." in message.alternatives[0][0]
    link = f"{settings.OPENLAUREL_URL}/learn/tide-tables/assessments/{task.pk}"
    assert link in message.body
