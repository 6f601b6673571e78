"""Who belongs to an organisation, in which roles. The last owner stays."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Membership, Profile, Role
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.services.errors import InvalidDetails, LastOwner


def add_member(*, organisation: Profile, account: Account, role: str, by: Actor, now: datetime) -> Membership:
    """This function will give `account` one more role in the organisation; a role held already stays as it is."""
    check_can(by, "manage_members", organisation)
    with transaction.atomic():
        return give_role(organisation, account, checked_role(role), by, now)


def change_roles(
    *, organisation: Profile, account: Account, roles: Collection[str], by: Actor, now: datetime
) -> None:
    """This function will make `roles` the roles of a member, neither more nor fewer.

    Raises LastOwner when nobody would own the organisation, InvalidDetails for an unknown or no role.
    """
    check_can(by, "manage_members", organisation)
    wanted = {checked_role(role) for role in roles}
    if not wanted:
        raise InvalidDetails({"roles": _("Choose at least one role, or remove the member instead.")})
    with transaction.atomic():
        held = _roles_held(organisation, account)
        if Role.OWNER not in wanted:
            _keep_an_owner(organisation, account)
        for role in sorted(wanted - held):
            give_role(organisation, account, role, by, now)
        for role in sorted(held - wanted):
            _take_role(organisation, account, role, by, now)


def remove_member(*, organisation: Profile, account: Account, by: Actor, now: datetime) -> None:
    """This function will end all roles of `account` in the organisation.

    A member may always leave by themselves. Raises LastOwner when nobody would own the organisation.
    """
    if by.account != account or account is None:
        check_can(by, "manage_members", organisation)
    with transaction.atomic():
        held = _roles_held(organisation, account)
        _keep_an_owner(organisation, account)
        for role in sorted(held):
            _take_role(organisation, account, role, by, now)


def give_role(organisation: Profile, account: Account, role: Role, by: Actor, now: datetime) -> Membership:
    """This function will write a membership and its event in the caller's transaction, without asking a policy."""
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation, account=account, role=role, defaults={"since": now}
    )
    if is_new:
        _record("member.added", organisation, account, role, by, now)
    return membership


def checked_role(role: str) -> Role:
    """This function will return `role` as a Role, or raise InvalidDetails."""
    try:
        return Role(role)
    except ValueError as error:
        raise InvalidDetails({"role": _("Choose one of the roles in the list.")}) from error


def _roles_held(organisation: Profile, account: Account) -> set[Role]:
    # The organisation's row is the lock: two owners can't remove each other at the same moment.
    Profile.objects.select_for_update().get(pk=organisation.pk)
    rows = Membership.objects.filter(organisation=organisation, account=account)
    return {Role(role) for role in rows.values_list("role", flat=True)}


def _keep_an_owner(organisation: Profile, account: Account) -> None:
    owners = Membership.objects.filter(organisation=organisation, role=Role.OWNER, account__is_active=True)
    if owners.filter(account=account).exists() and not owners.exclude(account=account).exists():
        raise LastOwner(
            _("An organisation needs an owner, and this is its last one. Make somebody else an owner first.")
        )


def _take_role(organisation: Profile, account: Account, role: Role, by: Actor, now: datetime) -> None:
    Membership.objects.filter(organisation=organisation, account=account, role=role).delete()
    _record("member.removed", organisation, account, role, by, now)


def _record(kind: str, organisation: Profile, account: Account, role: Role, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("account", account.id),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.id,
        data={"role": role.value},
    )
