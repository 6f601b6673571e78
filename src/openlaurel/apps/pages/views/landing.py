"""The front page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlaurel.apps.catalog.queries import Filters, earnable_among, search_catalogue
from openlaurel.apps.profiles.queries import issuers

HIGHLIGHTS = 6
ISSUERS = 24


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """This function will say what this is, what to do next, and show the newest of the catalogue."""
    newest = search_catalogue(Filters(order="newest"), size=HIGHLIGHTS)
    context = {
        "highlights": newest.object_list,
        "count": newest.paginator.count,
        "earnable": earnable_among(newest.object_list),
        "issuers": Paginator(issuers(), ISSUERS).get_page(request.GET.get("issuers")),
    }
    return render(request, "pages/landing.html", context)
