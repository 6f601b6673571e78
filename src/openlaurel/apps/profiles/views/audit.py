"""The audit trail: who did what, and when."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlaurel.apps.profiles.access import workspace_view
from openlaurel.apps.profiles.forms import TrailFilterForm
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import list_events, read_trail, trail_people


@workspace_view("view_audit_trail")
@require_safe
def audit_trail(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = TrailFilterForm(request.GET, people=trail_people(organisation))
    chosen = form.chosen()
    page = Paginator(list_events(organisation, **chosen), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "profiles/audit_trail.html",
        {
            "organisation": organisation,
            "form": form,
            "page": page,
            "lines": read_trail(page.object_list),
            "is_filtered": any(chosen.values()),
        },
    )
