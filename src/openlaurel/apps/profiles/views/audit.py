"""The audit trail: who did what, and when."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.exporting import trail_as_csv, trail_as_json_lines
from openlaurel.apps.profiles.forms import TrailFilterForm
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import list_events, read_trail, trail_people
from openlaurel.apps.profiles.queries.long_pages import Line, long_page, place_of
from openlaurel.apps.profiles.services import export_audit_trail

PAGE = 50


@workspace_view("view_audit_trail")
@require_safe
def audit_trail(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = TrailFilterForm(request.GET, people=trail_people(organisation))
    chosen = form.chosen()
    line = Line.of(list_events(organisation, **chosen), "occurred_at")
    page = long_page(line, place_of(request.GET, Event), PAGE)
    return render(
        request,
        "profiles/audit_trail.html",
        {
            "organisation": organisation,
            "form": form,
            "page": page,
            "lines": read_trail(page.rows),
            "is_filtered": any(chosen.values()),
        },
    )


@workspace_view("view_audit_trail")
@require_POST
def audit_export(request: HttpRequest, organisation: Profile) -> StreamingHttpResponse:
    """The trail as a file, of what was chosen: CSV, or JSON Lines where `format` is jsonl."""
    form = TrailFilterForm(request.POST, people=trail_people(organisation))
    events = export_audit_trail(
        organisation=organisation, by=actor_of(request), now=timezone.now(), **form.chosen()
    )
    if request.POST.get("format") == "jsonl":
        response = StreamingHttpResponse(trail_as_json_lines(events), content_type="application/jsonl")
        name = "audit-trail.jsonl"
    else:
        response = StreamingHttpResponse(trail_as_csv(events), content_type="text/csv; charset=utf-8")
        name = "audit-trail.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
