"""The page behind the link that a new installation prints."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from openlaurel.apps.accounts.forms import FirstAccountForm
from openlaurel.apps.accounts.services import (
    AccountError,
    FirstAccountGone,
    claim_first_account,
    is_first_account_offered,
)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_account(request: HttpRequest, token: str) -> HttpResponse:
    if not is_first_account_offered(token):
        return _gone(request)
    form = FirstAccountForm(request.POST or None)
    if form.is_valid():
        try:
            account = claim_first_account(token=token, now=timezone.now(), **form.cleaned_data)
        except FirstAccountGone:
            return _gone(request)
        except AccountError as error:
            form.add_error("email", str(error))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
            messages.success(request, _("Your account is ready. You run this installation."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/first_account.html", {"form": form})


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/first_account_gone.html", status=404)
