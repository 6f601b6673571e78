"""Where somebody lands who signed in."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.pages.queries.home import home_of


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    account = cast(Account, request.user)
    return render(request, "pages/home.html", {"home": home_of(account, request.GET, now=timezone.now())})
