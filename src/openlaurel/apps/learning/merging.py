"""What learning settles when two accounts become one: one way through each course, with all that was read."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.learning.models import Enrolment, LessonProgress

OF = ("learning.Enrolment",)


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will count the courses, and name those that both follow."""
    rows = Enrolment.objects.filter(account=source).select_related("course")
    mine = set(Enrolment.objects.filter(account=target).values_list("course", flat=True))
    moves = []
    if count := rows.count():
        moves.append(ngettext("%(count)s course", "%(count)s courses", count) % {"count": count})
    stays = [
        _("What was read of “%(course)s” in either account counts.") % {"course": row.course.title}
        for row in rows
        if row.course_id in mine
    ]
    return Foreseen(moves, stays)


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will join two ways through one course into the one of the account that stays."""
    for row in Enrolment.objects.filter(account=source):
        mine = Enrolment.objects.filter(account=target, course=row.course_id).first()
        if mine is None:
            continue
        read = LessonProgress.objects.filter(enrolment=mine).values("lesson")
        LessonProgress.objects.filter(enrolment=row).exclude(lesson__in=read).update(enrolment=mine)
        mine.enrolled_at = min(mine.enrolled_at, row.enrolled_at)
        done = [moment for moment in (mine.completed_at, row.completed_at) if moment is not None]
        mine.completed_at = min(done, default=None)
        mine.save(update_fields=["enrolled_at", "completed_at"])
        row.delete()
