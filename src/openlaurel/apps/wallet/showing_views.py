"""Who may see which of one's badges: all of them on one page, changed many at once, and undone."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.wallet.errors import UndoneAlready
from openlaurel.apps.wallet.forms import DECISIONS, ShowingForm
from openlaurel.apps.wallet.held import HeldBadge, has_evidence, held_badges
from openlaurel.apps.wallet.models import ShowingChange
from openlaurel.apps.wallet.services import change_evidence, change_visibility, undo_change

PAGE_SIZE = 48


@login_required
@never_cache
@require_safe
def showing(request: HttpRequest) -> HttpResponse:
    """This function will list the badges, those of one visibility or a single one where the address says so."""
    return _page(request, request.GET.get("show", ""), request.GET.get("badge", ""))


@login_required
@require_POST
def showing_change(request: HttpRequest) -> HttpResponse:
    """The page afterwards says what changed, and offers to take it back."""
    account, show = cast(Account, request.user), request.POST.get("show", "")
    only = request.POST.get("only", "")
    badges = _listed(account, show, only)
    form = ShowingForm(request.POST, [badge.ref for badge in badges])
    if not form.is_valid():
        return _page(request, show, only, form)
    decision, now = form.cleaned_data["decision"], timezone.now()
    if decision in Visibility.values:
        change = change_visibility(account=account, refs=form.chosen, visibility=decision, now=now)
    else:
        is_hidden = decision == "hide-evidence"
        change = change_evidence(account=account, refs=form.chosen, is_hidden=is_hidden, now=now)
    return redirect(_back(request, f"?{urlencode({'show': show} if show else {})}", change))


@login_required
@require_POST
def showing_undo(request: HttpRequest, change_id: UUID) -> HttpResponse:
    change = get_object_or_404(ShowingChange, pk=change_id, account=request.user)
    try:
        undo_change(change=change, now=timezone.now())
    except UndoneAlready as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is as it was before."))
    return redirect(_back(request, ""))


def _page(request: HttpRequest, show: str, only: str, form: ShowingForm | None = None) -> HttpResponse:
    account = cast(Account, request.user)
    show = show if show in Visibility.values else ""
    badges = _listed(account, show, only)
    page = Paginator(badges, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "lines": [(badge, has_evidence(badge)) for badge in page],
        "count": len(badges),
        "show": show,
        "only": only if only and badges else "",
        "filters": [("", _("All")), *Visibility.choices],
        "decisions": DECISIONS.items(),
        "chosen": form.data.get("decision", "") if form else "",
        "ticked": request.POST.getlist("badge") if form else [only],
        "form": form,
        "next": _next(request),
        "here": reverse("wallet:showing"),
    }
    return render(request, "wallet/showing.html", context, status=422 if form else 200)


def _listed(account: Account, show: str, only: str) -> list[HeldBadge]:
    badges = held_badges(account, now=timezone.now(), refs=[only] if only else None)
    return [badge for badge in badges if show not in Visibility.values or badge.visibility == show]


def _next(request: HttpRequest) -> str:
    """Where somebody came from; never another site."""
    wanted = (request.POST if request.method == "POST" else request.GET).get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, None) and wanted.startswith("/") else ""


def _back(request: HttpRequest, query: str, change: ShowingChange | None = None) -> str:
    url = _next(request) or reverse("wallet:showing") + ("" if query == "?" else query)
    if change is None:
        return url
    return f"{url}{'&' if '?' in url else '?'}changed={change.pk}"
