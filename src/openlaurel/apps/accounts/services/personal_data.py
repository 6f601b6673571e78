"""Handing out what is held about a person, and erasing it (GDPR articles 15, 17 and 20)."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any
from uuid import UUID

import orjson
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData, holders
from openlaurel.apps.events.services import forget_errors_naming, record_event

EXPORT_FORMAT = 1
PIECE = 64 * 1024


class CannotErase(Exception):
    """The account can't be erased yet; `reasons` are sentences that say why and what to do."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


def hindrances_of(account: Account) -> list[str]:
    """This function will return why `account` can't be erased yet, as sentences; nothing when it can."""
    return [reason for holder in holders() if holder.hindrances for reason in holder.hindrances(account)]


def erase_account(*, account: Account, by: Account | None, now: datetime) -> None:
    """This function will erase an account and what is held about its person everywhere, in one transaction.

    `by` is the person themselves, or None for the installation. Files go after the commit. Raises CannotErase.
    """
    if by is not None and by.pk != account.pk:
        raise PermissionDenied("An account is erased by its own person or by the installation.")
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account.pk)
        if reasons := hindrances_of(account):
            raise CannotErase(reasons)
        addresses = _addresses(account)
        for holder in holders():
            holder.erase(account, now)
        end_sessions(account.pk, addresses)
        forget_errors_naming([*addresses, account.name])
        record_event(
            kind="account.erased",
            subject=("account", account.pk),
            now=now,
            actor_id=by.pk if by is not None else None,
        )
        account.delete()


def write_export(*, account: Account, target: IO[bytes], now: datetime) -> None:
    """This function will write all that is held about `account` to `target` as a ZIP file: data.json and files.

    Entries and files are copied one by one, so that no more than one of them is in memory.
    """
    held = [_own_data(account), *(holder.export(account) for holder in holders() if holder.export)]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("data.json", "w", force_zip64=True) as document:
            _write_json(document, held, now)
        for data in held:
            for file in data.files:
                with file.open() as source, archive.open(file.name, "w") as copy:
                    while piece := source.read(PIECE):
                        copy.write(piece)


def _write_json(document: IO[bytes], held: Iterable[PersonalData], now: datetime) -> None:
    document.write(orjson.dumps({"format": EXPORT_FORMAT, "exported_at": now})[:-1])
    for data in held:
        for name, entries in data.sections.items():
            document.write(b",\n" + orjson.dumps(name) + b": [")
            for number, entry in enumerate(entries):
                document.write(b",\n  " if number else b"\n  ")
                document.write(orjson.dumps(entry, default=str))
            document.write(b"]")
    document.write(b"\n}\n")


def _own_data(account: Account) -> PersonalData:
    entry = {
        "id": account.pk,
        "name": account.name,
        "main_address": account.email,
        "language": account.language,
        "runs_this_site": account.is_operator,
        "joined_at": account.joined_at,
        "last_signed_in_at": account.last_login,
    }
    addresses: Iterable[dict[str, Any]] = EmailAddress.objects.filter(user=account).values(
        "email", "verified", "primary"
    )
    # Which ways there are, never their secrets.
    factors = Authenticator.objects.filter(user=account).values("type", "created_at", "last_used_at")
    return PersonalData({"account": [entry], "addresses": addresses, "second_factors": factors})


def _addresses(account: Account) -> set[str]:
    rows = EmailAddress.objects.filter(user=account).values_list("email", flat=True)
    return {account.email.lower(), *(address.lower() for address in rows)}


def end_sessions(account_id: UUID, addresses: set[str]) -> None:
    """This function will end every session in which the account is signed in, or is about to be with a code that went to its address."""
    for session in Session.objects.iterator(200):
        content = session.get_decoded()
        text = str(content).lower()
        if str(account_id) in text or any(address in text for address in addresses):
            session.delete()
