"""The entrance of every workspace: whoever lacks what it asks for is led to where they get it."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.signon.queries import two_factor_due


def check_entrance(request: HttpRequest, organisation: Profile) -> HttpResponseBase | None:
    """This function will return None for a member who has what `organisation` asks for, else a page that says what is
    missing (403)."""
    now = timezone.now()
    due = two_factor_due(organisation, cast(Account, request.user), now)
    if due is not None and due <= now:
        return render(request, "signon/two_factor_needed.html", {"organisation": organisation}, status=403)
    return None
