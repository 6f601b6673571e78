"""Whose an e-mail address is. Only a confirmed one proves anything."""

from collections.abc import Collection
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from openlaurel.apps.accounts.models import Account


def confirmed_addresses(account: Account) -> list[str]:
    """This function will return the addresses that `account` has proved to be its own, in lower case."""
    rows = EmailAddress.objects.filter(user=account, verified=True)
    return [address.lower() for address in rows.values_list("email", flat=True)]


def has_two_factor(account: Account) -> bool:
    """This function will tell whether `account` signs in with a second factor: an app or a passkey."""
    return accounts_with_two_factor([account.pk]) != set()


def accounts_with_two_factor(ids: Collection[UUID]) -> set[UUID]:
    """This function will return those among `ids` that sign in with an app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return set(Authenticator.objects.filter(user__in=ids, type__in=kinds).values_list("user", flat=True))


def find_account(email: str) -> Account | None:
    """This function will return the account that signs in with `email` or has proved it to be its own, else None."""
    address = email.strip()
    account = Account.objects.filter(email__iexact=address).first()
    return account or accounts_of([address.lower()]).get(address.lower())


def accounts_of(addresses: Collection[str]) -> dict[str, Account]:
    """This function will return the accounts to which confirmed `addresses` (in lower case) belong, by address."""
    rows = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
    return {row.email.lower(): row.user for row in rows}
