"""A passkey that is asked for outside the sign-in: it says by itself whose it is, and that its person was there.

No credential is named beforehand: whoever has the page would learn which passkeys somebody has, and that two badges
are one person's (Web Authentication 2, 14.6.3). So it is for passkeys that the device finds by itself.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core import signing
from fido2.utils import websafe_decode
from fido2.webauthn import UserVerificationRequirement

from openlaurel.apps.accounts.models import Account, MergedAccount

SALT = "openlaurel.accounts.passkeys"


def ask_for_passkey(purpose: str) -> tuple[dict[str, Any], str]:
    """This function will return the options for the browser, and a sealed state to be given back with its answer.

    The answer counts for `purpose` alone. Whose passkey it is isn't known yet, so the person must prove themselves to
    their device (user verification).
    """
    options, state = auth.get_server().authenticate_begin(
        credentials=[], user_verification=UserVerificationRequirement.REQUIRED
    )
    return dict(options), signing.dumps({"purpose": purpose, "state": state}, salt=SALT)


def account_of_passkey(
    response: Mapping[str, Any], *, state: str, purpose: str, max_age: int
) -> Account | None:
    """This function will return the account whose passkey made `response`, asked for `purpose` by `ask_for_passkey`
    at most `max_age` seconds ago; None for anything else."""
    try:
        asked = signing.loads(state, salt=SALT, max_age=max_age)
        if asked["purpose"] != purpose:
            return None
        auth.parse_authentication_response(response)
        account = _named_in(response)
        found = auth.get_server().authenticate_complete(
            asked["state"], auth.get_credentials(account), dict(response)
        )
        passkey = auth.get_authenticator_by_credential_id(account, found.credential_id)
    except (
        signing.BadSignature,
        forms.ValidationError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        Account.DoesNotExist,
    ):
        return None
    if passkey is None or not account.is_active:
        return None
    passkey.record_usage()
    return account


def _named_in(response: Mapping[str, Any]) -> Account:
    """The account that the passkey names, or the one into which that was merged."""
    key = UUID(websafe_decode(response["response"]["userHandle"]).decode())
    merged = MergedAccount.objects.select_related("into").filter(pk=key).first()
    return merged.into if merged is not None else Account.objects.get(pk=key)
