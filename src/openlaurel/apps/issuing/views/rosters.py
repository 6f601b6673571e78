"""Rosters: upload, say which column holds what, try, confirm, watch, fetch the result."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.issuing.errors import IssuingError, RosterUnusable
from openlaurel.apps.issuing.models import Roster
from openlaurel.apps.issuing.queries.batches import get_roster, issuable_versions, list_rosters
from openlaurel.apps.issuing.roster_forms import MappingForm, RosterForm
from openlaurel.apps.issuing.roster_words import DIALECTS
from openlaurel.apps.issuing.services import dry_run_batch, map_roster, remove_roster, upload_roster
from openlaurel.apps.issuing.services.rosters import table_of
from openlaurel.apps.issuing.views.choosing import choose, chosen_version, is_long
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50
SAMPLE = 3


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def roster_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The rosters so far, and the form that uploads one."""
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            roster = upload_roster(
                organisation=organisation,
                file_name=file.name,
                data=file.read(),
                by=actor_of(request),
                now=timezone.now(),
            )
        except RosterUnusable as error:
            form.add_error("file", str(error))
        else:
            return redirect("issuing:roster-detail", handle=organisation.handle, roster_id=roster.id)
    return render(
        request,
        "issuing/roster_list.html",
        {
            "organisation": organisation,
            "form": form,
            "page": Paginator(list_rosters(organisation), PAGE).get_page(request.GET.get("page")),
            "has_versions": issuable_versions(organisation).exists(),
            "steps": steps(),
        },
        status=422 if form.is_bound else 200,
    )


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def roster_detail(request: HttpRequest, organisation: Profile, roster_id: UUID) -> HttpResponse:
    """Which column holds what, and what to issue; a POST tries every row."""
    roster = _roster(organisation, roster_id)
    if not roster.content:
        return render(request, "issuing/roster_done.html", {"organisation": organisation, "roster": roster})
    chosen = chosen_version(request, organisation)
    if chosen is None and is_long(organisation):
        return choose(request, organisation, roster.file_name, steps=steps())
    form = MappingForm(
        request.POST or None,
        organisation=organisation,
        roster=roster,
        chosen=chosen,
    )
    if request.method == "POST" and form.is_valid():
        actor, now = actor_of(request), timezone.now()
        try:
            map_roster(roster=roster, mapping=form.mapping(), by=actor, now=now)
            batch = dry_run_batch(
                roster=roster,
                version=form.cleaned_data["version"],
                notify=form.cleaned_data["notify"],
                hold_minutes=int(form.cleaned_data["hold_minutes"] or 0),
                allow_repeats=form.cleaned_data["allow_repeats"],
                order=form.order(),
                by=actor,
                now=now,
            )
        except IssuingError as error:
            form.add_error(None, str(error))
        else:
            return redirect("issuing:batch-detail", handle=organisation.handle, batch_id=batch.id)
    table = table_of(roster)
    return render(
        request,
        "issuing/roster_detail.html",
        {
            "organisation": organisation,
            "roster": roster,
            "form": form,
            "chosen": chosen,
            "dialect": DIALECTS.get(roster.dialect, ""),
            "sample": [
                [*row.cells, *[""] * len(table.headers)][: len(table.headers)] for row in table.rows[:SAMPLE]
            ],
            "steps": steps(),
        },
        status=422 if form.is_bound else 200,
    )


@workspace_view("issue_award")
@require_POST
def roster_remove(request: HttpRequest, organisation: Profile, roster_id: UUID) -> HttpResponse:
    roster = _roster(organisation, roster_id)
    try:
        remove_roster(roster=roster, by=actor_of(request), now=timezone.now())
    except IssuingError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("%(file)s is removed. Badges that were issued stay.") % {"file": roster.file_name}
        )
    return redirect("issuing:roster-list", handle=organisation.handle)


def steps() -> list[str]:
    """This function will name the steps from a file to its badges."""
    return [_("Upload"), _("Columns"), _("Check"), _("Issue")]


def _roster(organisation: Profile, roster_id: UUID) -> Roster:
    try:
        return get_roster(organisation, roster_id)
    except Roster.DoesNotExist:
        raise Http404 from None
