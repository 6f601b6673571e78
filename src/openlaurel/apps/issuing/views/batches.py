"""A batch: what the dry run found, how far issuing got, and what became of each row."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.events.access import progress_page
from openlaurel.apps.issuing.errors import BatchNotPossibleNow, InvalidAward
from openlaurel.apps.issuing.exporting import batch_lines
from openlaurel.apps.issuing.forms import PlanForm
from openlaurel.apps.issuing.models import Batch, BatchState, RowState
from openlaurel.apps.issuing.queries.batches import count_rows, get_batch, is_active
from openlaurel.apps.issuing.roster_words import words_of_row
from openlaurel.apps.issuing.services import (
    cancel_batch,
    confirm_batch,
    hold_mails,
    is_held,
    plan_batch,
    release_mails,
    stop_batch,
    undo_batch,
)
from openlaurel.apps.issuing.views.rosters import steps
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50
SAMPLE = 5


@workspace_view("issue_award")
@never_cache
@require_safe
def batch_detail(request: HttpRequest, organisation: Profile, batch_id: UUID) -> HttpResponse:
    """The whole page; while the batch runs htmx asks for its middle part, or the browser for all of it."""
    return _page(request, organisation, _batch(organisation, batch_id))


def _page(
    request: HttpRequest, organisation: Profile, batch: Batch, plan: PlanForm | None = None
) -> HttpResponse:
    refused = Paginator(batch.rows.filter(state=RowState.REFUSED), PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "batch": batch,
        "counts": count_rows(batch),
        "is_active": is_active(batch),
        "is_dry_run": batch.state == BatchState.DRY_RUN,
        "is_stopped": batch.state == BatchState.STOPPED,
        "is_done": batch.state == BatchState.DONE,
        "is_held": is_held(batch),
        "ready": batch.rows.filter(state=RowState.READY)[:SAMPLE],
        "page": refused,
        "refused": [(row, words_of_row(row)) for row in refused],
        "is_planned": batch.state == BatchState.SCHEDULED,
        "plan": plan or PlanForm(),
        "steps": steps(),
        "step": 3 if batch.state == BatchState.DRY_RUN else 4,
    }
    status = 422 if plan is not None else 200
    return progress_page(
        request, "issuing/batch_detail.html", "issuing/_batch_progress.html", context, status=status
    )


@workspace_view("issue_award")
@require_POST
def batch_confirm(request: HttpRequest, organisation: Profile, batch_id: UUID) -> HttpResponse:
    """Begins a batch, or goes on with one that was stopped."""
    return _done(request, organisation, batch_id, confirm_batch)


@workspace_view("issue_award")
@require_POST
def batch_plan(request: HttpRequest, organisation: Profile, batch_id: UUID) -> HttpResponse:
    """Has a batch begin on a date."""
    batch, form = _batch(organisation, batch_id), PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, organisation, batch, form)
    try:
        starts_at = form.cleaned_data["starts_at"]
        plan_batch(batch=batch, starts_at=starts_at, by=actor_of(request), now=timezone.now())
    except InvalidAward as error:
        form.add_error("starts_at", str(error))
        return _page(request, organisation, batch, form)
    except BatchNotPossibleNow as error:
        messages.error(request, str(error))
    return redirect("issuing:batch-detail", handle=organisation.handle, batch_id=batch.id)


@workspace_view("issue_award")
@require_POST
def batch_cancel(request: HttpRequest, organisation: Profile, batch_id: UUID) -> HttpResponse:
    """Takes a planned batch back to its dry run."""
    return _done(request, organisation, batch_id, cancel_batch)


@workspace_view("issue_award")
@require_POST
def batch_stop(request: HttpRequest, organisation: Profile, batch_id: UUID) -> HttpResponse:
    return _done(request, organisation, batch_id, stop_batch)


@workspace_view("issue_award")
@require_POST
def batch_mails(request: HttpRequest, organisation: Profile, batch_id: UUID) -> HttpResponse:
    """Lets the waiting mails leave now, or keeps them back until somebody does."""
    leave = request.POST.get("leave") == "now"
    return _done(request, organisation, batch_id, release_mails if leave else hold_mails)


@workspace_view("revoke_award")
@require_POST
def batch_undo(request: HttpRequest, organisation: Profile, batch_id: UUID) -> HttpResponse:
    """Has all badges of a batch revoked before anybody was mailed."""
    return _done(request, organisation, batch_id, undo_batch)


@workspace_view("issue_award")
@require_safe
def batch_result(request: HttpRequest, organisation: Profile, batch_id: UUID) -> StreamingHttpResponse:
    """A CSV file with a line for each row of the roster."""
    batch = _batch(organisation, batch_id)
    response = StreamingHttpResponse(batch_lines(batch), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="result-{batch.version.achievement.slug}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _done(
    request: HttpRequest, organisation: Profile, batch_id: UUID, change: Callable[..., object]
) -> HttpResponse:
    """Back to the batch's page, which says why where the change wasn't possible."""
    batch = _batch(organisation, batch_id)
    try:
        change(batch=batch, by=actor_of(request), now=timezone.now())
    except BatchNotPossibleNow as error:
        messages.error(request, str(error))
    return redirect("issuing:batch-detail", handle=organisation.handle, batch_id=batch.id)


def _batch(organisation: Profile, batch_id: UUID) -> Batch:
    try:
        return get_batch(organisation, batch_id)
    except Batch.DoesNotExist:
        raise Http404 from None
