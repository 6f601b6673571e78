"""The page of a badge, and the same badge as a file, negotiated or by its ending."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from openlaurel.adapters.certificates import CannotBeSet
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.certificates.composing import certificate_pdf
from openlaurel.apps.figures.services import note_share, note_view
from openlaurel.apps.figures.visits import Visit, came_from_page, visit_of
from openlaurel.apps.issuing.models import Award, AwardState, Visibility
from openlaurel.apps.issuing.queries import baked_png, baked_svg, credential_bytes
from openlaurel.apps.issuing.services import claim_url
from openlaurel.apps.pages.cards import has_card
from openlaurel.apps.pages.negotiating import JSON_TYPES, wanted_type
from openlaurel.apps.pages.queries.award_page import (
    award_page,
    find_award,
    find_award_by_code,
    hides_file,
    is_public,
    may_see,
)
from openlaurel.apps.pages.queries.earning import way_to_earn
from openlaurel.apps.pages.refusals import not_shown
from openlaurel.apps.pages.sharing import share_url, structured_data
from openlaurel.apps.pages.shelf import VIEW, may_keep
from openlaurel.apps.profiles.policies import Actor, roles_of
from openlaurel.apps.wallet.leads import leads_of
from openlaurel.apps.wallet.next_steps import held_by, next_step_of

# A picture with a credential inside is opened as a picture only: it loads and runs nothing.
LOCKED_DOWN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


View = Callable[Concatenate[HttpRequest, Award, ...], HttpResponse]


def _for_whom_it_is(*, with_file: bool = False) -> Callable[[View], Callable[..., HttpResponse]]:
    """The view gets the award where it is shown to whoever asks, and with the signed file where that is."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, award_id: UUID, **rest: str) -> HttpResponse:
            award, account = find_award(award_id), _account(request)
            if award is None or not may_see(award, account):
                return not_shown(request, award)
            if with_file and hides_file(award, account):
                return _without_file(request, award)
            return view(request, award, **rest)

        return guarded

    return decorate


class Elsewhere(HttpResponseRedirect):
    """Leads to another site, or to the visitor's own mail program."""

    allowed_schemes = ["https", "mailto"]


@require_safe
@_for_whom_it_is()
def award_detail(request: HttpRequest, award: Award) -> HttpResponse:
    """This function will answer with the page, or with the badge's file when the request prefers one."""
    wanted = wanted_type(request.headers.get("Accept", "*/*"))
    if wanted == "text/html":
        response = _page(request, award)
    elif hides_file(award, _account(request)):
        response = _without_file(request, award)
    elif wanted in JSON_TYPES:
        response = _json(award, wanted)
    else:
        response = _picture(request, award, wanted)
    patch_vary_headers(response, ["Accept"])
    return may_keep(response, award, counted_as=VIEW if wanted == "text/html" else "")


@require_safe
@_for_whom_it_is(with_file=True)
def award_json(request: HttpRequest, award: Award) -> HttpResponse:
    """This function will answer with the signed document, byte for byte as it is stored."""
    _note_file(request, award, "document")
    return may_keep(_json(award, "application/json"), award, counted_as="document")


@require_safe
@_for_whom_it_is(with_file=True)
def award_picture(request: HttpRequest, award: Award, kind: str) -> HttpResponse:
    """This function will answer with the picture that has the signed document inside."""
    _note_file(request, award, "picture")
    response = _picture(request, award, "image/png" if kind == "png" else "image/svg+xml")
    return may_keep(response, award, counted_as="picture")


