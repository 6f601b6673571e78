"""Organisations, their members, invitations and keys."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import ApiKey, Invitation, Kind, Membership, Profile, Role
from openlaurel.apps.profiles.services.keys import hash_of_secret


@dataclass(frozen=True)
class Member:
    """One person of an organisation with all their roles."""

    account: Account
    roles: tuple[Role, ...]
    since: datetime


def get_organisation(handle: str) -> Profile:
    """This function will return the organisation of `handle`, or raise Profile.DoesNotExist."""
    return Profile.objects.get(handle=handle, kind=Kind.ORGANISATION)


def organisations_of(account: Account) -> QuerySet[Profile]:
    """This function will return the organisations in which `account` has a role, by name."""
    members = Membership.objects.filter(account=account)
    return Profile.objects.filter(kind=Kind.ORGANISATION, id__in=members.values("organisation")).order_by(
        "name", "id"
    )


def issuers() -> QuerySet[Profile]:
    """This function will return the organisations that issue badges here, by name."""
    return Profile.objects.filter(kind=Kind.ORGANISATION, is_issuer=True).order_by("name", "id")


def list_members(organisation: Profile) -> list[Member]:
    """This function will return the members by name, each once, roles in the order of the role list."""
    order = list(Role)
    found: dict[Account, list[Membership]] = {}
    for membership in organisation.memberships.select_related("account").order_by(
        "account__name", "account__email"
    ):
        found.setdefault(membership.account, []).append(membership)
    return [
        Member(
            account=account,
            roles=tuple(sorted((Role(m.role) for m in rows), key=order.index)),
            since=min(m.since for m in rows),
        )
        for account, rows in found.items()
    ]


def open_invitations(organisation: Profile) -> QuerySet[Invitation]:
    """This function will return the invitations that nobody accepted or withdrew, newest first."""
    return organisation.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")


def list_api_keys(organisation: Profile) -> QuerySet[ApiKey]:
    """This function will return the organisation's keys, revoked ones too, newest first."""
    return organisation.api_keys.select_related("created_by")


def api_key_of(secret: str, now: datetime) -> ApiKey | None:
    """This function will return the key with this secret while it is valid at `now`, else None."""
    if not secret.startswith("olk_"):
        return None
    return (
        ApiKey.objects.select_related("organisation")
        .filter(secret_hash=hash_of_secret(secret), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .first()
    )
