"""What others see: a published portfolio, and a collection that is shown."""

import hashlib
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.portfolio.cards import portfolio_card
from openlaurel.apps.portfolio.models import Portfolio
from openlaurel.apps.portfolio.queries import collection_page, find_portfolio, portfolio_of, portfolio_page
from openlaurel.apps.portfolio.themes import sheet_of
from openlaurel.apps.portfolio.views.own import shown_context


@require_safe
def shown(request: HttpRequest, handle: str) -> HttpResponse:
    """The page of a published portfolio; a handle that it had before leads to it."""
    portfolio = found_or_404(handle)
    if portfolio.handle != handle:
        return redirect("portfolio:shown", handle=portfolio.handle)
    response = render(request, "portfolio/shown.html", shown_context(portfolio))
    if not portfolio.is_findable:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def card(request: HttpRequest, handle: str) -> HttpResponse:
    """The picture of a shared link."""
    portfolio = found_or_404(handle)
    content = portfolio_card(portfolio_page(portfolio, now=timezone.now()))
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response: HttpResponse = HttpResponse(content, content_type="image/png")
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def collection_shown(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """A collection for whoever has its link, or for everybody."""
    page = collection_page(collection_id, now=timezone.now())
    if page is None:
        raise Http404
    portfolio = portfolio_of(page.collection.account)
    is_linked = portfolio is not None and portfolio.is_published
    context = {
        "page": page,
        "collection": page.collection,
        "portfolio": portfolio if is_linked else None,
        "sheet": sheet_of(portfolio) if portfolio else "",
    }
    response = render(request, "portfolio/collection_shown.html", context)
    is_findable = portfolio is not None and is_linked and portfolio.is_findable
    if page.collection.visibility != Visibility.PUBLIC or not is_findable:
        response["X-Robots-Tag"] = "noindex"
    return response


def found_or_404(handle: str) -> Portfolio:
    """This function will return the published portfolio of a handle, or raise Http404."""
    portfolio = find_portfolio(handle)
    if portfolio is None:
        raise Http404
    return portfolio
