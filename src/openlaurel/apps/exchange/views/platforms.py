"""What a person allowed other platforms, and how to end it; what this service tells platforms about itself."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.queries import platforms_of, scopes_given
from openlaurel.apps.exchange.scopes import SCOPES
from openlaurel.apps.exchange.services import end_access
from openlaurel.apps.profiles.queries import page_of

PAGE_SIZE = 24


@login_required
@never_cache
@require_safe
def platform_list(request: HttpRequest) -> HttpResponse:
    account = cast(Account, request.user)
    rows = page_of(
        platforms_of(account),
        request.GET.get("page"),
        PAGE_SIZE,
        lambda row: (row, [SCOPES[name] for name in scopes_given(account, row) if name in SCOPES]),
    )
    return render(request, "exchange/platform_list.html", {"platforms": rows})


@login_required
@require_POST
def platform_end(request: HttpRequest, platform_id: UUID) -> HttpResponse:
    if end_access(account=cast(Account, request.user), platform_id=platform_id, now=timezone.now()):
        messages.success(request, _("The platform can't reach your wallet any more."))
    return redirect("exchange:platform-list")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Privacy and terms of the service, which its description refers to."""
    return render(request, "exchange/about.html")
