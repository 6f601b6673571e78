"""The page on which anyone verifies a badge, or many. Of one nothing that is handed over is kept; own badges are counted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openlaurel.apps.figures.visits import visit_of
from openlaurel.apps.issuing.queries import read_identifier
from openlaurel.apps.verifier.errors import InquiryError
from openlaurel.apps.verifier.forms import VerifyForm
from openlaurel.apps.verifier.further_words import further_in_words
from openlaurel.apps.verifier.given import applicant_named, are_many, many_in_text, named_once
from openlaurel.apps.verifier.inquiries import NOTHING, run_at_once, start_inquiry
from openlaurel.apps.verifier.limits import TooOften, check_inquiries, counted
from openlaurel.apps.verifier.presenting import said_by
from openlaurel.apps.verifier.services import (
    VerifierError,
    count_verification,
    verify_text,
    verify_upload,
    verify_url,
)
from openlaurel.apps.verifier.verdicts import verdict_of
from openlaurel.apps.verifier.words import error_in_words, in_words
from openlaurel.core.dossiers import Reading
from openlaurel.core.verification import Report


@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: HttpRequest) -> HttpResponse:
    """This function will verify what is posted. A link with ?url= verifies at once only what is our own.

    So nobody can make this site fetch something by a link that another person follows.
    """
    if request.method == "POST":
        form = VerifyForm(request.POST, request.FILES)
        if not form.is_valid():
            return _form(request, form, 422)
        try:
            with counted(request):
                given = form.cleaned_data
                files = _files(given["file"])
                reading = many_in_text(_as_identifiers(request, given["text"]))
                if reading is not None or are_many(files):
                    return _answer_many(request, form, reading or NOTHING, files)
                text = _as_identifier(request, given["text"])
                return _answer(request, form, given | {"text": text, "file": files})
        except InquiryError as error:
            form.add_error(None, str(error))
            return _form(request, form, 422)
        except TooOften as error:
            wait = _(
                "Too many badges were verified in the last minute. Wait %(seconds)s seconds and try again."
            )
            form.add_error(None, wait % {"seconds": error.wait})
            return _form(request, form, 429)
    url = _as_identifier(request, request.GET.get("url", "").strip()[:2000])
    visit = visit_of(request)
    form = VerifyForm(initial={"text": url, "came_from": visit.origin if visit else ""})
    if _is_own_badge(url):
        return _answer(request, form, {"text": url, "file": None, "recipient": "", "at": None})
    return _form(request, form)


def _as_identifier(request: HttpRequest, text: str) -> str:
    """An address on the site as it is seen here is one of the installation's: its port may differ from the identifiers'."""
    seen = request.build_absolute_uri("/")
    return f"{settings.INSTALLATION.url}/{text.removeprefix(seen)}" if text.startswith(seen) else text


def _as_identifiers(request: HttpRequest, text: str) -> str:
    return "\n".join(_as_identifier(request, line) for line in text.splitlines())


def _files(uploads: Sequence[UploadedFile]) -> dict[str, bytes]:
    names = named_once([str(upload.name or "") for upload in uploads])
    return {name: upload.read() for name, upload in zip(names, uploads, strict=True)}


def _answer_many(
    request: HttpRequest, form: VerifyForm, reading: Reading, files: Mapping[str, bytes]
) -> HttpResponse:
    """What is quickly done is done before the page is shown; a worker goes on with the rest."""
    given = form.cleaned_data
    check_inquiries(request)
    inquiry, token = start_inquiry(
        now=timezone.now(),
        files=files,
        reading=reading,
        applicant=applicant_named(given["recipient"]),
        at=given["at"],
        origin=_origin(request, given) or "",
    )
    run_at_once(inquiry=inquiry, clock=timezone.now)
    return redirect("verifier:inquiry-detail", inquiry_token=token)


def _is_own_badge(url: str) -> bool:
    place = (
        read_identifier(url)
        if url.startswith(tuple(f"{base}/" for base in settings.INSTALLATION.urls))
        else None
    )
    return place is not None and place.kind == "award"


def _form(request: HttpRequest, form: VerifyForm, status: int = 200) -> HttpResponse:
    return render(request, "verifier/verify.html", {"form": form}, status=status)


def _answer(request: HttpRequest, form: VerifyForm, given: dict[str, Any]) -> HttpResponse:
    try:
        report = _verify(given)
    except VerifierError as error:
        context = {"form": form, "problem": error_in_words(error)}
        return render(request, "verifier/verify.html", context, status=422)
    count_verification(report, origin=_origin(request, given), now=timezone.now())
    context = {
        "form": form,
        "report": report,
        "verdict": verdict_of(report),
        "checks": in_words(report),
        "further": further_in_words(report),
        "said": said_by(report),
        "checked_at": timezone.now(),
        "own_url": given["text"] if _is_own_badge(given["text"]) else "",
    }
    return render(request, "verifier/verify.html", context)


def _origin(request: HttpRequest, given: dict[str, Any]) -> str | None:
    """From what class of site somebody came to the form; a form that is sent from this page brings it along."""
    visit = visit_of(request)
    return (given.get("came_from") or visit.origin) if visit else None


def _verify(given: dict[str, Any]) -> Report:
    now, asked = timezone.now(), {"recipient": given["recipient"], "at": given["at"]}
    for name, content in (given["file"] or {}).items():
        return verify_upload(content, name, now=now, **asked)
    if _is_own_badge(given["text"]):
        return verify_url(given["text"], now=now, **asked)
    return verify_text(given["text"], now=now, **asked)
