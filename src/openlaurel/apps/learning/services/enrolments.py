"""Following a course, from enrolling to mastery."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.queries import all_passed, outcomes_of
from openlaurel.apps.catalog.models import VersionState
from openlaurel.apps.events.services import record_event
from openlaurel.apps.learning.errors import AlreadyCompleted, NotOffered
from openlaurel.apps.learning.models import Course, Enrolment, Lesson, LessonProgress


def enrol(*, course: Course, account: Account, now: datetime) -> Enrolment:
    """This function will enrol a learner; one who is enrolled already stays so. Raises NotOffered."""
    check_is_offered(course)
    with transaction.atomic():
        enrolment, is_new = Enrolment.objects.get_or_create(
            course=course, account=account, defaults={"enrolled_at": now}
        )
        if is_new:
            _record("enrolment.created", enrolment, now)
    return enrolment


def unenrol(*, enrolment: Enrolment, now: datetime) -> None:
    """This function will end an enrolment and forget which lessons were read. Raises AlreadyCompleted.

    Attempts and handed-in work stay, and count when the learner enrols again.
    """
    with transaction.atomic():
        enrolment = _locked(enrolment)
        if enrolment.completed_at is not None:
            raise AlreadyCompleted(_("You have completed this course, so it stays in your record."))
        _record("enrolment.ended", enrolment, now)
        enrolment.delete()


def read_lesson(*, enrolment: Enrolment, lesson: Lesson, now: datetime) -> Enrolment:
    """This function will note that a lesson of the course was read, and complete the course if it was the last step."""
    with transaction.atomic():
        enrolment = _locked(enrolment)
        lesson = enrolment.course.lessons.get(pk=lesson.pk)
        LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson, defaults={"read_at": now})
        _complete_when_mastered(enrolment, now)
    return enrolment


def check_mastery(*, enrolment: Enrolment, now: datetime) -> bool:
    """This function will complete the enrolment if all lessons are read and all assessments passed; returns whether
    it is complete.

    The event `enrolment.completed` is written once, however often and from however many sides this is called.
    """
    with transaction.atomic():
        enrolment = _locked(enrolment)
        _complete_when_mastered(enrolment, now)
    return enrolment.completed_at is not None


def check_is_offered(course: Course) -> None:
    """This function will raise NotOffered unless learners can enrol in the course."""
    offered = Course.objects.filter(
        pk=course.pk,
        published_at__isnull=False,
        achievement__archived_at=None,
        achievement__versions__state=VersionState.PUBLISHED,
    )
    if not offered.exists():
        raise NotOffered(_("This course isn't open. Look in the catalogue for what can be earned now."))


def _locked(enrolment: Enrolment) -> Enrolment:
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("course__achievement", "account")
    return rows.get(pk=enrolment.pk)


def _complete_when_mastered(enrolment: Enrolment, now: datetime) -> None:
    if enrolment.completed_at is not None:
        return
    unread = enrolment.course.lessons.exclude(pk__in=enrolment.progress.values("lesson"))
    if unread.exists() or not all_passed(enrolment.course.achievement, enrolment.account):
        return
    enrolment.completed_at = _last_step_at(enrolment, now)
    enrolment.save(update_fields=["completed_at"])
    _record("enrolment.completed", enrolment, enrolment.completed_at)


def _last_step_at(enrolment: Enrolment, now: datetime) -> datetime:
    """News may come late and out of order, so `now` can lie before the step that was the last one."""
    passed = outcomes_of(enrolment.course.achievement, enrolment.account)
    read = enrolment.progress.values_list("read_at", flat=True)
    return max([now, *read, *(outcome.passed_at for outcome in passed)])


def _record(kind: str, enrolment: Enrolment, now: datetime) -> None:
    achievement = enrolment.course.achievement
    record_event(
        kind=kind,
        subject=("enrolment", enrolment.id),
        now=now,
        actor_id=enrolment.account_id,
        organisation_id=achievement.organisation_id,
        data={"achievement_id": str(achievement.id), "account_id": str(enrolment.account_id)},
    )
