"""Months or rosters beside each other: who got further?"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openlaurel.apps.figures.forms import SelectionForm
from openlaurel.apps.figures.presenting import cohort_rows
from openlaurel.apps.figures.queries import MONTH, ROSTER, cohorts_of, list_cohorts
from openlaurel.apps.profiles.access import workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 24


@workspace_view("view_figures")
@require_safe
def cohorts(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = SelectionForm(request.GET, organisation=organisation, today=timezone.now().date())
    selection, by = form.selection(), ROSTER if request.GET.get("by") == ROSTER else MONTH
    page = Paginator(list_cohorts(selection, by), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("by", "page"):
        query.pop(name, None)
    return render(
        request,
        "figures/cohorts.html",
        {
            "organisation": organisation,
            "form": form,
            "chosen": form.chosen_name(),
            "by": by,
            "page": page,
            "rows": cohort_rows(cohorts_of(page, selection, by), by),
            "query": query.urlencode(),
        },
    )
