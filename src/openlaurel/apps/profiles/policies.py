"""Who may do what for an organisation. Deny, unless a role in the table allows it, or for programs a scope of the key."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import ApiKey, Membership, Profile, Role
from openlaurel.apps.profiles.scopes import GRANTS, Scope

PERMISSIONS: dict[str, frozenset[Role]] = {
    "view_workspace": frozenset(Role),
    "view_audit_trail": frozenset({Role.OWNER, Role.READER}),
    "define_achievement": frozenset({Role.OWNER, Role.DESIGNER}),
    "publish_achievement": frozenset({Role.OWNER, Role.DESIGNER}),
    "view_awards": frozenset({Role.OWNER, Role.ISSUER, Role.READER}),
    "view_figures": frozenset({Role.OWNER, Role.ISSUER, Role.READER}),
    "plan_reports": frozenset({Role.OWNER}),
    "issue_award": frozenset({Role.OWNER, Role.ISSUER}),
    "correct_award": frozenset({Role.OWNER, Role.ISSUER}),
    "revoke_award": frozenset({Role.OWNER, Role.ISSUER}),
    "suspend_award": frozenset({Role.OWNER, Role.ISSUER}),
    "act_in_bulk": frozenset({Role.OWNER, Role.ISSUER}),
    "move_badges": frozenset({Role.OWNER}),
    "review_submission": frozenset({Role.OWNER, Role.ASSESSOR}),
    "view_mail": frozenset({Role.OWNER, Role.ISSUER}),
    "manage_mail": frozenset({Role.OWNER, Role.ISSUER}),
    "manage_members": frozenset({Role.OWNER}),
    "manage_keys": frozenset({Role.OWNER}),
    "rotate_api_key": frozenset({Role.OWNER}),
    "manage_webhooks": frozenset({Role.OWNER}),
    "manage_domains": frozenset({Role.OWNER}),
    "manage_sign_on": frozenset({Role.OWNER}),
    "manage_signing_keys": frozenset({Role.OWNER}),
    "edit_profile": frozenset({Role.OWNER}),
    "edit_brand": frozenset({Role.OWNER, Role.DESIGNER}),
}


class NotAllowed(Exception):
    """The actor belongs to the organisation but its role doesn't allow this."""


class NotAMember(Exception):
    """The actor has nothing to do with the organisation; it is told no more than that the page doesn't exist."""


@dataclass(frozen=True)
class Actor:
    """Who does something: an account, an API key, or the installation itself."""

    account: Account | None = None
    api_key: ApiKey | None = None

    @property
    def id(self) -> UUID | None:
        if self.api_key is not None:
            return self.api_key.id
        return self.account.id if self.account is not None else None

    @property
    def is_installation(self) -> bool:
        return self.account is None and self.api_key is None


INSTALLATION = Actor()


def roles_of(actor: Actor, organisation: Profile) -> frozenset[Role]:
    """This function will return the roles that `actor` has in `organisation`; none for a stranger or a key."""
    if actor.account is None:
        return frozenset()
    rows = Membership.objects.filter(organisation=organisation, account=actor.account)
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))


def check_can(actor: Actor, permission: str, organisation: Profile) -> None:
    """This function will return when `actor` may do `permission`, else raise NotAMember or NotAllowed.

    The installation itself (tasks, demo world, command line) may do everything.
    """
    allowed = PERMISSIONS[permission]
    if actor.is_installation:
        return
    if actor.api_key is not None:
        if actor.api_key.organisation_id != organisation.id:
            raise NotAMember
        _check_scopes(actor.api_key, permission)
        return
    roles = roles_of(actor, organisation)
    if not roles:
        raise NotAMember
    if not roles & allowed:
        names = ", ".join(str(role.label) for role in Role if role in allowed)
        raise NotAllowed(
            _("This needs one of these roles: %(roles)s. Ask an owner of the organisation for it.")
            % {"roles": names}
        )


def check_scope(api_key: ApiKey, scope: Scope) -> None:
    """This function will return when the key has `scope`, else raise NotAllowed."""
    if scope not in api_key.scopes:
        raise NotAllowed(
            _("This needs a key with the scope %(scope)s. An owner makes keys in the workspace.")
            % {"scope": scope.value}
        )


def _check_scopes(api_key: ApiKey, permission: str) -> None:
    granting = [scope for scope, permissions in GRANTS.items() if permission in permissions]
    if not granting:
        raise NotAllowed(_("No API key may do this. Do it in the workspace."))
    if not set(granting) & set(api_key.scopes):
        check_scope(api_key, granting[0])


def check_can_create_organisation(actor: Actor) -> None:
    """This function will return when `actor` may make an organisation: an operator, or the installation itself."""
    if actor.is_installation or (actor.account is not None and actor.account.is_operator):
        return
    raise NotAllowed(
        _("Only an operator of this site can create an organisation. Ask them to make one for you.")
    )


def can_create_organisation(actor: Actor) -> bool:
    try:
        check_can_create_organisation(actor)
    except NotAllowed:
        return False
    return True


def can(actor: Actor, permission: str, organisation: Profile) -> bool:
    try:
        check_can(actor, permission, organisation)
    except (NotAllowed, NotAMember):
        return False
    return True
