"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlaurel.apps.catalog.queries import published_versions

HIGHLIGHTS = 6


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """This function will say what this is, what to do next, and show the newest of the catalogue."""
    versions = published_versions().order_by("-published_at", "id")
    context = {"highlights": versions[:HIGHLIGHTS], "count": versions.count()}
    return render(request, "pages/landing.html", context)
