"""How a page shows a long job: as it stands, and how far it is while it runs."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def progress_page(
    request: HttpRequest, page: str, part: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """This function will answer with the template `page`, or with `part` of it that htmx asks for again and again.

    Once `is_active` of the context isn't true any more, htmx is told to load the whole page.
    """
    if request.htmx and context["is_active"]:  # type: ignore[attr-defined]
        return render(request, part, context)
    response = render(request, page, context, status=status)
    if request.htmx:  # type: ignore[attr-defined]
        response["HX-Refresh"] = "true"
    return response
