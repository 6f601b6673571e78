"""Bulk actions: chosen, previewed, watched, and what became of each badge."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.desk.errors import ActionNotPossibleNow, InvalidAction
from openlaurel.apps.desk.exporting import action_lines
from openlaurel.apps.desk.forms import BulkForm
from openlaurel.apps.desk.models import ActionState, BulkAction
from openlaurel.apps.desk.queries import (
    MOST_CHOSEN,
    count_chosen,
    count_items,
    get_bulk_action,
    is_active,
    list_bulk_actions,
    mails_leave_by,
    mails_wait,
    preview_of,
    refusals_of,
)
from openlaurel.apps.desk.services import (
    cancel_action,
    confirm_action,
    prepare_action,
    stop_action,
    withdraw_mails,
)
from openlaurel.apps.events.access import progress_page
from openlaurel.apps.issuing.forms import AwardFilterForm
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50


@workspace_view("act_in_bulk")
@require_safe
def bulk_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    page = Paginator(list_bulk_actions(organisation), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/bulk_list.html", {"organisation": organisation, "page": page})


@workspace_view("act_in_bulk")
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """What to do with the badges that the list's filters find; a POST chooses them, to be confirmed."""
    filter_form = AwardFilterForm(request.GET, organisation=organisation)
    filters, now = filter_form.filters(), timezone.now()
    form = BulkForm(request.POST, request.FILES) if request.method == "POST" else BulkForm()
    del form.fields["restores"]
    if request.method == "POST" and form.is_valid():
        try:
            action = prepare_action(
                organisation=organisation, asked=form.asked(filters), by=actor_of(request), now=now
            )
        except InvalidAction as error:
            for field, problem in error.problems.items():
                form.add_error(field or None, problem)
        else:
            return redirect("desk:bulk-detail", handle=organisation.handle, bulk_action_id=action.id)
    return render(
        request,
        "desk/bulk_create.html",
        {
            "organisation": organisation,
            "form": form,
            "filter_form": filter_form,
            "count": count_chosen(organisation, filters, now=now),
            "most": MOST_CHOSEN,
            "query": request.GET.urlencode(),
        },
        status=422 if form.is_bound else 200,
    )


@workspace_view("act_in_bulk")
@never_cache
@require_safe
def bulk_detail(request: HttpRequest, organisation: Profile, bulk_action_id: UUID) -> HttpResponse:
    """The whole page; while it runs htmx asks for its middle part, or the browser for all of it."""
    action = _action(organisation, bulk_action_id)
    is_preview = action.state == ActionState.PREVIEW
    context = {
        "organisation": organisation,
        "action": action,
        "counts": count_items(action),
        "is_active": is_active(action),
        "mails_wait": mails_wait(action, timezone.now()),
        "mails_leave_by": mails_leave_by(action.finished_at, action) if action.finished_at else None,
        "is_preview": is_preview,
        "is_unfinished": action.state == ActionState.CHOOSING,
        "is_stopped": action.state == ActionState.STOPPED,
        "is_done": action.state == ActionState.DONE,
        "is_cancelled": action.state == ActionState.CANCELLED,
        "preview": preview_of(action) if is_preview else None,
        "refusals": [] if is_preview else refusals_of(action),
    }
    return progress_page(request, "desk/bulk_detail.html", "desk/_bulk_progress.html", context)


@workspace_view("act_in_bulk")
@require_POST
def bulk_confirm(request: HttpRequest, organisation: Profile, bulk_action_id: UUID) -> HttpResponse:
    """Begins an action, or goes on with one that was stopped."""
    return _changed(request, organisation, bulk_action_id, confirm_action)


@workspace_view("act_in_bulk")
@require_POST
def bulk_stop(request: HttpRequest, organisation: Profile, bulk_action_id: UUID) -> HttpResponse:
    return _changed(request, organisation, bulk_action_id, stop_action)


@workspace_view("act_in_bulk")
@require_POST
def bulk_cancel(request: HttpRequest, organisation: Profile, bulk_action_id: UUID) -> HttpResponse:
    """Ends an action for good; what was done stays done."""
    return _changed(request, organisation, bulk_action_id, cancel_action)


@workspace_view("act_in_bulk")
@require_safe
def bulk_result(request: HttpRequest, organisation: Profile, bulk_action_id: UUID) -> StreamingHttpResponse:
    """A CSV file with a line for each badge."""
    action = _action(organisation, bulk_action_id)
    response = StreamingHttpResponse(action_lines(action), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{action.kind}-{action.created_at:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@workspace_view("act_in_bulk")
@require_POST
def bulk_withdraw(request: HttpRequest, organisation: Profile, bulk_action_id: UUID) -> HttpResponse:
    """Holds back the mails that wait."""
    return _changed(request, organisation, bulk_action_id, withdraw_mails)


def _changed(
    request: HttpRequest, organisation: Profile, action_id: UUID, change: Callable[..., BulkAction]
) -> HttpResponse:
    action = _action(organisation, action_id)
    try:
        change(action=action, by=actor_of(request), now=timezone.now())
    except ActionNotPossibleNow as error:
        messages.error(request, str(error))
    return redirect("desk:bulk-detail", handle=organisation.handle, bulk_action_id=action.id)


def _action(organisation: Profile, action_id: UUID) -> BulkAction:
    try:
        return get_bulk_action(organisation, action_id)
    except BulkAction.DoesNotExist:
        raise Http404 from None
