"""Pages on which skills are proved and judged."""

from typing import Any, Protocol
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment
from openlaurel.apps.catalog.models import VersionState


def assessment_or_404(slug: str, assessment_id: UUID) -> Assessment:
    """This function will return an assessment of an achievement that is or was in the catalogue."""
    found = (
        Assessment.objects.filter(pk=assessment_id, achievement__slug=slug)
        .filter(achievement__versions__state=VersionState.PUBLISHED)
        .select_related("achievement__organisation", "rubric")
        .first()
    )
    if found is None:
        raise Http404
    return found


def learner_of(request: HttpRequest) -> Account:
    """This function will return who is signed in, in a view that asks for that."""
    assert request.user.is_authenticated
    return request.user


class StoredFile(Protocol):
    """A row with a file that its owner handed in."""

    file: Any
    file_name: str
    file_type: str


def file_response(submission: StoredFile) -> FileResponse:
    """This function will hand out the file of a row such as a Submission in a way that no browser opens or interprets.

    Whether the reader may have it was decided before.
    """
    if not submission.file:
        raise Http404
    try:
        content = submission.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=submission.file_name, content_type=submission.file_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
