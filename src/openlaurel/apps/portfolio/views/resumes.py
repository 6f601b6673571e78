"""The résumé as a file: for its person in every form, for visitors where its person offers it."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openlaurel.adapters.certificates import CannotBeSet
from openlaurel.apps.accounts.access import add_to_count, client_of
from openlaurel.apps.portfolio.errors import NothingToRecord
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.queries import portfolio_of, portfolio_page
from openlaurel.apps.portfolio.resumes import FORMS, europass_losses, make_resume
from openlaurel.apps.portfolio.services import sign_record
from openlaurel.apps.portfolio.views import account_of, own_portfolio
from openlaurel.apps.portfolio.views.public import found_or_404

# Setting a PDF takes a part of a second; a person needs a few.
A_MINUTE = 20
SECONDS = 60


@login_required
@never_cache
@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """Every form, with what it is for, and the two that are pasted as texts to copy."""
    portfolio, now = own_portfolio(request), timezone.now()
    page = portfolio_page(portfolio, now=now, with_links=True)
    context = {
        "portfolio": portfolio,
        "left_out": portfolio.badges.count() - len(page.badges),
        "html_card": make_resume(portfolio, "html", for_person=True, now=now).decode(),
        "markdown_card": make_resume(portfolio, "markdown", for_person=True, now=now).decode(),
        "losses": europass_losses(portfolio, now=now),
    }
    return render(request, "portfolio/resume.html", context)


@login_required
@never_cache
@require_safe
def resume_file(request: HttpRequest, form: str) -> HttpResponse:
    return _file(request, own_portfolio(request), form, for_person=True)


@login_required
@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """A record is signed anew each time, as of this moment; nothing of it is kept."""
    now = timezone.now()
    if _too_often(request, now):
        return render(request, "429.html", status=429)
    try:
        signed = sign_record(account=account_of(request), now=now)
    except NothingToRecord as error:
        messages.error(request, str(error))
        return redirect("portfolio:resume" if portfolio_of(account_of(request)) else "wallet:wallet")
    response = HttpResponse(signed.document, content_type="application/vc+ld+json")
    response["Content-Disposition"] = f'attachment; filename="record-{now:%Y-%m-%d}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def shown_resume(request: HttpRequest, handle: str, form: str) -> HttpResponse:
    """What a visitor may have says no more than the page does."""
    portfolio = found_or_404(handle)
    if not portfolio.offers_resume or form not in FORMS or not FORMS[form].is_public:
        raise Http404
    response = _file(request, portfolio, form, for_person=False)
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(request: HttpRequest, portfolio: Portfolio, form: str, *, for_person: bool) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    now = timezone.now()
    if _too_often(request, now):
        return render(request, "429.html", status=429)
    try:
        content = make_resume(portfolio, form, for_person=for_person, now=now)
    except CannotBeSet as error:
        return render(request, "portfolio/resume_not_set.html", {"fault": str(error)}, status=422)
    response = HttpResponse(content, content_type=FORMS[form].media_type)
    name = f"{portfolio.handle}.{FORMS[form].ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _too_often(request: HttpRequest, now: datetime) -> bool:
    key = f"resume:{int(now.timestamp()) // SECONDS}:{client_of(request)}"
    return add_to_count(key, 1, seconds=SECONDS) > A_MINUTE
