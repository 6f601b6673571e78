"""Merging two accounts: begun in the one that stays, done in the one that goes, in one browser, each proved freshly."""

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.accounts.forms import MergeForm
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import (
    CannotMerge,
    foresee_merge,
    merge_accounts,
    offer_merge,
    offering_account,
)
from openlaurel.apps.accounts.services.merging import OFFERED_FOR
from openlaurel.apps.accounts.views.proofs import account_of, check_fresh, needs_code

COOKIE = "__Host-openlaurel_merge" if settings.SESSION_COOKIE_SECURE else "openlaurel_merge"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    """How it goes; in the account that goes, what moves and what clashes, before anything happens."""
    account, secret = account_of(request), request.COOKIES.get(COOKIE, "")
    target = offering_account(secret, now=timezone.now()) if secret else None
    if target is None or target.pk == account.pk:
        return render(request, "accounts/merge.html", {"is_begun": target is not None})
    try:
        check_fresh(request)
    except ReauthenticationRequired:
        if request.method != "POST":
            raise
        # allauth would keep the tick and use it whenever the password is given next.
        return redirect("accounts:merge")
    form = MergeForm(request.POST if request.method == "POST" else None)
    is_code_due = needs_code(request)
    if request.method == "POST" and not is_code_due and form.is_valid():
        try:
            merge_accounts(source=account, secret=secret, now=timezone.now())
        except CannotMerge as error:
            form.add_error(None, str(error) or _("The time is over. Begin again in the account that stays."))
        else:
            return _done(request, target)
    context = {
        "source": account,
        "target": target,
        "form": form,
        "needs_code": is_code_due,
        "foreseen": foresee_merge(source=account, target=target),
    }
    return render(request, "accounts/merge_confirm.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """This browser gets the secret; its person signs out here and in to the account that goes."""
    try:
        check_fresh(request)
    except ReauthenticationRequired:
        if request.method == "POST":
            return redirect("accounts:merge-begin")
        raise
    if request.method != "POST":
        return render(request, "accounts/merge_begin.html", {"needs_code": needs_code(request)})
    if needs_code(request):
        return redirect("accounts:merge-begin")
    secret = offer_merge(account=account_of(request), now=timezone.now())
    response = _to_sign_in(request)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=OFFERED_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@login_required
@never_cache
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    response = redirect("account_email")
    response.delete_cookie(COOKIE, samesite="Lax")
    messages.info(request, _("Nothing was merged."))
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(
        request, _("Now sign in to the account that goes. You see what would happen before it does.")
    )
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('accounts:merge')})}")


def _done(request: HttpRequest, target: Account) -> HttpResponse:
    logout(request)
    words = _("The accounts are one now. Sign in with %(email)s.")
    messages.success(request, words % {"email": target.email})
    response = redirect("account_login")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
