"""What learning holds about a person: the courses that they follow, and the lessons that they have read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.learning.models import Enrolment, LessonProgress


def export(account: Account) -> PersonalData:
    """This function will return a person's enrolments and the lessons that they have read."""
    return PersonalData({"enrolments": _enrolments(account), "lesson_progress": _progress(account)})


def erase(account: Account, now: datetime) -> None:
    """This function will delete a person's enrolments and what they have read."""
    Enrolment.objects.filter(account=account).delete()


def _enrolments(account: Account) -> Iterator[dict[str, Any]]:
    for row in Enrolment.objects.filter(account=account).select_related("course").order_by("enrolled_at"):
        yield {
            "id": row.pk,
            "course": row.course.title,
            "enrolled_at": row.enrolled_at,
            "completed_at": row.completed_at,
        }


def _progress(account: Account) -> Iterator[dict[str, Any]]:
    rows = LessonProgress.objects.filter(enrolment__account=account).select_related("lesson")
    for row in rows.order_by("read_at").iterator():
        yield {"enrolment": row.enrolment_id, "lesson": row.lesson.title, "read_at": row.read_at}
