"""Organisations, their members, invitations and keys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.db.models import Prefetch, Q, QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import ApiKey, Invitation, Kind, Membership, Profile, Role
from openlaurel.apps.profiles.queries.paging import page_of
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


def members_of(organisation: Profile) -> QuerySet[Account]:
    """This function will return who has a role in the organisation, by name, each with their roles in it."""
    return (
        Account.objects.filter(id__in=organisation.memberships.values("account"))
        .prefetch_related(Prefetch("memberships", organisation.memberships.all()))
        .order_by("name", "email", "id")
    )


def list_members(organisation: Profile, number: str | None, size: int) -> Page[Member]:
    """This function will return a page of the members by name, roles in the order of the role list."""
    return page_of(members_of(organisation), number, size, _member)


def get_member(organisation: Profile, account_id: UUID) -> Member:
    """This function will return one member of the organisation, or raise Account.DoesNotExist."""
    return _member(members_of(organisation).get(id=account_id))


def _member(account: Account) -> Member:
    held = account.memberships.all()
    roles = sorted((Role(membership.role) for membership in held), key=list(Role).index)
    return Member(account, tuple(roles), min(membership.since for membership in held))


def open_invitations(organisation: Profile) -> QuerySet[Invitation]:
    """This function will return the invitations that nobody accepted or withdrew, newest first."""
    return organisation.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")


def list_api_keys(organisation: Profile) -> QuerySet[ApiKey]:
    """This function will return the organisation's keys, revoked ones too, newest first."""
    return organisation.api_keys.select_related("created_by")


def api_key_of(secret: str, now: datetime) -> ApiKey | None:
    """This function will return the key with this secret, or with it as its former one, while that is valid at `now`."""
    if not secret.startswith("olk_"):
        return None
    hashed = hash_of_secret(secret)
    return (
        ApiKey.objects.select_related("organisation")
        .filter(Q(secret_hash=hashed) | Q(former_hash=hashed, former_until__gt=now), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .first()
    )
