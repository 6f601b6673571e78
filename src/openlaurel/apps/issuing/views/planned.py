"""What is issued on a date: listed, and cancelled before."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.issuing.errors import NotPossibleNow
from openlaurel.apps.issuing.models import PlannedAward
from openlaurel.apps.issuing.queries.batches import (
    get_planned,
    issuable_versions,
    list_planned,
    list_planned_batches,
)
from openlaurel.apps.issuing.services import cancel_planned
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50


@workspace_view("issue_award")
@require_safe
def planned_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    names = dict(issuable_versions(organisation).values_list("achievement", "name"))
    page = Paginator(list_planned(organisation), PAGE).get_page(request.GET.get("page"))
    batches = Paginator(list_planned_batches(organisation), PAGE).get_page(request.GET.get("rosters"))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [(found, names.get(found.achievement_id, found.achievement.slug)) for found in page],
        "batches": batches,
    }
    return render(request, "issuing/planned_list.html", context)


@workspace_view("issue_award")
@require_POST
def planned_cancel(request: HttpRequest, organisation: Profile, planned_id: UUID) -> HttpResponse:
    try:
        planned = get_planned(organisation, planned_id)
    except PlannedAward.DoesNotExist:
        raise Http404 from None
    try:
        cancel_planned(planned=planned, by=actor_of(request), now=timezone.now())
    except NotPossibleNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Cancelled. Nobody gets this badge."))
    return redirect("issuing:planned-list", handle=organisation.handle)