@require_safe
@_for_whom_it_is()
def award_certificate(request: HttpRequest, award: Award) -> HttpResponse:
    """This function will answer with a PDF for people; it names the holder to strangers only if the page does."""
    if award.state == AwardState.REVOKED:
        return render(request, "pages/award_no_certificate.html", {"award": award}, status=410)
    if award.suspended_at is not None:
        return render(request, "pages/award_no_certificate.html", {"award": award}, status=409)
    try:
        content = certificate_pdf(
            award,
            with_name=award.show_name or _is_holder(request, award),
            with_private=_is_holder(request, award),
            with_credential=not hides_file(award, _account(request)),
            now=award.awarded_at,
        )
    except CannotBeSet:
        return render(request, "pages/award_no_certificate.html", {"award": award}, status=404)
    _note_file(request, award, "certificate")
    response = _file(award, content, "application/pdf", "pdf")
    del response["Access-Control-Allow-Origin"]
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def award_share(request: HttpRequest, award_id: UUID, channel: str) -> HttpResponse:
    """This function will count the channel and lead there; what isn't public is led nowhere."""
    award = find_award(award_id)
    url = share_url(award, channel) if award is not None and is_public(award) else ""
    if award is None or not url:
        return not_shown(request, award)
    note_share(award=award, channel=channel, visit=visit_of(request), now=timezone.now())
    return Elsewhere(url)


@require_safe
def award_short(request: HttpRequest, code: str) -> HttpResponse:
    """This function will lead from the short address, which is in the QR code, to the page."""
    award = find_award_by_code(code)
    if award is None or not may_see(award, _account(request)):
        return not_shown(request, award)
    return HttpResponseRedirect(reverse("pages:award-detail", args=[award.id]))


def _account(request: HttpRequest) -> Account | None:
    return request.user if request.user.is_authenticated else None


def _is_holder(request: HttpRequest, award: Award) -> bool:
    account = _account(request)
    return account is not None and award.account_id == account.id


def _visit(request: HttpRequest, award: Award) -> Visit | None:
    """A visit of somebody else: neither its holder nor who works for the issuer."""
    if not is_public(award) or _is_holder(request, award):
        return None
    account = _account(request)
    if account is not None and roles_of(Actor(account=account), award.organisation):
        return None
    return visit_of(request)


def _note_file(request: HttpRequest, award: Award, channel: str) -> None:
    """A file that was asked for on the badge's own page is one way to share it."""
    if is_public(award) and came_from_page(request, reverse("pages:award-detail", args=[award.id])):
        note_share(award=award, channel=channel, visit=visit_of(request), now=timezone.now())


def _page(request: HttpRequest, award: Award) -> HttpResponse:
    now = timezone.now()
    page = award_page(award, account=_account(request), now=now)
    note_view(award=award, visit=_visit(request, award), now=now)
    is_holder, account = _is_holder(request, award), _account(request)
    achievement = award.version.achievement
    held = held_by(account, now) if account else set()
    leads = leads_of([achievement.pk], held=held, now=now)[achievement.pk]
    context = {
        "page": page,
        "award": award,
        "version": award.version,
        "organisation": award.organisation,
        "is_holder": is_holder,
        "claim_url": claim_url(award) if is_holder else "",
        "structured_data": structured_data(award),
        "has_card": has_card(award),
        "leads": leads,
        "next_step": next_step_of(award, account, leads, now=now) if account and is_holder else None,
        "way": None if is_holder else way_to_earn(achievement, account, now=now),
        # What visitors are told doesn't differ by what a network adds to an address that was shared.
        "back_to": request.path,
    }
    response = render(request, "pages/award_detail.html", context)
    response["Cache-Control"] = "private, no-cache"
    if award.visibility != Visibility.PUBLIC:
        response["X-Robots-Tag"] = "noindex"
    return response


def _json(award: Award, media_type: str) -> HttpResponse:
    return _file(award, credential_bytes(award), media_type, "json")


def _picture(request: HttpRequest, award: Award, media_type: str) -> HttpResponse:
    kind = "png" if media_type == "image/png" else "svg"
    content = baked_png(award) if kind == "png" else baked_svg(award)
    if content is None:
        return not_shown(request, award)
    response = _file(award, content, media_type, kind)
    response["Content-Security-Policy"] = LOCKED_DOWN
    return response


def _file(award: Award, content: bytes, media_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    name = f"{award.version.achievement.slug}.{ending}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache" if is_public(award) else "private, no-store"
    if award.visibility != Visibility.PUBLIC:
        response["X-Robots-Tag"] = "noindex"
    return response


def _without_file(request: HttpRequest, award: Award) -> HttpResponse:
    """What was signed can't be shown without a part of it, so that a stranger gets none of it."""
    return render(request, "pages/award_without_file.html", {"award": award}, status=403)
