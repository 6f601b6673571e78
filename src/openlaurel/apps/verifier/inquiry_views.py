"""The page of an inquiry, for whoever has its link. It is neither kept nor passed on by browsers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.events.access import progress_page
from openlaurel.apps.verifier.errors import InquiryError
from openlaurel.apps.verifier.exporting import inquiry_lines, inquiry_pdf
from openlaurel.apps.verifier.finding_words import finding_in_words, remark_in_words
from openlaurel.apps.verifier.inquiries import erase_inquiry, resume_inquiry, stop_inquiry
from openlaurel.apps.verifier.models import Inquiry, InquiryState
from openlaurel.apps.verifier.queries import counts_of, files_of, get_inquiry, rows_of, signed_report
from openlaurel.apps.verifier.statements import context_document, installation_did, installation_document

View = Callable[..., HttpResponseBase]
_Response = TypeVar("_Response", bound=HttpResponseBase)
PAGE = 25
ACTIVE = frozenset({InquiryState.QUEUED, InquiryState.RUNNING})
CHANGES = {"stop": stop_inquiry, "go-on": resume_inquiry}


def _secret(view: View) -> View:
    """The address is a secret: what is at it is for its bearer alone."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, inquiry_token: str) -> HttpResponseBase:
        inquiry = get_inquiry(inquiry_token, timezone.now())
        response = (
            render(request, "verifier/inquiry_gone.html", status=404)
            if inquiry is None
            else view(request, inquiry, inquiry_token)
        )
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@_secret
@require_safe
def inquiry_detail(request: HttpRequest, inquiry: Inquiry, token: str) -> HttpResponse:
    """How far it is, and what was found so far. While it is being done, the page asks again by itself."""
    counts = counts_of(inquiry)
    page = Paginator(range(counts.total), PAGE).get_page(request.GET.get("page"))
    start = (page.number - 1) * PAGE
    is_active = inquiry.state in ACTIVE
    context = {
        "inquiry": inquiry,
        "token": token,
        "counts": counts,
        "page": page,
        "is_active": is_active,
        "is_done": inquiry.state == InquiryState.DONE,
        "is_stopped": inquiry.state == InquiryState.STOPPED,
        "findings": [finding_in_words(row, inquiry.at) for row in rows_of(inquiry, start, start + PAGE)],
        "remarks": [
            (about.name, [remark_in_words(remark) for remark in about.remarks])
            for about in files_of(inquiry)
            if about.remarks
        ],
    }
    return progress_page(request, "verifier/inquiry_detail.html", "verifier/_inquiry_progress.html", context)


@_secret
@require_POST
def inquiry_change(request: HttpRequest, inquiry: Inquiry, token: str) -> HttpResponse:
    """Stops it, goes on with it, or erases it, as `change` says."""
    change = request.POST.get("change", "")
    if change == "erase":
        erase_inquiry(inquiry=inquiry, now=timezone.now())
        messages.success(request, _("Erased: what you gave, what was found, and this link."))
        return redirect("verifier:verify")
    if change in CHANGES:
        try:
            CHANGES[change](inquiry=inquiry, now=timezone.now())
        except InquiryError as error:
            messages.error(request, str(error))
    return redirect("verifier:inquiry-detail", inquiry_token=token)


@_secret
@require_safe
def inquiry_report(request: HttpRequest, inquiry: Inquiry, token: str) -> HttpResponse:
    """The signed report, byte for byte as it was signed."""
    _check_done(inquiry)
    response = HttpResponse(signed_report(inquiry), content_type="application/vc")
    return _named(response, inquiry, "json")


@_secret
@require_safe
def inquiry_table(request: HttpRequest, inquiry: Inquiry, token: str) -> StreamingHttpResponse:
    """The same as a table, in the reader's language; of what was verified so far."""
    response = StreamingHttpResponse(inquiry_lines(inquiry), content_type="text/csv; charset=utf-8")
    return _named(response, inquiry, "csv")


@_secret
@require_safe
def inquiry_paper(request: HttpRequest, inquiry: Inquiry, token: str) -> HttpResponse:
    """The same to be printed, in the reader's language, with the signed report attached."""
    _check_done(inquiry)
    response = HttpResponse(inquiry_pdf(inquiry), content_type="application/pdf")
    return _named(response, inquiry, "pdf")


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """The key by which this installation signs reports."""
    return HttpResponse(installation_document(installation_did()), content_type="application/did+json")


@require_safe
def report_context(request: HttpRequest) -> JsonResponse:
    """What the terms of a report stand for."""
    response = JsonResponse(context_document(), content_type="application/ld+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _check_done(inquiry: Inquiry) -> None:
    if inquiry.state != InquiryState.DONE:
        raise Http404


def _named(response: _Response, inquiry: Inquiry, ending: str) -> _Response:
    name = f"badges-{inquiry.created_at:%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
