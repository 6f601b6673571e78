"""The first account of an installation: whoever opens the link that the first start prints becomes its operator."""

import hashlib
import hmac
import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services.accounts import create_account


class FirstAccountGone(Exception):
    """The link was used, was replaced by a newer one, or never was one."""


def offer_first_account(*, now: datetime) -> str | None:
    """This function will make a new token for the first account, or return None when there is an account already.

    Only its hash is kept, in the data folder; a token that was made before counts no more.
    """
    if Account.objects.exists():
        return None
    token = secrets.token_urlsafe(32)
    offer = {"token_hash": _hash(token), "offered_at": now.isoformat()}
    file = _file()
    new = file.with_name(f"{file.name}.new")
    new.write_text(json.dumps(offer), "utf-8")
    os.chmod(new, 0o600)
    new.replace(file)
    return token


def is_first_account_offered(token: str) -> bool:
    """This function will tell whether `token` makes the first account now."""
    try:
        stored = json.loads(_file().read_text("utf-8"))["token_hash"]
    except (OSError, ValueError, KeyError):
        return False
    return hmac.compare_digest(stored, _hash(token)) and not Account.objects.exists()


def claim_first_account(*, token: str, email: str, name: str, password: str, now: datetime) -> Account:
    """This function will make the operator's account and end the offer.

    Raises FirstAccountGone, AccountError, or ValidationError for a password that is too weak; then the link still
    works.
    """
    if not is_first_account_offered(token):
        raise FirstAccountGone
    validate_password(password, Account(email=email, name=name))
    # The rename takes the offer: of two that try at the same moment, one gets an error.
    taken = _file().with_suffix(".taken")
    try:
        _file().rename(taken)
    except FileNotFoundError:
        raise FirstAccountGone from None
    try:
        with transaction.atomic():
            account = create_account(
                email=email, name=name, password=password, verified=True, is_operator=True, now=now
            )
    except BaseException:
        taken.rename(_file())
        raise
    taken.unlink()
    return account


def _file() -> Path:
    return Path(settings.DATA) / "first-account.json"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
