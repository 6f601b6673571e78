"""Moving in: upload, answer about dates, look at the plan, confirm, watch, fetch the result."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.events.access import progress_page
from openlaurel.apps.moves.errors import ImportUnusable, MoveNotPossibleNow, MovingError
from openlaurel.apps.moves.exporting import import_lines
from openlaurel.apps.moves.forms import DatesForm, PlanForm, UploadForm
from openlaurel.apps.moves.models import Import, ImportState, RowState
from openlaurel.apps.moves.queries import (
    definitions_of,
    get_import,
    is_active,
    list_imports,
    reconcile,
    refusals_of,
)
from openlaurel.apps.moves.services import (
    answer_dates,
    choose_definitions,
    confirm_import,
    remove_import,
    stop_import,
    upload_import,
)
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.moves import PLATFORMS

PAGE = 50
MOST_DEFINITIONS = 200


@workspace_view("move_badges")
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The imports so far, and the form that uploads an export."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = [(file.name, file.read()) for file in form.cleaned_data["exported"]]
        try:
            run = upload_import(
                organisation=organisation, files=files, by=actor_of(request), now=timezone.now()
            )
        except ImportUnusable as error:
            form.add_error("exported", str(error))
        else:
            return redirect("moves:import-detail", handle=organisation.handle, import_id=run.id)
    page = Paginator(list_imports(organisation), PAGE).get_page(request.GET.get("page"))
    for run in page:
        run.platform_name = PLATFORMS.get(run.platform, "")  # type: ignore[attr-defined]
    return render(
        request,
        "moves/import_list.html",
        {"organisation": organisation, "form": form, "page": page, "steps": steps()},
        status=422 if form.is_bound else 200,
    )


@workspace_view("move_badges")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_detail(request: HttpRequest, organisation: Profile, import_id: UUID) -> HttpResponse:
    """The whole page; while it runs htmx asks for its middle part. A POST answers what the import asks."""
    run = _import(organisation, import_id)
    form: DatesForm | PlanForm | None = None
    if run.state == ImportState.ASKING:
        form = DatesForm(request.POST or None)
    elif run.state == ImportState.PLAN:
        form = PlanForm(request.POST or None, run=run)
    is_answer = request.method == "POST" and form is not None and form.is_valid()
    if is_answer and form is not None and (answer := _answer(request, run, form)) is not None:
        return answer
    counts = reconcile(run)
    context = {
        "organisation": organisation,
        "run": run,
        "platform": PLATFORMS.get(run.platform, ""),
        "form": form,
        "counts": counts,
        "definitions": definitions_of(run)[:MOST_DEFINITIONS],
        "refusals": refusals_of(run),
        "known": refusals_of(run, RowState.KNOWN),
        "is_active": is_active(run),
        "is_asking": run.state == ImportState.ASKING,
        "is_plan": run.state == ImportState.PLAN,
        "is_stopped": run.state == ImportState.STOPPED,
        "is_done": run.state == ImportState.DONE,
        "steps": steps(),
        "step": _step(run),
    }
    is_refused = form is not None and form.is_bound
    return progress_page(
        request,
        "moves/import_detail.html",
        "moves/_import_progress.html",
        context,
        status=422 if is_refused else 200,
    )


@workspace_view("move_badges")
@require_POST
def import_confirm(request: HttpRequest, organisation: Profile, import_id: UUID) -> HttpResponse:
    """Begins an import, or goes on with one that was stopped."""
    run = _import(organisation, import_id)
    try:
        confirm_import(run=run, by=actor_of(request), now=timezone.now())
    except MoveNotPossibleNow as error:
        messages.error(request, str(error))
    return redirect("moves:import-detail", handle=organisation.handle, import_id=run.id)


@workspace_view("move_badges")
@require_POST
def import_stop(request: HttpRequest, organisation: Profile, import_id: UUID) -> HttpResponse:
    run = _import(organisation, import_id)
    try:
        stop_import(run=run, by=actor_of(request), now=timezone.now())
    except MoveNotPossibleNow as error:
        messages.error(request, str(error))
    return redirect("moves:import-detail", handle=organisation.handle, import_id=run.id)


@workspace_view("move_badges")
@require_POST
def import_remove(request: HttpRequest, organisation: Profile, import_id: UUID) -> HttpResponse:
    run = _import(organisation, import_id)
    try:
        remove_import(run=run, by=actor_of(request), now=timezone.now())
    except MoveNotPossibleNow as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("%(file)s is removed. What was imported stays.") % {"file": run.file_name}
        )
    return redirect("moves:import-list", handle=organisation.handle)


@workspace_view("move_badges")
@require_safe
def import_result(request: HttpRequest, organisation: Profile, import_id: UUID) -> StreamingHttpResponse:
    """A CSV file with a line for each definition and badge."""
    run = _import(organisation, import_id)
    response = StreamingHttpResponse(import_lines(run), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{run.created_at:%Y-%m-%d}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def steps() -> list[str]:
    """This function will name the steps from an export to its badges."""
    return [_("Upload"), _("Plan"), _("Import")]


def _step(run: Import) -> int:
    if run.state == ImportState.ASKING:
        return 1
    return 2 if run.state == ImportState.PLAN else 3


def _answer(request: HttpRequest, run: Import, form: DatesForm | PlanForm) -> HttpResponse | None:
    by, now = actor_of(request), timezone.now()
    try:
        if isinstance(form, DatesForm):
            answer_dates(run=run, order=form.cleaned_data["order"], by=by, now=now)
        else:
            choose_definitions(run=run, choices=form.chosen(), by=by, now=now)
            if "confirm" in request.POST:
                confirm_import(run=run, by=by, now=now)
    except MovingError as error:
        form.add_error(None, str(error))
        return None
    return redirect("moves:import-detail", handle=run.organisation.handle, import_id=run.id)


def _import(organisation: Profile, import_id: UUID) -> Import:
    try:
        return get_import(organisation, import_id)
    except Import.DoesNotExist:
        raise Http404 from None
