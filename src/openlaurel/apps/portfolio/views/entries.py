"""Projects, work and degrees of one's own portfolio."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.portfolio.errors import TooManyHere
from openlaurel.apps.portfolio.forms import EntryForm
from openlaurel.apps.portfolio.models import Entry, EntryKind
from openlaurel.apps.portfolio.services import move_entry, remove_entry, save_entry
from openlaurel.apps.portfolio.views import account_of, own_portfolio
from openlaurel.apps.wallet.held import held_badges


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry_create(request: HttpRequest, kind: str) -> HttpResponse:
    portfolio = own_portfolio(request)
    if kind not in EntryKind.values:
        raise Http404
    held = held_badges(account_of(request), now=timezone.now())
    form = EntryForm(request.POST if request.method == "POST" else None, kind=kind, held=held)
    if form.is_bound and form.is_valid():
        try:
            save_entry(portfolio=portfolio, draft=form.draft(), now=timezone.now())
        except TooManyHere as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added."))
            return redirect("portfolio:portfolio")
    return _page(request, form, None)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    entry = _own(request, entry_id)
    held = held_badges(account_of(request), now=timezone.now())
    form = EntryForm.of(entry, held)
    if request.method == "POST":
        form = EntryForm(request.POST, kind=entry.kind, held=held)
        if form.is_valid():
            save_entry(portfolio=entry.portfolio, draft=form.draft(), entry=entry, now=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("portfolio:portfolio")
    return _page(request, form, entry)


@login_required
@require_POST
def entry_move(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    entry = _own(request, entry_id)
    move_entry(entry=entry, step=-1 if "up" in request.POST else 1, now=timezone.now())
    response = redirect("portfolio:portfolio")
    response["Location"] += f"#entry-{entry.pk}"
    return response


@login_required
@require_POST
def entry_remove(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    entry = _own(request, entry_id)
    remove_entry(entry=entry, now=timezone.now())
    messages.success(request, _("“%(title)s” is removed.") % {"title": entry.title})
    return redirect("portfolio:portfolio")


def _own(request: HttpRequest, entry_id: UUID) -> Entry:
    rows = Entry.objects.select_related("portfolio__account")
    return get_object_or_404(rows, pk=entry_id, portfolio=own_portfolio(request))


def _page(request: HttpRequest, form: EntryForm, entry: Entry | None) -> HttpResponse:
    context = {"form": form, "entry": entry, "kind": EntryKind(form.kind)}
    return render(request, "portfolio/entry.html", context, status=422 if form.errors else 200)
