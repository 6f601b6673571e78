"""Making an account outside the sign-up page."""

import unicodedata
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event


class AccountError(Exception):
    """An account can't be made as asked; the message says why and what to do."""


class AddressTaken(AccountError):
    """Another account signs in with this address."""


# They make what follows read backwards; people who write from right to left need none of them in a name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_name(name: str) -> str:
    """This function will return a person's name as one line, without the invisible characters that copying drags along.

    No badge can be signed with them, and nobody would see why theirs never comes.
    """
    kept = (
        char
        for char in unicodedata.normalize("NFC", name)
        if char.isspace() or (char not in _TURNING and unicodedata.category(char) not in {"Cc", "Cs"})
    )
    return " ".join("".join(kept).split())


def create_account(
    *,
    email: str,
    name: str = "",
    password: str | None = None,
    language: str = "",
    verified: bool = False,
    is_operator: bool = False,
    now: datetime,
) -> Account:
    """This function will make an account that signs in with `email`.

    Without a password it signs in by a code sent to the address. `verified` says that the address is known to be
    the person's own, so that no confirmation is asked for. Raises AccountError for an unusable address and
    AddressTaken when it has an account already.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise AccountError(
            _("%(email)s is not an e-mail address. Write it like name@example.org.") % {"email": email}
        ) from error
    try:
        with transaction.atomic():
            account = Account.objects.create_user(
                address, password, name=plain_name(name), language=language, is_operator=is_operator
            )
            EmailAddress.objects.create(user=account, email=address, verified=verified, primary=True)
            record_event(
                kind="account.created", subject=("account", account.id), now=now, actor_id=account.id
            )
    except IntegrityError as error:
        raise AddressTaken(
            _("%(email)s has an account already. Use another address, or sign in with this one.")
            % {"email": address}
        ) from error
    return account


def set_language(*, account: Account, language: str) -> None:
    """This function will keep the language in which `account` reads pages and gets mails."""
    account.language = language
    account.save(update_fields=["language"])
