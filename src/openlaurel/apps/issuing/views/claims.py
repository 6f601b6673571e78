"""The page behind the link in the mail. Opening it changes nothing: mail scanners open links."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.issuing.claim_forms import ClaimForm, ShowForm
from openlaurel.apps.issuing.correction_forms import RequestForm
from openlaurel.apps.issuing.errors import InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import Award, AwardState, Visibility
from openlaurel.apps.issuing.queries import Validity, award_of_token, open_request_of, validity_of
from openlaurel.apps.issuing.queries.own_fields import fields_in_words
from openlaurel.apps.issuing.services import (
    accept_award,
    decline_award,
    hide_evidence,
    note_claim_opened,
    request_correction,
    set_show_name,
    show_awards,
)

View = Callable[[HttpRequest, Award, str], HttpResponse]


def _with_award(view: View) -> Callable[..., HttpResponse]:
    """The view gets the award of the token. The address is a secret: it is neither kept nor passed on."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        award = award_of_token(token)
        if award is None:
            response = render(request, "issuing/claim_unknown.html", status=404)
        else:
            response = view(request, award, token)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@require_safe
@_with_award
def claim(request: HttpRequest, award: Award, token: str) -> HttpResponse:
    """What is offered, by whom, and what accepting it means."""
    if request.method == "GET":
        note_claim_opened(award=award, now=timezone.now())
    return _page(request, award, token)


@require_POST
@_with_award
def claim_accept(request: HttpRequest, award: Award, token: str) -> HttpResponse:
    """Accepting, and afterwards changing whether one is named; sending it twice does no harm."""
    form = ClaimForm(request.POST)
    show_name = form.is_valid() and form.cleaned_data["show_name"]
    now = timezone.now()
    if award.state == AwardState.ACCEPTED:
        set_show_name(award=award, show_name=show_name, now=now)
        messages.success(request, _("Saved."))
        return redirect("pages:award-detail", award_id=award.id)
    try:
        accept_award(award=award, account=_account_of(request, award), show_name=show_name, now=now)
    except NotPossibleNow as error:
        messages.error(request, str(error))
        return redirect("issuing:claim", token=token)
    messages.success(request, _("The badge is yours. This is its public page: share its address."))
    return redirect("pages:award-detail", award_id=award.id)


@require_POST
@_with_award
def claim_show(request: HttpRequest, award: Award, token: str) -> HttpResponse:
    """Who may see an accepted badge: for holders with and without an account."""
    form, now = ShowForm(request.POST), timezone.now()
    if not form.is_valid():
        messages.error(request, _("Choose who may see the badge."))
        return redirect("issuing:claim", token=token)
    given = form.cleaned_data
    set_show_name(award=award, show_name=given["show_name"], now=now)
    show_awards(awards=[award.pk], holder=None, visibility=given["visibility"], now=now)
    hide_evidence(awards=[award.pk], holder=None, is_hidden=given["hides_evidence"], now=now)
    messages.success(request, _("Saved. You can change it again at any time."))
    if given["visibility"] == Visibility.PRIVATE:
        return redirect("issuing:claim", token=token)
    return redirect("pages:award-detail", award_id=award.id)


@require_POST
@_with_award
def claim_decline(request: HttpRequest, award: Award, token: str) -> HttpResponse:
    try:
        decline_award(award=award, now=timezone.now())
    except NotPossibleNow as error:
        if award.state != AwardState.DECLINED:
            messages.error(request, str(error))
    return redirect("issuing:claim", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@_with_award
def claim_correction(request: HttpRequest, award: Award, token: str) -> HttpResponse:
    """The holder says what is wrong with the badge; it waits in the inbox of whoever issued it."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            request_correction(award=award, now=timezone.now(), **form.cleaned_data)
        except InvalidAward as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        except NotPossibleNow as error:
            messages.error(request, str(error))
            return redirect("issuing:claim", token=token)
        else:
            words = _("Your request is with %(issuer)s, who will answer by mail.")
            messages.success(request, words % {"issuer": award.organisation.name})
            return redirect("issuing:claim", token=token)
    context = {
        "award": award,
        "version": award.version,
        "organisation": award.organisation,
        "token": token,
        "form": form,
        "is_holder": request.user.is_authenticated and award.account_id == request.user.pk,
    }
    return render(request, "issuing/claim_correction.html", context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, award: Award, token: str) -> HttpResponse:
    account = request.user if request.user.is_authenticated else None
    context = {
        "award": award,
        "version": award.version,
        "organisation": award.organisation,
        "token": token,
        "form": _form(award),
        "asked": open_request_of(award),
        "fields": fields_in_words(award, with_private=True),
        "is_expired": validity_of(award, timezone.now()) == Validity.EXPIRED,
        "is_elsewhere": account is not None and _account_of(request, award) is None,
    }
    return render(request, "issuing/claim.html", context)


def _form(award: Award) -> ClaimForm:
    if award.accepted_at is None:
        return ClaimForm(initial={"show_name": award.show_name})
    names = ("visibility", "show_name", "hides_evidence")
    form = ShowForm(initial={name: getattr(award, name) for name in names})
    if not award.evidence:
        del form.fields["hides_evidence"]
    return form


def _account_of(request: HttpRequest, award: Award) -> Account | None:
    """The account that is signed in, when the badge was sent to an address that is confirmed to be its own."""
    if not request.user.is_authenticated:
        return None
    return request.user if award.recipient_email in confirmed_addresses(request.user) else None
