"""A course: what is in it, how far one is, and the way in and out."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.learning.models import Course, Enrolment
from openlaurel.apps.learning.queries import (
    enrolment_of,
    minutes_of,
    next_step,
    outline_of,
    progress_of,
    steps_of,
)
from openlaurel.apps.learning.services import AlreadyCompleted, NotOffered, enrol, unenrol
from openlaurel.apps.learning.views import course_or_404


@require_safe
def course_detail(request: HttpRequest, slug: str) -> HttpResponse:
    course = course_or_404(slug)
    enrolment = _own_enrolment(request, course)
    progress = progress_of(enrolment, timezone.now()) if enrolment else None
    steps = steps_of(progress) if progress else outline_of(course)
    return render(
        request,
        "learning/course_detail.html",
        {
            "course": course,
            "version": _published(slug),
            "enrolment": enrolment,
            "progress": progress,
            "steps": steps,
            "next_step": next_step(steps) if progress else None,
            "minutes": minutes_of(course),
            "login_url": f"{reverse('account_login')}?next={request.path}",
        },
    )


@require_POST
def course_enrol(request: HttpRequest, slug: str) -> HttpResponse:
    course = course_or_404(slug)
    page = reverse("learning:course-detail", args=[slug])
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    try:
        enrol(course=course, account=request.user, now=timezone.now())
    except NotOffered as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You are enrolled. Begin with the first step."))
    return redirect(page)


@require_POST
def course_leave(request: HttpRequest, slug: str) -> HttpResponse:
    course = course_or_404(slug)
    page = reverse("learning:course-detail", args=[slug])
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    enrolment = _own_enrolment(request, course)
    if enrolment is None:
        raise Http404
    try:
        unenrol(enrolment=enrolment, now=timezone.now())
    except AlreadyCompleted as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("You have left the course. Quizzes and tasks that you passed still count.")
        )
    return redirect(page)


def _own_enrolment(request: HttpRequest, course: Course) -> Enrolment | None:
    return enrolment_of(course, request.user) if request.user.is_authenticated else None


def _published(slug: str) -> AchievementVersion:
    try:
        return get_published(slug)
    except AchievementVersion.DoesNotExist:
        raise Http404 from None
