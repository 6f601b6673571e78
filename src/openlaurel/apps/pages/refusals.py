"""What a stranger is told where a badge isn't shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.pages.queries.award_page import is_answered, is_public


def not_shown(request: HttpRequest, award: Award | None) -> HttpResponse:
    """This function will say that a badge is private, and nothing else of it.

    For one that was never accepted it says the same as for none, so that nobody learns which it is.
    """
    if award is not None and is_answered(award) and not is_public(award):
        response = render(request, "pages/award_hidden.html", status=403)
        response["X-Robots-Tag"] = "noindex"
        return response
    return render(request, "pages/award_private.html", status=404)
