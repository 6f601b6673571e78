"""Whether it really is the person who is signed in, before something that can't be undone."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from openlaurel.apps.accounts.models import Account


def account_of(request: HttpRequest) -> Account:
    """This function will return who is signed in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


@reauthentication_required
def check_proof(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired, which allauth turns into its page, unless the password was given lately."""


def check_fresh(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired unless somebody signed in, or gave the password once more, lately."""
    if not _signed_in_lately(request):
        check_proof(request)


def needs_code(request: HttpRequest) -> bool:
    """This function will tell whether somebody without a password must first sign in with a new code of the mail."""
    return not account_of(request).has_usable_password() and not _signed_in_lately(request)


def _signed_in_lately(request: HttpRequest) -> bool:
    """By whatever proved it then: a password with its second factor, or the code of a mail."""
    records = get_authentication_records(request, account_of(request))
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
