"""What the catalogue says about courses: which achievements can be earned here, and how."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import AssessmentKind
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.registry import Earning
from openlaurel.apps.learning.models import Course
from openlaurel.apps.learning.queries.progress import enrolment_of


def earnable() -> QuerySet[Any]:
    """This function will return the ids of the achievements with a published course."""
    return Course.objects.filter(published_at__isnull=False).values_list("achievement_id", flat=True)


def earning_of(achievement: Achievement, account: Account | None) -> Earning | None:
    """This function will describe the published course of an achievement, as `account` sees it."""
    course = Course.objects.filter(achievement=achievement, published_at__isnull=False).first()
    if course is None:
        return None
    enrolment = enrolment_of(course, account) if account else None
    slug = achievement.slug
    return Earning(
        title=course.title,
        summary=course.summary,
        language=course.language,
        url=reverse("learning:course-detail", args=[slug]),
        enrol_url=reverse("learning:course-enrol", args=[slug]),
        steps=_steps(course),
        is_enrolled=enrolment is not None,
        is_completed=enrolment is not None and enrolment.completed_at is not None,
    )


def _steps(course: Course) -> tuple[str, ...]:
    lessons = course.lessons.count()
    kinds = list(course.achievement.assessments.values_list("kind", flat=True))
    quizzes, tasks = kinds.count(AssessmentKind.QUIZ), kinds.count(AssessmentKind.TASK)
    said = [ngettext("%(number)s lesson", "%(number)s lessons", lessons) % {"number": lessons}]
    if quizzes:
        said.append(ngettext("%(number)s quiz", "%(number)s quizzes", quizzes) % {"number": quizzes})
    if tasks:
        said.append(
            ngettext("%(number)s practical task", "%(number)s practical tasks", tasks) % {"number": tasks}
        )
    return (*said, _("The badge is awarded by itself"))
