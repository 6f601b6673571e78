"""Handing in work for a practical task, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.assessment.forms import WorkForm
from openlaurel.apps.assessment.models import Assessment, AssessmentKind, Submission, WorkDraft
from openlaurel.apps.assessment.presenting import criteria_of
from openlaurel.apps.assessment.queries import standing_of, words_for_standing
from openlaurel.apps.assessment.services import (
    AssessmentError,
    UnusableWork,
    save_draft,
    share_submission,
    submit_task,
)
from openlaurel.apps.assessment.views import assessment_or_404, file_response, learner_of
from openlaurel.core.rubrics import parse_rubric


def task_page(
    request: HttpRequest, assessment: Assessment, form: WorkForm | None = None, status: int = 200
) -> HttpResponse:
    """This function will show a task with its rubric, one's work so far, and the form to hand in more."""
    standing = standing_of(assessment, learner_of(request), timezone.now())
    draft = WorkDraft.objects.filter(assessment=assessment, account=learner_of(request)).first()
    handed_in = [
        (submission, criteria_of(submission, submission.review.levels) if _review(submission) else [])
        for submission in reversed(standing.submissions)
    ]
    if form is None:
        begun = draft or (standing.submissions[-1] if standing.submissions else None)
        kept = {"text": begun.text, "share_as_evidence": begun.share_as_evidence} if begun else {}
        form = WorkForm(initial=kept)
    return render(
        request,
        "assessment/task_detail.html",
        {
            "assessment": assessment,
            "rubric": parse_rubric(assessment.rubric.criteria),
            "standing": standing,
            "words": words_for_standing(standing),
            "handed_in": handed_in,
            "form": form if standing.is_actionable else None,
            "draft": draft,
        },
        status=status,
    )


@login_required
@require_POST
def submission_create(request: HttpRequest, slug: str, assessment_id: UUID) -> HttpResponse:
    """Keeps the text as a draft, or hands it in with the file."""
    assessment = assessment_or_404(slug, assessment_id)
    if assessment.kind != AssessmentKind.TASK:
        raise Http404
    form = WorkForm(request.POST, request.FILES)
    form.is_valid()
    text = form.cleaned_data.get("text") or ""
    share, now = form.cleaned_data.get("share_as_evidence", False), timezone.now()
    page = redirect("assessment:assessment-detail", slug=slug, assessment_id=assessment_id)
    try:
        save_draft(
            assessment=assessment, account=learner_of(request), text=text, share_as_evidence=share, now=now
        )
        if request.POST.get("action") == "draft":
            messages.success(
                request, _("Your draft is saved. A chosen file is not: choose it when you hand in.")
            )
            return page
        if form.is_valid():
            submit_task(
                assessment=assessment,
                account=learner_of(request),
                text=text,
                file=form.upload(),
                share_as_evidence=share,
                now=now,
            )
            messages.success(request, _("Your work is handed in. A mail tells you when it is reviewed."))
            return page
    except UnusableWork as error:
        for field, problem in error.problems.items():
            form.add_error(field, problem)
    except AssessmentError as error:
        messages.error(request, str(error))
        return page
    return task_page(request, assessment, form, status=422)


@login_required
@require_safe
def submission_file(request: HttpRequest, submission_id: UUID) -> FileResponse:
    return file_response(_own(request, submission_id))


@login_required
@require_POST
def submission_share(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Shows the work with the badge, or stops showing it."""
    submission = _own(request, submission_id)
    share = request.POST.get("share") == "yes"
    share_submission(submission=submission, share=share, now=timezone.now())
    messages.success(
        request,
        _("Everybody who has the link can read your work now.") if share else _("Your work is hidden again."),
    )
    assessment = submission.assessment
    return redirect(
        "assessment:assessment-detail", slug=assessment.achievement.slug, assessment_id=assessment.pk
    )


def _own(request: HttpRequest, submission_id: UUID) -> Submission:
    own = Submission.objects.select_related("assessment__achievement")
    submission = own.filter(pk=submission_id, account=learner_of(request)).first()
    if submission is None:
        raise Http404
    return submission


def _review(submission: Submission) -> object:
    return getattr(submission, "review", None)
