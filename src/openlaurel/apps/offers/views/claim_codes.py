"""An organisation's claim codes: listed, made, printed, changed, stopped; and who used one, to be decided on."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.adapters.qr import qr_png, qr_svg
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.issuing.queries.own_fields import values_in_words
from openlaurel.apps.issuing.views.choosing import choose, chosen_version, is_long
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.forms import AnswerForm, ClaimCodeForm, TermsForm
from openlaurel.apps.offers.models import ClaimCode, Redemption, RedemptionState
from openlaurel.apps.offers.queries import (
    code_url,
    get_claim_code,
    get_redemption,
    list_claim_codes,
    list_redemptions,
)
from openlaurel.apps.offers.services import (
    approve_redemption,
    change_claim_code,
    create_claim_code,
    decline_redemption,
    stop_claim_code,
)
from openlaurel.apps.offers.views.answering import tell
from openlaurel.apps.offers.words import STAGES, TONES
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50


@workspace_view("issue_award")
@require_safe
def claim_code_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    now = timezone.now()
    page = Paginator(list_claim_codes(organisation), PAGE).get_page(request.GET.get("page"))
    names = dict(issuable_versions(organisation).values_list("achievement", "name"))
    rows = [
        {
            "code": found,
            "name": names.get(found.achievement_id, found.achievement.slug),
            "stage": STAGES[found.stage(now)],
            "tone": TONES[found.stage(now)],
        }
        for found in page
    ]
    context = {"organisation": organisation, "page": page, "rows": rows}
    return render(request, "offers/claim_code_list.html", context)


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_code_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    chosen = chosen_version(request, organisation)
    if chosen is None and is_long(organisation):
        return choose(request, organisation, _("New claim code"))
    form = ClaimCodeForm(
        request.POST if request.method == "POST" else None, organisation=organisation, chosen=chosen
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = create_claim_code(
                achievement=form.achievement, terms=form.terms(), by=actor_of(request), now=timezone.now()
            )
        except InvalidOffer as error:
            tell(form, error)
        else:
            messages.success(request, _("The code works. Print it, or pass its address on."))
            return redirect("offers:claim-code-detail", organisation.handle, made.id)
    context = {
        "organisation": organisation,
        "form": form,
        "chosen": chosen,
        "has_versions": issuable_versions(organisation).exists(),
    }
    return render(request, "offers/claim_code_create.html", context, status=422 if form.is_bound else 200)


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_code_detail(request: HttpRequest, organisation: Profile, claim_code_id: UUID) -> HttpResponse:
    """The code for printing, its terms, and who used it; a POST changes the terms."""
    claim_code = _claim_code(organisation, claim_code_id)
    initial = {name: getattr(claim_code, name) for name in TermsForm.base_fields}
    version = issuable_versions(organisation).filter(achievement=claim_code.achievement_id).first()
    form = TermsForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        version=version,
        values=claim_code.fields,
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_claim_code(
                claim_code=claim_code, terms=form.terms(), by=actor_of(request), now=timezone.now()
            )
        except InvalidOffer as error:
            tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("offers:claim-code-detail", organisation.handle, claim_code.id)
    stage = claim_code.stage(timezone.now())
    page = Paginator(list_redemptions(claim_code), PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "claim_code": claim_code,
        "version": version,
        "stage": STAGES[stage],
        "tone": TONES[stage],
        "url": code_url(claim_code),
        "qr": mark_safe(qr_svg(code_url(claim_code))),  # noqa: S308 (drawn by us from an address that we made)
        "form": form,
        "page": page,
        "rows": [(item, values_in_words(item.fields, version)) for item in page],
        "unconfirmed": claim_code.redemptions.filter(state=RedemptionState.ASKED).count(),
    }
    return render(request, "offers/claim_code_detail.html", context, status=422 if form.is_bound else 200)


@workspace_view("issue_award")
@require_safe
def claim_code_svg(request: HttpRequest, organisation: Profile, claim_code_id: UUID) -> HttpResponse:
    """The QR code as a file, for posters and slides."""
    claim_code = _claim_code(organisation, claim_code_id)
    drawn = qr_svg(code_url(claim_code), title=claim_code.in_groups)
    return _file(claim_code, "svg", drawn, "image/svg+xml")


@workspace_view("issue_award")
@require_safe
def claim_code_png(request: HttpRequest, organisation: Profile, claim_code_id: UUID) -> HttpResponse:
    claim_code = _claim_code(organisation, claim_code_id)
    return _file(claim_code, "png", qr_png(code_url(claim_code)), "image/png")


@workspace_view("issue_award")
@require_POST
def claim_code_stop(request: HttpRequest, organisation: Profile, claim_code_id: UUID) -> HttpResponse:
    claim_code = _claim_code(organisation, claim_code_id)
    stop_claim_code(claim_code=claim_code, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The code is stopped. Who waits for a decision still gets one."))
    return redirect("offers:claim-code-detail", organisation.handle, claim_code.id)


@workspace_view("issue_award")
@require_POST
def redemption_approve(request: HttpRequest, organisation: Profile, redemption_id: UUID) -> HttpResponse:
    redemption = _redemption(organisation, redemption_id)
    try:
        redemption = approve_redemption(redemption=redemption, by=actor_of(request), now=timezone.now())
    except NotOffered as error:
        messages.error(request, str(error))
    else:
        if redemption.state == RedemptionState.REFUSED:
            messages.error(request, redemption.answer)
        else:
            words = _("The badge for %(name)s is issued, and the mail is on its way.")
            messages.success(request, words % {"name": redemption.name})
    return redirect("offers:claim-code-detail", organisation.handle, redemption.claim_code_id)


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def redemption_decline(request: HttpRequest, organisation: Profile, redemption_id: UUID) -> HttpResponse:
    """Asks for the answer that is mailed, and declines by a POST."""
    redemption = _redemption(organisation, redemption_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_redemption(
                redemption=redemption,
                answer=form.cleaned_data["answer"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidOffer as error:
            tell(form, error)
        except NotOffered as error:
            messages.error(request, str(error))
            return redirect("offers:claim-code-detail", organisation.handle, redemption.claim_code_id)
        else:
            messages.success(request, _("Declined. The answer is sent by mail, and the place is free again."))
            return redirect("offers:claim-code-detail", organisation.handle, redemption.claim_code_id)
    context = {"organisation": organisation, "redemption": redemption, "form": form}
    return render(request, "offers/redemption_decline.html", context, status=422 if form.is_bound else 200)


def _file(claim_code: ClaimCode, ending: str, content: str | bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{claim_code.in_groups}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _claim_code(organisation: Profile, claim_code_id: UUID) -> ClaimCode:
    try:
        return get_claim_code(organisation, claim_code_id)
    except ClaimCode.DoesNotExist:
        raise Http404 from None


def _redemption(organisation: Profile, redemption_id: UUID) -> Redemption:
    try:
        return get_redemption(organisation, redemption_id)
    except Redemption.DoesNotExist:
        raise Http404 from None
