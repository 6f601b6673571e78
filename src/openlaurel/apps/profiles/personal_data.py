"""What profiles hold about a person: their profile, their roles, and invitations to their addresses."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.accounts.services import CannotErase
from openlaurel.apps.profiles.models import Invitation, Kind, Membership, Profile, Role
from openlaurel.apps.profiles.policies import Actor
from openlaurel.apps.profiles.queries import organisations_of
from openlaurel.apps.profiles.services import LastOwner, remove_member


def export(account: Account) -> PersonalData:
    """This function will return a person's profile, roles, and the invitations that were sent to them."""
    profile = Profile.objects.filter(account=account)
    return PersonalData(
        {
            "profile": profile.values(
                "handle", "name", "description", "url", "email", "country", "language", "created_at"
            ),
            "memberships": _memberships(account),
            "invitations": _invitations(account),
        }
    )


def hindrances(account: Account) -> list[str]:
    """This function will name the organisations that would be left without an owner."""
    owned = Membership.objects.filter(account=account, role=Role.OWNER).select_related("organisation")
    others = Membership.objects.filter(role=Role.OWNER, account__is_active=True).exclude(account=account)
    return [
        _("%(organisation)s has no other owner. Make somebody else an owner of it first.")
        % {"organisation": membership.organisation.name}
        for membership in owned.order_by("organisation__name")
        if not others.filter(organisation=membership.organisation).exists()
    ]


def erase(account: Account, now: datetime) -> None:
    """This function will end a person's roles and delete their profile and the invitations to their addresses.

    Raises CannotErase when somebody else stopped being an owner at this very moment.
    """
    for organisation in organisations_of(account):
        try:
            remove_member(organisation=organisation, account=account, by=Actor(account=account), now=now)
        except LastOwner as error:
            raise CannotErase([str(error)]) from error
    Invitation.objects.filter(email__in=confirmed_addresses(account)).delete()
    Profile.objects.filter(account=account, kind=Kind.PERSON).delete()


def _memberships(account: Account) -> Iterator[dict[str, Any]]:
    for row in Membership.objects.filter(account=account).select_related("organisation").order_by("since"):
        yield {"organisation": row.organisation.name, "role": row.role, "since": row.since}


def _invitations(account: Account) -> Iterator[dict[str, Any]]:
    rows = Invitation.objects.filter(email__in=confirmed_addresses(account)).select_related("organisation")
    for row in rows.order_by("created_at"):
        yield {
            "organisation": row.organisation.name,
            "role": row.role,
            "address": row.email,
            "created_at": row.created_at,
            "accepted_at": row.accepted_at,
            "withdrawn_at": row.withdrawn_at,
        }
