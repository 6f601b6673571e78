"""From enrolment to mastery: a badge that is never awarded, or awarded for less."""

import threading

import pytest
from django.db import connection

from openlaurel.apps.assessment.queries import all_passed
from openlaurel.apps.catalog.services import archive_achievement
from openlaurel.apps.events.models import Event
from openlaurel.apps.learning.models import Enrolment
from openlaurel.apps.learning.queries import StepState, next_step, progress_of, steps_of
from openlaurel.apps.learning.services import (
    AlreadyCompleted,
    NotOffered,
    check_mastery,
    enrol,
    read_lesson,
    unenrol,
)
from openlaurel.apps.learning.tasks import complete_when_mastered
from openlaurel.apps.profiles.policies import INSTALLATION


def read_all(enrolment, now):
    for lesson in enrolment.course.lessons.all():
        read_lesson(enrolment=enrolment, lesson=lesson, now=now)


def completions():
    return Event.objects.filter(kind="enrolment.completed").count()


def test_lessons_then_quiz_then_task_complete_the_course(
    enrolment, learner, pass_quiz, pass_task, deliver_events, now
):
    read_all(enrolment, now)
    pass_quiz(learner)
    deliver_events()
    assert completions() == 0
    pass_task(learner)
    deliver_events()
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    event = Event.objects.get(kind="enrolment.completed")
    assert event.data == {
        "achievement_id": str(enrolment.course.achievement_id),
        "account_id": str(learner.id),
    }
    assert event.subject_id == str(enrolment.pk)


def test_whatever_comes_last_completes_the_course_at_once(enrolment, learner, pass_quiz, pass_task, now):
    pass_task(learner)
    pass_quiz(learner)
    read_all(enrolment, now)
    enrolment.refresh_from_db()
    assert enrolment.completed_at == now


@pytest.mark.parametrize("left_out", ["lessons", "quiz", "task"])
def test_nothing_is_completed_while_a_part_is_missing(
    enrolment, learner, pass_quiz, pass_task, now, left_out
):
    if left_out != "lessons":
        read_all(enrolment, now)
    if left_out != "quiz":
        pass_quiz(learner)
    if left_out != "task":
        pass_task(learner)
    assert check_mastery(enrolment=enrolment, now=now) is False
    assert not progress_of(enrolment, now).is_mastered


def test_news_that_comes_twice_completes_once(enrolment, learner, pass_quiz, pass_task, deliver_events, now):
    read_all(enrolment, now)
    pass_quiz(learner)
    pass_task(learner)
    deliver_events()
    for event in Event.objects.filter(kind__in=["attempt.passed", "submission.passed"]):
        complete_when_mastered(event)
    assert check_mastery(enrolment=enrolment, now=now) is True
    assert completions() == 1


def test_a_learner_sees_mastery_before_the_news_is_delivered(enrolment, learner, pass_quiz, pass_task, now):
    read_all(enrolment, now)
    pass_quiz(learner)
    pass_task(learner)
    progress = progress_of(enrolment, now)
    assert progress.is_mastered
    assert (progress.done, progress.steps, progress.percent) == (4, 4, 100)


def test_one_learners_work_completes_no_one_elses_course(
    enrolment, course, make_account, pass_quiz, pass_task, deliver_events, now
):
    other = enrol(course=course, account=make_account(), now=now)
    read_all(other, now)
    read_all(enrolment, now)
    pass_quiz(other.account)
    pass_task(other.account)
    deliver_events()
    assert Enrolment.objects.exclude(completed_at=None).get() == other


def test_reading_alone_proves_nothing(published, learner):
    assert all_passed(published.achievement, learner) is False


def test_enrolling_twice_is_enrolling_once(enrolment, course, learner, now):
    assert enrol(course=course, account=learner, now=now) == enrolment
    assert Event.objects.filter(kind="enrolment.created").count() == 1


def test_a_closed_course_takes_no_new_learners(course, learner, now):
    archive_achievement(achievement=course.achievement, by=INSTALLATION, now=now)
    with pytest.raises(NotOffered):
        enrol(course=course, account=learner, now=now)


def test_who_leaves_and_comes_back_keeps_what_was_passed(enrolment, course, learner, pass_quiz, now):
    pass_quiz(learner)
    read_all(enrolment, now)
    unenrol(enrolment=enrolment, now=now)
    again = progress_of(enrol(course=course, account=learner, now=now), now)
    assert [step.read_at for step in again.lessons] == [None, None]
    assert [standing.is_passed for standing in again.standings] == [True, False]


def test_a_completed_course_stays_in_the_record(enrolment, learner, pass_quiz, pass_task, now):
    pass_quiz(learner)
    pass_task(learner)
    read_all(enrolment, now)
    with pytest.raises(AlreadyCompleted):
        unenrol(enrolment=enrolment, now=now)


def test_a_lesson_of_another_course_does_not_count(enrolment, make_published, now):
    from openlaurel.apps.learning.services import LessonDraft, create_course

    other = create_course(
        achievement=make_published("knots").achievement,
        title="Knots",
        language="en",
        lessons=[LessonDraft("Bowline", 5, "Over and under.")],
        by=INSTALLATION,
        now=now,
    )
    with pytest.raises(other.lessons.model.DoesNotExist):
        read_lesson(enrolment=enrolment, lesson=other.lessons.get(), now=now)


def test_the_next_step_is_the_first_that_the_learner_can_do(enrolment, learner, pass_quiz, task, now):
    from openlaurel.apps.assessment.services import submit_task

    def upcoming():
        return next_step(steps_of(progress_of(enrolment, now)))

    assert upcoming().title == "Reading the table"
    first, second = enrolment.course.lessons.all()
    read_lesson(enrolment=enrolment, lesson=second, now=now)
    assert upcoming().title == "Reading the table"
    read_lesson(enrolment=enrolment, lesson=first, now=now)
    assert upcoming().title == "Tides quiz"
    pass_quiz(learner)
    assert upcoming().title == "Plan a passage"
    submit_task(assessment=task, account=learner, text="Done", now=now)
    assert upcoming() is None
    assert steps_of(progress_of(enrolment, now))[-1].state == StepState.WAITING


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_last_two_parts_at_the_same_moment_complete_the_course_once(
    enrolment, learner, pass_quiz, pass_task, now
):
    pass_quiz(learner)
    pass_task(learner)
    lessons = list(enrolment.course.lessons.all())
    errors = []

    def run(function, *arguments):
        try:
            function(*arguments)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    def read(lesson):
        read_lesson(enrolment=enrolment, lesson=lesson, now=now)

    threads = [threading.Thread(target=run, args=(read, lesson)) for lesson in lessons * 2]
    threads.append(threading.Thread(target=run, args=(lambda: check_mastery(enrolment=enrolment, now=now),)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert completions() == 1
