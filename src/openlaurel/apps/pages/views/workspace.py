"""The first page of an organisation's workspace."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.pages.queries.overview import overview_of
from openlaurel.apps.profiles.access import workspace_view
from openlaurel.apps.profiles.models import Profile


@require_safe
@workspace_view("view_workspace")
def org_overview(request: HttpRequest, organisation: Profile) -> HttpResponse:
    overview = overview_of(organisation, cast(Account, request.user))
    context = {"organisation": organisation, "overview": overview}
    return render(request, "pages/org_overview.html", context)
