"""Taking a quiz: answers that get lost, attempts that count twice, marks that change."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.integration.assessment.conftest import right_answers

from openlaurel.apps.assessment.models import Attempt
from openlaurel.apps.assessment.queries import Stage, standing_of
from openlaurel.apps.assessment.services import (
    AlreadyPassed,
    AttemptIsSubmitted,
    CoolingOff,
    NoAttemptsLeft,
    NotAssessedHere,
    UnreadableAnswers,
    give_attempt,
    save_answers,
    start_attempt,
    submit_attempt,
)
from openlaurel.apps.catalog.services import archive_achievement
from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed


def stage(quiz, learner, now):
    return standing_of(quiz, learner, now).stage


def test_right_answers_pass_and_the_news_says_who_passed_what(quiz, learner, pass_quiz, now):
    attempt = pass_quiz(quiz, learner)
    assert (attempt.passed, attempt.points, attempt.max_points) == (True, 4, 4)
    event = Event.objects.get(kind="attempt.passed")
    assert event.data["achievement_id"] == str(quiz.achievement_id)
    assert event.data["account_id"] == str(learner.id)
    assert stage(quiz, learner, now) == Stage.PASSED


def test_the_pass_mark_decides_and_each_question_counts_alone(quiz, learner, now):
    answers = right_answers(quiz)
    first, second, *_rest = answers
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    attempt = submit_attempt(attempt=attempt, answers=answers | {first: 0}, now=now)
    assert (attempt.points, attempt.passed) == (3, True)
    assert attempt.marks[first] == 0
    assert attempt.marks[second] == 1


def test_a_failed_attempt_leaves_the_others(quiz, learner, fail_quiz, now):
    assert fail_quiz(quiz, learner).passed is False
    standing = standing_of(quiz, learner, now)
    assert (standing.stage, standing.attempts_left) == (Stage.FAILED, 2)
    assert not Event.objects.filter(kind="attempt.passed").exists()


def test_an_open_attempt_is_gone_on_with_and_never_doubled(quiz, learner, now):
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    assert start_attempt(assessment=quiz, account=learner, now=now) == attempt
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(assessment=quiz, account=learner, number=2, started_at=now)


def test_no_answer_is_lost_between_one_save_and_the_next(quiz, learner, now):
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    answers = right_answers(quiz)
    for item_id, answer in answers.items():
        attempt = save_answers(attempt=attempt, answers={item_id: answer}, now=now)
    assert submit_attempt(attempt=attempt, now=now).points == 4


def test_an_answer_can_be_taken_back(quiz, learner, now):
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    answers = right_answers(quiz)
    first = next(iter(answers))
    save_answers(attempt=attempt, answers=answers, now=now)
    attempt = save_answers(attempt=attempt, answers={first: None}, now=now)
    assert set(attempt.answers) == set(answers) - {first}


def test_submitting_twice_changes_nothing(quiz, learner, fail_quiz, now):
    attempt = fail_quiz(quiz, learner)
    again = submit_attempt(attempt=attempt, answers=right_answers(quiz), now=now + timedelta(hours=1))
    assert (again.passed, again.answers, again.submitted_at) == (False, {}, now)
    with pytest.raises(AttemptIsSubmitted):
        save_answers(attempt=attempt, answers=right_answers(quiz), now=now)
    assert Event.objects.filter(kind__in=["attempt.passed", "attempt.failed"]).count() == 1


def test_a_number_that_cannot_be_read_costs_no_attempt(quiz, learner, now):
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    answers = right_answers(quiz)
    number = list(answers)[2]
    with pytest.raises(UnreadableAnswers) as caught:
        submit_attempt(attempt=attempt, answers=answers | {number: "three and a half"}, now=now)
    assert list(caught.value.problems) == [number]
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert attempt.answers[number] == "three and a half"


def test_attempts_run_out_and_an_assessor_gives_one_more(quiz, learner, fail_quiz, assessing, now):
    for _ in range(3):
        fail_quiz(quiz, learner)
    assert stage(quiz, learner, now) == Stage.NO_ATTEMPTS
    with pytest.raises(NoAttemptsLeft, match="Harbour Institute"):
        start_attempt(assessment=quiz, account=learner, now=now)
    give_attempt(assessment=quiz, account=learner, by=assessing, now=now)
    assert start_attempt(assessment=quiz, account=learner, now=now).number == 4


def test_no_attempt_is_given_to_who_has_one_left(quiz, learner, fail_quiz, assessing, now):
    fail_quiz(quiz, learner)
    with pytest.raises(NoAttemptsLeft):
        give_attempt(assessment=quiz, account=learner, by=assessing, now=now)
    assert not quiz.extra_attempts.exists()


def test_nobody_gives_themselves_an_attempt(quiz, learner, fail_quiz, make_member, now):
    for _ in range(3):
        fail_quiz(quiz, learner)
    with pytest.raises(NotAllowed):
        give_attempt(assessment=quiz, account=learner, by=Actor(account=make_member("reader")), now=now)


def test_who_has_passed_needs_no_other_attempt(quiz, learner, pass_quiz, now):
    pass_quiz(quiz, learner)
    with pytest.raises(AlreadyPassed):
        start_attempt(assessment=quiz, account=learner, now=now)


def test_the_next_attempt_opens_after_the_cooling_off(make_quiz, learner, fail_quiz, now):
    quiz = make_quiz(cooling_off_hours=24)
    fail_quiz(quiz, learner)
    with pytest.raises(CoolingOff, match="UTC") as caught:
        start_attempt(assessment=quiz, account=learner, now=now + timedelta(hours=23, minutes=59))
    assert caught.value.until == now + timedelta(hours=24)
    assert stage(quiz, learner, now) == Stage.COOLING_OFF
    assert start_attempt(assessment=quiz, account=learner, now=now + timedelta(hours=24)).number == 2


def test_one_learners_attempts_are_nothing_to_another(quiz, learner, pass_quiz, make_account, now):
    pass_quiz(quiz, learner)
    other = make_account()
    assert stage(quiz, other, now) == Stage.NOT_STARTED
    assert start_attempt(assessment=quiz, account=other, now=now).number == 1


def test_a_quiz_of_an_archived_achievement_is_not_begun(quiz, learner, now):
    archive_achievement(achievement=quiz.achievement, by=INSTALLATION, now=now)
    with pytest.raises(NotAssessedHere):
        start_attempt(assessment=quiz, account=learner, now=now)


def test_a_task_is_not_taken_like_a_quiz(task, learner, now):
    with pytest.raises(NotAssessedHere):
        start_attempt(assessment=task, account=learner, now=now)


def at_once(*functions):
    errors = []

    def run(function):
        try:
            function()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_begin_one_attempt(quiz, learner, now):
    errors = at_once(*[lambda: start_attempt(assessment=quiz, account=learner, now=now)] * 4)
    assert errors == []
    assert Attempt.objects.get().number == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_once_are_marked_once(quiz, learner, now):
    attempt = start_attempt(assessment=quiz, account=learner, now=now)
    answers = right_answers(quiz)
    errors = at_once(*[lambda: submit_attempt(attempt=attempt, answers=answers, now=now)] * 4)
    assert errors == []
    assert Event.objects.filter(kind="attempt.passed").count() == 1
