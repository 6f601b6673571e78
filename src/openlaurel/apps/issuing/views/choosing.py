"""Which micro-credential to issue: where there are too many for a list, a search comes first."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import PAGE_SIZE, Filters, found_versions
from openlaurel.apps.issuing.forms import MOST_LISTED
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.profiles.models import Profile


def chosen_version(request: HttpRequest, organisation: Profile) -> AchievementVersion | None:
    """This function will return what the address names as ?achievement= or ?version=, if the organisation can issue it."""
    slug, version_id = request.GET.get("achievement", ""), request.GET.get("version", "")
    rows = issuable_versions(organisation)
    try:
        return (
            rows.filter(pk=UUID(version_id)).first()
            if version_id
            else rows.filter(achievement__slug=slug).first()
        )
    except ValueError:
        return None


def is_long(organisation: Profile) -> bool:
    """This function will tell whether there is more to issue than a list can offer."""
    return issuable_versions(organisation).count() > MOST_LISTED


def choose(request: HttpRequest, organisation: Profile, heading: str, **context: Any) -> HttpResponse:
    """This function will answer with the search, whose results lead back to the same page with ?achievement=."""
    words = request.GET.get("q", "")[:200]
    found = found_versions(Filters(words=words, organisation=organisation.handle))
    return render(
        request,
        "issuing/choose.html",
        {
            "organisation": organisation,
            "heading": heading,
            "words": words,
            "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
            **context,
        },
    )
