"""Signing imported badges anew: choose, look, confirm, watch, undo."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.events.access import progress_page
from openlaurel.apps.moves.errors import MoveNotPossibleNow
from openlaurel.apps.moves.forms import ResigningForm
from openlaurel.apps.moves.models import Resigning, ResigningState
from openlaurel.apps.moves.queries import (
    count_resigning,
    get_resigning,
    is_resigning_active,
    list_resignings,
    signable_definitions,
)
from openlaurel.apps.moves.services import (
    can_undo,
    confirm_resigning,
    prepare_resigning,
    stop_resigning,
    undo_resigning,
)
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50
CHANGES = {"confirm": confirm_resigning, "stop": stop_resigning, "undo": undo_resigning}


@workspace_view("move_badges")
@require_http_methods(["GET", "HEAD", "POST"])
def resigning_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The runs so far; a POST chooses the badges of a definition, to be confirmed."""
    form = ResigningForm(request.POST or None, definitions=signable_definitions(organisation))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            resigning = prepare_resigning(
                definition=given["definition"],
                notify=given["notify"],
                hold_minutes=int(given["hold_minutes"] or 0),
                by=actor_of(request),
                now=timezone.now(),
            )
        except MoveNotPossibleNow as error:
            form.add_error(None, str(error))
        else:
            return redirect("moves:resigning-detail", handle=organisation.handle, resigning_id=resigning.id)
    return render(
        request,
        "moves/resigning_list.html",
        {
            "organisation": organisation,
            "form": form,
            "has_definitions": signable_definitions(organisation).exists(),
            "page": Paginator(list_resignings(organisation), PAGE).get_page(request.GET.get("page")),
        },
        status=422 if form.is_bound else 200,
    )


@workspace_view("move_badges")
@never_cache
@require_safe
def resigning_detail(request: HttpRequest, organisation: Profile, resigning_id: UUID) -> HttpResponse:
    """The whole page; while it runs htmx asks for its middle part."""
    resigning = _resigning(organisation, resigning_id)
    context = {
        "organisation": organisation,
        "resigning": resigning,
        "counts": count_resigning(resigning),
        "is_active": is_resigning_active(resigning),
        "is_plan": resigning.state == ResigningState.PLAN,
        "is_stopped": resigning.state == ResigningState.STOPPED and resigning.undone_at is None,
        "can_undo": can_undo(resigning, timezone.now()),
    }
    return progress_page(request, "moves/resigning_detail.html", "moves/_resigning_progress.html", context)


@workspace_view("move_badges")
@require_POST
def resigning_change(request: HttpRequest, organisation: Profile, resigning_id: UUID) -> HttpResponse:
    """Confirms a run, stops it, or undoes it, as `change` says."""
    resigning = _resigning(organisation, resigning_id)
    change = CHANGES.get(request.POST.get("change", ""))
    if change is not None:
        try:
            change(resigning=resigning, by=actor_of(request), now=timezone.now())
        except MoveNotPossibleNow as error:
            messages.error(request, str(error))
    return redirect("moves:resigning-detail", handle=organisation.handle, resigning_id=resigning.id)


def _resigning(organisation: Profile, resigning_id: UUID) -> Resigning:
    try:
        return get_resigning(organisation, resigning_id)
    except Resigning.DoesNotExist:
        raise Http404 from None
