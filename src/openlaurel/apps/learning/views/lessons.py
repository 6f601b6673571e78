"""Reading lessons, one after the other."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.learning.models import Enrolment, Lesson
from openlaurel.apps.learning.queries import enrolment_of, progress_of
from openlaurel.apps.learning.services import read_lesson
from openlaurel.apps.learning.views import course_or_404


@login_required
@require_safe
def lesson_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    enrolment = _enrolment(request, slug)
    if enrolment is None:
        messages.info(request, _("Enrol to read the lessons."))
        return redirect("learning:course-detail", slug=slug)
    lesson = _lesson(enrolment, number)
    progress = progress_of(enrolment, timezone.now())
    numbers = [step.lesson.position for step in progress.lessons]
    at = numbers.index(lesson.position)
    return render(
        request,
        "learning/lesson_detail.html",
        {
            "course": enrolment.course,
            "lesson": lesson,
            "progress": progress,
            "is_read": progress.lessons[at].read_at is not None,
            "at": at + 1,
            "previous": progress.lessons[at - 1].lesson if at else None,
            "following": progress.lessons[at + 1].lesson if at + 1 < len(numbers) else None,
        },
    )


@login_required
@require_POST
def lesson_read(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    enrolment = _enrolment(request, slug)
    if enrolment is None:
        raise Http404
    read_lesson(enrolment=enrolment, lesson=_lesson(enrolment, number), now=timezone.now())
    following = enrolment.course.lessons.filter(position__gt=number).first()
    if following is not None:
        return redirect("learning:lesson-detail", slug=slug, number=following.position)
    messages.success(request, _("That was the last lesson. See below what comes next."))
    return redirect("learning:course-detail", slug=slug)


def _enrolment(request: HttpRequest, slug: str) -> Enrolment | None:
    assert request.user.is_authenticated
    return enrolment_of(course_or_404(slug), request.user)


def _lesson(enrolment: Enrolment, number: int) -> Lesson:
    lesson = enrolment.course.lessons.filter(position=number).first()
    if lesson is None:
        raise Http404
    return lesson
