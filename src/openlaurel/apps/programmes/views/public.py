"""A programme's public page, with the way of whoever is signed in, and its picture."""

import hashlib
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.programmes.models import Programme
from openlaurel.apps.programmes.queries import (
    cover_bytes,
    get_public,
    programme_page,
    programme_url,
    sheet_url_of,
    structured_data,
)


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        programme = get_public(slug)
    except Programme.DoesNotExist:
        raise Http404 from None
    account = cast(Account, request.user) if request.user.is_authenticated else None
    page = programme_page(programme, account, now=timezone.now())
    context = {
        "page": page,
        "programme": programme,
        "organisation": programme.organisation,
        "sheet": sheet_url_of(programme),
        "canonical": programme_url(programme),
        "structured_data": structured_data(page),
    }
    return render(request, "programmes/programme_detail.html", context)


@require_safe
def programme_cover(request: HttpRequest, slug: str) -> HttpResponse:
    content = cover_bytes(slug)
    if not content:
        raise Http404
    response = HttpResponse(content, content_type="image/png")
    response["ETag"] = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if "v" in request.GET else "public, max-age=300"
    )
    return response
