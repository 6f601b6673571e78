"""Imported badges: the list for their organisation, their own page for everybody, and where old addresses lead."""

from uuid import UUID

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
from django.views.decorators.http import require_safe

from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.moves.forms import RedirectForm, SearchForm
from openlaurel.apps.moves.models import ImportedAward
from openlaurel.apps.moves.models.imported import ClaimedState
from openlaurel.apps.moves.queries import (
    find_imported,
    imported_about,
    imported_url,
    list_imported,
    moved_addresses,
)
from openlaurel.apps.moves.services.checking import report_of
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import can
from openlaurel.apps.verifier.verdicts import verdict_of
from openlaurel.apps.verifier.words import in_words
from openlaurel.core.moves import FORMATS, PLATFORMS

PAGE = 50
TYPES = {"png": "image/png", "svg": "image/svg+xml", "json": "application/json", "jwt": "text/plain"}
LOCKED_DOWN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@workspace_view("move_badges")
@require_safe
def imported_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """What was imported, and where old addresses lead now."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = list_imported(organisation, asked.get("words", ""), asked.get("platform", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "moves/imported_list.html",
        {
            "organisation": organisation,
            "form": form,
            "page": page,
            "platforms": PLATFORMS,
            "redirect_form": RedirectForm(),
            "has_addresses": organisation.imported_awards.exclude(source_url="").exists(),
        },
    )


@workspace_view("move_badges")
@require_safe
def redirects(request: HttpRequest, organisation: Profile) -> HttpResponseBase:
    """A file that leads from old addresses to new ones."""
    form = RedirectForm(request.GET)
    if not form.is_valid():
        return redirect("moves:imported-list", handle=organisation.handle)
    name, write = FORMATS[form.cleaned_data["format"]]
    lines = write(moved_addresses(organisation, form.cleaned_data["old"]))
    response = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def imported_detail(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """What whoever imported a badge claims of it, and what verifying its own file found. It names no holder to others."""
    imported = _visible(imported_id)
    report = report_of(imported.report)
    response = render(
        request,
        "moves/imported_detail.html",
        {
            "imported": imported,
            "definition": imported.definition,
            "organisation": imported.organisation,
            "platform": PLATFORMS.get(imported.platform, imported.platform),
            "is_from_anywhere": imported.platform == "open_badges",
            "is_revoked": imported.state == ClaimedState.REVOKED,
            "may_have_file": _may_have_file(request, imported),
            "report": report,
            "verdict": verdict_of(report) if report else None,
            "checks": in_words(report) if report else [],
            "url": imported_url(imported.pk),
        },
    )
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def imported_json(request: HttpRequest, imported_id: UUID) -> JsonResponse:
    """The same for programs. What stands under `claimedByImporter` is proved by nothing here."""
    imported = _visible(imported_id)
    report = report_of(imported.report)
    response = JsonResponse(
        {
            "id": imported_url(imported.pk),
            "imported": True,
            "importedBy": imported.organisation.name,
            "importedAt": imported.imported_at,
            "award": award_url(imported.award_id) if imported.award_id else None,
            "claimedByImporter": {
                "name": imported.definition.name,
                "platform": imported.platform,
                "originalId": imported.source_id,
                "originalUrl": imported.source_url or None,
                "issuedOn": imported.issued_on,
                "expiresOn": imported.expires_on,
                "state": imported.state,
            },
            "original": {"verified": report.verified, "checkedAt": imported.checked_at} if report else None,
        }
    )
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def imported_image(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """The picture of what was earned, made harmless."""
    imported = _visible(imported_id)
    if not imported.definition.image:
        raise Http404
    response = HttpResponse(bytes(imported.definition.image), content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def imported_original(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """The badge's own file, byte for byte; for its holder and for those who imported it, since it may name them."""
    imported = _visible(imported_id)
    if not imported.original or not _may_have_file(request, imported):
        raise Http404
    kind = imported.kind_of_original
    response = HttpResponse(bytes(imported.original), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{imported.pk}.{kind}"'
    response["Content-Security-Policy"] = LOCKED_DOWN
    response["Cache-Control"] = "private, no-store"
    return response


def _visible(imported_id: UUID) -> ImportedAward:
    imported = find_imported(imported_id)
    if imported is None or imported.recipient_erased_at is not None:
        raise Http404
    return imported


def _may_have_file(request: HttpRequest, imported: ImportedAward) -> bool:
    if not request.user.is_authenticated:
        return False
    is_own = imported_about(request.user).filter(pk=imported.pk).exists()
    return is_own or can(actor_of(request), "move_badges", imported.organisation)
