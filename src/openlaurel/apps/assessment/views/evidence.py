"""The public page of work that its owner shows with their badge."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlaurel.apps.assessment.models import Submission
from openlaurel.apps.assessment.presenting import criteria_of
from openlaurel.apps.assessment.queries import get_shared_work
from openlaurel.apps.assessment.views import file_response


@require_safe
def evidence_detail(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = _shared(submission_id)
    return render(
        request,
        "assessment/evidence_detail.html",
        {"submission": submission, "criteria": criteria_of(submission, submission.review.levels)},
    )


@require_safe
def evidence_file(request: HttpRequest, submission_id: UUID) -> FileResponse:
    return file_response(_shared(submission_id))


def _shared(submission_id: UUID) -> Submission:
    try:
        return get_shared_work(submission_id)
    except Submission.DoesNotExist:
        raise Http404 from None
