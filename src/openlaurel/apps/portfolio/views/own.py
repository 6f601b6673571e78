"""One's own portfolio: what stands in it, how it looks, who sees it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.portfolio.arranging import arrangement_of, rearranged
from openlaurel.apps.portfolio.errors import HandleTaken, InvalidPortfolio, TooManyHere
from openlaurel.apps.portfolio.forms import DetailsForm, LookForm, PublishForm, StartForm
from openlaurel.apps.portfolio.models import EntryKind, Portfolio
from openlaurel.apps.portfolio.queries import (
    collections_of,
    placed_refs,
    portfolio_of,
    portfolio_page,
    portfolio_url,
)
from openlaurel.apps.portfolio.services import (
    arrange_portfolio,
    change_details,
    choose_look,
    create_portfolio,
    publish_portfolio,
    withdraw_portfolio,
)
from openlaurel.apps.portfolio.themes import COLOURS, sheet_of
from openlaurel.apps.portfolio.views import account_of, own_portfolio


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio(request: HttpRequest) -> HttpResponse:
    """The desk; before there is a portfolio, the form that makes it."""
    account = account_of(request)
    found = portfolio_of(account)
    if found is None:
        return _start(request)
    entries = list(found.entries.all())
    context = {
        "portfolio": found,
        "url": portfolio_url(found),
        "page": portfolio_page(found, now=timezone.now()),
        "badge_count": found.badges.count(),
        "kinds": [
            (kind, kind.label, [entry for entry in entries if entry.kind == kind]) for kind in EntryKind
        ],
        "collections": collections_of(account),
        "form": PublishForm(initial={"is_findable": found.is_findable, "offers_resume": found.offers_resume}),
    }
    return render(request, "portfolio/portfolio.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    found = own_portfolio(request)
    form = DetailsForm(request.POST) if request.method == "POST" else DetailsForm.of(found)
    if form.is_bound and form.is_valid():
        try:
            change_details(portfolio=found, details=form.details(), now=timezone.now())
        except (HandleTaken, TooManyHere) as error:
            form.add_error("handle", str(error))
        except InvalidPortfolio as error:
            _tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("portfolio:portfolio")
    context = {"form": form, "prefix": reverse("portfolio:shown", args=["x"])[:-1]}
    return render(request, "portfolio/details.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """The page itself wears the colours that are chosen."""
    found = own_portfolio(request)
    given = {"theme": found.theme, "colour": found.colour}
    form = LookForm(request.POST) if request.method == "POST" else LookForm(initial=given)
    if form.is_bound and form.is_valid():
        try:
            choose_look(portfolio=found, now=timezone.now(), **form.cleaned_data)
        except InvalidPortfolio as error:
            _tell(form, error)
        else:
            messages.success(request, _("Saved. This page wears the colours, too."))
            return redirect("portfolio:look")
    context = {"form": form, "portfolio": found, "sheet": sheet_of(_saved(found)), "colours": COLOURS}
    return render(request, "portfolio/look.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def badges(request: HttpRequest) -> HttpResponse:
    """Which badges the portfolio shows, in which order."""
    found = own_portfolio(request)
    refs = placed_refs(found.badges.all())
    if request.method == "POST":
        order, anchor = rearranged(refs, request.POST)
        arrange_portfolio(portfolio=found, refs=order, now=timezone.now())
        return redirect(reverse("portfolio:badges") + (f"#{anchor}" if anchor else ""))
    arrangement = arrangement_of(account_of(request), refs, now=timezone.now())
    context = {"portfolio": found, "arrangement": arrangement, "action": request.path}
    return render(request, "portfolio/badges.html", context)


@login_required
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    form = PublishForm(request.POST)
    form.is_valid()
    found = own_portfolio(request)
    was_published = found.is_published
    publish_portfolio(portfolio=found, now=timezone.now(), **form.cleaned_data)
    words = _("Saved.") if was_published else _("Your portfolio is open to everybody who has its address.")
    messages.success(request, words)
    return redirect("portfolio:portfolio")


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    withdraw_portfolio(portfolio=own_portfolio(request), now=timezone.now())
    messages.success(request, _("Only you see your portfolio now. Everything in it is kept."))
    return redirect("portfolio:portfolio")


@login_required
@never_cache
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """What a stranger sees, made by the same code, or would see once it is published."""
    found = own_portfolio(request)
    context = shown_context(found) | {"is_preview": True}
    return render(request, "portfolio/shown.html", context)


def shown_context(found: Portfolio) -> dict[str, Any]:
    """This function will return what the public page of a portfolio is made from."""
    return {
        "portfolio": found,
        "page": portfolio_page(found, now=timezone.now()),
        "sheet": sheet_of(found),
    }


def _start(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    form = StartForm(request.POST if request.method == "POST" else None, initial={"name": account.name})
    if form.is_bound and form.is_valid():
        try:
            create_portfolio(account=account, now=timezone.now(), **form.cleaned_data)
        except HandleTaken as error:
            form.add_error("handle", str(error))
        except InvalidPortfolio as error:
            _tell(form, error)
        else:
            messages.success(request, _("Your portfolio is made. Nobody else sees it before you publish it."))
            return redirect("portfolio:portfolio")
    context = {"form": form, "prefix": reverse("portfolio:shown", args=["x"])[:-1]}
    return render(request, "portfolio/start.html", context, status=422 if form.errors else 200)


def _tell(form: StartForm | LookForm, error: InvalidPortfolio) -> None:
    for field, problem in error.problems.items():
        form.add_error(field, problem)


def _saved(found: Portfolio) -> Portfolio:
    """As it is stored: what was refused was set on the object only."""
    return Portfolio.objects.get(pk=found.pk)
