"""The pages behind a claim code: no account is needed, and opening one changes nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openlaurel.apps.accounts.access import add_to_count, client_of, count_of
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.forms import CodeForm, RedeemForm
from openlaurel.apps.offers.models import ClaimCode, RedemptionState
from openlaurel.apps.offers.queries import find_code, redemption_of_token
from openlaurel.apps.offers.services import check_open, confirm_redemption, redeem_code
from openlaurel.apps.offers.views.answering import claim_path, tell

AN_HOUR = 3600
# A whole class behind one address may ask in the same hour; a wrong code is a typing error or a guess.
WRONG_CODES_AN_HOUR = 30
ASKED_AN_HOUR = 300


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code_enter(request: HttpRequest) -> HttpResponse:
    """Where a code is typed that stands on paper."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _found(request, form.cleaned_data["code"])
        if isinstance(found, HttpResponse):
            return found
        return redirect("offers:redeem", found.in_groups)
    return render(request, "offers/code_enter.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redeem(request: HttpRequest, code: str) -> HttpResponse:
    """What the code is for, and the form that asks for the badge."""
    claim_code = _found(request, code)
    if isinstance(claim_code, HttpResponse):
        return claim_code
    account = request.user if request.user.is_authenticated else None
    addresses = confirmed_addresses(account) if account else []
    initial = {"name": account.name} if account else {}
    version = published_versions().filter(achievement=claim_code.achievement_id).first()
    form = RedeemForm(
        request.POST if request.method == "POST" else None,
        addresses=addresses,
        version=version,
        initial=initial,
    )
    closed = ""
    try:
        check_open(claim_code, timezone.now())
    except NotOffered as error:
        closed = str(error)
    if request.method == "POST" and form.is_valid():
        if add_to_count(f"redeem:{client_of(request)}", 1, seconds=AN_HOUR) > ASKED_AN_HOUR:
            return _too_often(request)
        answer = _ask(request, claim_code, form, account)
        if answer is not None:
            return answer
    context = {
        "claim_code": claim_code,
        "organisation": claim_code.organisation,
        "version": version,
        "form": form,
        "closed": closed,
    }
    return _quiet(render(request, "offers/redeem.html", context, status=422 if form.is_bound else 200))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redeem_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a POST confirms the address; later it tells what became of what was asked for."""
    redemption = redemption_of_token(token)
    if redemption is None:
        return _quiet(render(request, "offers/link_unknown.html", status=404))
    if request.method == "POST":
        try:
            redemption = confirm_redemption(redemption=redemption, now=timezone.now())
        except NotOffered as error:
            messages.error(request, str(error))
            return redirect("offers:redeem-confirm", token)
        if redemption.award is not None:
            return redirect(claim_path(redemption.award))
        return redirect("offers:redeem-confirm", token)
    context = {
        "redemption": redemption,
        "claim_code": redemption.claim_code,
        "organisation": redemption.claim_code.organisation,
        "version": published_versions().filter(achievement=redemption.claim_code.achievement_id).first(),
        "claim_url": claim_path(redemption.award) if redemption.award else "",
    }
    return _quiet(render(request, "offers/redeem_confirm.html", context))


def _ask(
    request: HttpRequest, claim_code: ClaimCode, form: RedeemForm, account: Account | None
) -> HttpResponse | None:
    """The page that follows what was asked for, or None where the form tells what is wrong."""
    given = form.cleaned_data
    try:
        redemption = redeem_code(
            claim_code=claim_code,
            name=given["name"],
            email=given["email"],
            account=account,
            fields=form.values(),
            now=timezone.now(),
        )
    except InvalidOffer as error:
        tell(form, error)
        return None
    except NotOffered as error:
        form.add_error(None, str(error))
        return None
    if account is None:
        # The same whether the address is new or was used before: who asks learns nothing about others.
        context = {"email": given["email"], "organisation": claim_code.organisation}
        return _quiet(render(request, "offers/look_into_mail.html", context))
    if redemption.state == RedemptionState.GRANTED and redemption.award:
        return redirect(claim_path(redemption.award))
    if redemption.state == RedemptionState.WAITING:
        messages.success(request, _("The issuer decides on it, and answers by mail."))
    else:
        messages.error(request, redemption.answer or _("It is on its way."))
    return redirect("offers:redeem", claim_code.in_groups)


def _found(request: HttpRequest, text: str) -> ClaimCode | HttpResponse:
    """The code, or why not. Who tries codes out is stopped, by a count of wrong ones."""
    key = f"wrong-code:{client_of(request)}"
    if count_of(key) >= WRONG_CODES_AN_HOUR:
        return _too_often(request)
    claim_code = find_code(text)
    if claim_code is None:
        add_to_count(key, 1, seconds=AN_HOUR)
        form = CodeForm({"code": text[:40]})
        form.add_error("code", _("There is no such code. Compare it letter by letter."))
        return _quiet(render(request, "offers/code_enter.html", {"form": form}, status=404))
    return claim_code


def _too_often(request: HttpRequest) -> HttpResponse:
    response = _quiet(render(request, "offers/too_often.html", status=429))
    response["Retry-After"] = str(AN_HOUR)
    return response


def _quiet(response: HttpResponse) -> HttpResponse:
    """An address that is a secret is neither indexed nor passed on."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
