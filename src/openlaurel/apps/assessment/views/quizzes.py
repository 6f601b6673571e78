"""Taking a quiz: before, during, after."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.assessment.forms import read_answers
from openlaurel.apps.assessment.marking import Answer
from openlaurel.apps.assessment.models import AssessmentKind, Attempt
from openlaurel.apps.assessment.presenting import marked_questions_of, questions_of
from openlaurel.apps.assessment.queries import Stage, standing_of, words_for_standing
from openlaurel.apps.assessment.retests import ended_retest
from openlaurel.apps.assessment.services import (
    AssessmentError,
    AttemptIsSubmitted,
    UnreadableAnswers,
    save_answers,
    start_attempt,
    submit_attempt,
)
from openlaurel.apps.assessment.views import assessment_or_404, learner_of
from openlaurel.apps.assessment.views.tasks import task_page


@login_required
@never_cache
@require_safe
def assessment_detail(request: HttpRequest, slug: str, assessment_id: UUID) -> HttpResponse:
    """What an assessment asks for and how one stands with it."""
    assessment = assessment_or_404(slug, assessment_id)
    if assessment.kind == AssessmentKind.TASK:
        return task_page(request, assessment)
    standing = standing_of(assessment, learner_of(request), timezone.now())
    return render(
        request,
        "assessment/quiz_detail.html",
        {
            "assessment": assessment,
            "standing": standing,
            "words": words_for_standing(standing),
            "questions": assessment.items.count(),
        },
    )


@login_required
@require_POST
def attempt_start(request: HttpRequest, slug: str, assessment_id: UUID) -> HttpResponse:
    assessment = assessment_or_404(slug, assessment_id)
    try:
        attempt = start_attempt(assessment=assessment, account=learner_of(request), now=timezone.now())
    except AssessmentError as error:
        messages.error(request, str(error))
        return redirect("assessment:assessment-detail", slug=slug, assessment_id=assessment_id)
    return redirect("assessment:attempt", attempt_id=attempt.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """The questions while the attempt is open, the result afterwards. Each POST keeps all answers first."""
    sitting = (
        Attempt.objects.filter(pk=attempt_id, account=learner_of(request))
        .select_related("assessment__achievement__organisation")
        .first()
    )
    if sitting is None:
        raise Http404
    if request.method != "POST":
        if sitting.submitted_at is not None:
            return _result_page(request, sitting)
        return _questions_page(request, sitting)
    answers = read_answers(sitting.assessment.items.all(), request.POST)
    try:
        if request.POST.get("action") == "submit":
            return _submit(request, sitting, answers)
        sitting = save_answers(attempt=sitting, answers=answers, now=timezone.now())
    except AttemptIsSubmitted as error:
        messages.info(request, str(error))
        return _to_attempt(request, sitting)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "assessment/_saved.html", _counts(sitting))
    messages.success(request, _("Your answers are saved. You can go on whenever you like."))
    return redirect("assessment:attempt", attempt_id=sitting.pk)


def _submit(request: HttpRequest, sitting: Attempt, answers: dict[str, Answer]) -> HttpResponse:
    open_ones = sum(answer is None for answer in answers.values())
    if open_ones and request.POST.get("confirmed") != "yes":
        sitting = save_answers(attempt=sitting, answers=answers, now=timezone.now())
        return _questions_page(request, sitting, asks_to_confirm=True, status=422)
    try:
        submit_attempt(attempt=sitting, answers=answers, now=timezone.now())
    except UnreadableAnswers as error:
        sitting.refresh_from_db()
        return _questions_page(request, sitting, problems=error.problems, status=422)
    return _to_attempt(request, sitting)


def _to_attempt(request: HttpRequest, sitting: Attempt) -> HttpResponse:
    response = redirect("assessment:attempt", attempt_id=sitting.pk)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
    return response


def _questions_page(
    request: HttpRequest,
    sitting: Attempt,
    problems: dict[str, str] | None = None,
    asks_to_confirm: bool = False,
    status: int = 200,
) -> HttpResponse:
    items = list(sitting.assessment.items.all())
    questions = questions_of(items, sitting.answers, problems)
    context = {
        "attempt": sitting,
        "assessment": sitting.assessment,
        "questions": questions,
        "problems": [question for question in questions if question.problem],
        "open_questions": [q for q in questions if not (q.typed or any(c.is_chosen for c in q.choices))],
        "asks_to_confirm": asks_to_confirm,
        **_counts(sitting),
    }
    return render(request, "assessment/attempt_questions.html", context, status=status)


def _counts(sitting: Attempt) -> dict[str, object]:
    return {
        "answered": len(sitting.answers),
        "total": sitting.assessment.items.count(),
        "saved_at": sitting.saved_at,
    }


def _result_page(request: HttpRequest, sitting: Attempt) -> HttpResponse:
    standing = standing_of(sitting.assessment, sitting.account, timezone.now())
    is_over = standing.stage in {Stage.PASSED, Stage.NO_ATTEMPTS}
    return render(
        request,
        "assessment/attempt_result.html",
        {
            "attempt": sitting,
            "assessment": sitting.assessment,
            "standing": standing,
            "words": words_for_standing(standing),
            "questions": marked_questions_of(sitting, show_right=is_over),
            "was_again": sitting.passed and ended_retest(sitting),
        },
    )
