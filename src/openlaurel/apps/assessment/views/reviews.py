"""The assessor's desk: what waits, and the rubric beside the work."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.forms import ReviewForm
from openlaurel.apps.assessment.models import Assessment, Submission, SubmissionState
from openlaurel.apps.assessment.policies import can_review
from openlaurel.apps.assessment.presenting import criteria_of
from openlaurel.apps.assessment.queries import (
    review_queue,
    reviewed_work,
    stuck_learners,
    submissions_to,
)
from openlaurel.apps.assessment.queries.wording import points_in_words
from openlaurel.apps.assessment.services import (
    AlreadyReviewed,
    AssessmentError,
    UnusableReview,
    give_attempt,
    review_submission,
)
from openlaurel.apps.assessment.views import file_response
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.rubrics import Score, UnknownLevel, parse_rubric

PAGE = 25


@workspace_view("review_submission")
@never_cache
@require_safe
def review_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """What waits, the oldest first; with ?show=reviewed what was decided, the latest first."""
    waiting = review_queue(organisation, besides=actor_of(request).account)
    shows_reviewed = request.GET.get("show") == "reviewed"
    rows = reviewed_work(organisation) if shows_reviewed else waiting
    return render(
        request,
        "assessment/review_list.html",
        {
            "organisation": organisation,
            "shows_reviewed": shows_reviewed,
            "waiting": waiting.count(),
            "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
            "stuck": stuck_learners(organisation, request.GET.get("stuck"), PAGE),
        },
    )


@workspace_view("review_submission")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_detail(request: HttpRequest, organisation: Profile, submission_id: UUID) -> HttpResponse:
    """The work and its rubric. Posting with the action `preview` only adds up the points."""
    submission = get_object_or_404(
        submissions_to(organisation).select_related("assessment__rubric", "review__assessor"),
        pk=submission_id,
    )
    if submission.state != SubmissionState.SUBMITTED:
        if request.method == "POST":
            messages.info(request, _("This work is reviewed already. Nothing was changed."))
        return _page(request, submission, submission.review.levels)
    if request.method != "POST":
        return _page(request, submission, {}, ReviewForm())
    form, levels = ReviewForm(request.POST), _posted_levels(request, submission)
    if request.POST.get("action") == "preview":
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "assessment/_score.html", _scored(submission, levels))
        return _page(request, submission, levels, form)
    form.is_valid()
    try:
        review = review_submission(
            submission=submission,
            levels=levels,
            comment=form.cleaned_data.get("comment", ""),
            by=actor_of(request),
            now=timezone.now(),
        )
    except UnusableReview as error:
        if "comment" in error.problems:
            form.add_error("comment", error.problems["comment"])
        return _page(request, submission, levels, form, error.problems, status=422)
    except AlreadyReviewed as error:
        messages.info(request, str(error))
        return redirect("assessment:review-list", handle=organisation.handle)
    words = {"person": submission.account, "score": points_in_words(review.points, review.max_points)}
    messages.success(
        request,
        (_("Passed: %(person)s, %(score)s.") if review.passed else _("Returned: %(person)s, %(score)s."))
        % words,
    )
    return redirect("assessment:review-list", handle=organisation.handle)


@workspace_view("review_submission")
@require_safe
def review_file(request: HttpRequest, organisation: Profile, submission_id: UUID) -> FileResponse:
    return file_response(get_object_or_404(submissions_to(organisation), pk=submission_id))


@workspace_view("review_submission")
@require_POST
def attempt_give(
    request: HttpRequest, organisation: Profile, assessment_id: UUID, account_id: UUID
) -> HttpResponse:
    """One more attempt for a learner who has none left."""
    assessment = get_object_or_404(Assessment, pk=assessment_id, achievement__organisation=organisation)
    takers = Account.objects.filter(attempts__assessment=assessment).distinct()
    account = get_object_or_404(takers, pk=account_id)
    try:
        give_attempt(assessment=assessment, account=account, by=actor_of(request), now=timezone.now())
    except AssessmentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(person)s has one more attempt.") % {"person": account})
    return redirect("assessment:review-list", handle=organisation.handle)


def _posted_levels(request: HttpRequest, submission: Submission) -> dict[str, str]:
    criteria = parse_rubric(submission.assessment.rubric.criteria).criteria
    posted = {criterion.id: request.POST.get(f"level-{criterion.id}", "") for criterion in criteria}
    return {identifier: level for identifier, level in posted.items() if level}


def _page(
    request: HttpRequest,
    submission: Submission,
    levels: Mapping[str, str],
    form: ReviewForm | None = None,
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    earlier = Submission.objects.filter(
        assessment=submission.assessment_id, account=submission.account_id, number__lt=submission.number
    ).select_related("review")
    context = {
        "organisation": submission.assessment.achievement.organisation,
        "submission": submission,
        "assessment": submission.assessment,
        "criteria": criteria_of(submission, levels, problems),
        "earlier": [(work, criteria_of(submission, work.review.levels)) for work in earlier.reverse()],
        "form": form,
        "may_review": can_review(actor_of(request), submission),
        "problems": problems or {},
        **_scored(submission, levels),
    }
    return render(request, "assessment/review_detail.html", context, status=status)


def _scored(submission: Submission, levels: Mapping[str, str]) -> dict[str, object]:
    rubric = parse_rubric(submission.assessment.rubric.criteria)
    try:
        score = rubric.score(levels)
    except UnknownLevel:
        score = Score(0, rubric.max_points, tuple(criterion.id for criterion in rubric.criteria))
    return {
        "score": score,
        "score_passes": score.reaches(submission.assessment.pass_percent),
        "pass_percent": submission.assessment.pass_percent,
    }
