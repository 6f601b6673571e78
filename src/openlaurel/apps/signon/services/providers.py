"""The identity provider of an organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import checked_address
from openlaurel.adapters.guarded_connections import host_and_port
from openlaurel.adapters.sealing import seal
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.queries import confirmed_domains
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.apps.signon.identity import SignOnFailed
from openlaurel.apps.signon.models import EntryRule, IdentityProvider, Protocol
from openlaurel.apps.signon.oidc import discover

PURPOSE = "identity provider client secret"
# Said where a provider is set before any domain is confirmed.
DOMAIN_FIRST = gettext_lazy("Confirm a domain first: only its addresses may sign on.")
GIVABLE = tuple(role.value for role in Role if role != Role.OWNER)


def set_provider(
    *,
    organisation: Profile,
    issuer: str,
    client_id: str,
    client_secret: str,
    roles_claim: str = "",
    role_map: Mapping[str, str] | None = None,
    default_role: str = "",
    by: Actor,
    now: datetime,
) -> IdentityProvider:
    """This function will make `issuer` the organisation's identity provider; without a secret the one before stays.

    Identities of another issuer than before are forgotten. The provider is asked to describe itself first. Raises
    InvalidDetails by field.
    """
    check_can(by, "manage_sign_on", organisation)
    before = IdentityProvider.objects.filter(organisation=organisation, protocol=Protocol.OIDC).first()
    problems = problems_with_roles(role_map or {}, default_role)
    if not confirmed_domains(organisation).exists():
        problems["issuer"] = str(DOMAIN_FIRST)
    elif fault := _fault_of(issuer):
        problems["issuer"] = fault
    if not 0 < len(client_id.strip()) <= 255:
        problems["client_id"] = _("Give the id that the provider has given to this site.")
    if not client_secret and (before is None or before.issuer != issuer):
        problems["client_secret"] = _("Give the secret that the provider has given to this site.")
    if problems:
        raise InvalidDetails(problems)
    fields: dict[str, Any] = {
        "client_id": client_id.strip(),
        "roles_claim": roles_claim.strip(),
        "role_map": dict(role_map or {}),
        "default_role": default_role,
    }
    if client_secret:
        fields["client_secret"] = seal(client_secret.encode(), key=settings.INSTALLATION.key, purpose=PURPOSE)
    return keep_provider(organisation, Protocol.OIDC, issuer, fields, by, now)


def keep_provider(
    organisation: Profile, protocol: Protocol, issuer: str, fields: dict[str, Any], by: Actor, now: datetime
) -> IdentityProvider:
    """This function will store a provider that was checked; identities of another one than before are forgotten."""
    with transaction.atomic():
        others = IdentityProvider.objects.filter(organisation=organisation)
        others.exclude(protocol=protocol, issuer=issuer).delete()
        provider, _made = IdentityProvider.objects.update_or_create(
            organisation=organisation,
            defaults={"protocol": protocol, "issuer": issuer, "changed_at": now} | fields,
        )
        record("organisation.provider_set", organisation, by, now, issuer=issuer)
    return provider


def problems_with_roles(role_map: Mapping[str, str], default_role: str) -> dict[str, str]:
    """This function will return what is wrong with the roles of who is new, by field."""
    problems = {}
    if not set(role_map.values()) <= set(GIVABLE):
        problems["role_map"] = _("The roles are %(roles)s. Owners are made by owners.") % {
            "roles": ", ".join(GIVABLE)
        }
    if default_role and default_role not in GIVABLE:
        problems["default_role"] = _("Choose a role other than owner, or none.")
    return problems


def remove_provider(*, organisation: Profile, by: Actor, now: datetime) -> None:
    """This function will forget the identity provider, and ask for its sign-on no longer."""
    check_can(by, "manage_sign_on", organisation)
    with transaction.atomic():
        provider = IdentityProvider.objects.select_for_update().filter(organisation=organisation).first()
        if provider is None:
            return
        record("organisation.provider_removed", organisation, by, now, issuer=provider.issuer)
        provider.delete()
        EntryRule.objects.filter(organisation=organisation).update(sign_on_from=None, exempt=None)


def _fault_of(issuer: str) -> str:
    try:
        address = checked_address(issuer)
        if address.scheme != "https" and host_and_port(address) not in settings.OPENLAUREL_FETCH_ALLOW:
            return _("The address must begin with https://.")
        discover(issuer, allow=settings.OPENLAUREL_FETCH_ALLOW)
    except (FetchError, SignOnFailed) as error:
        return str(error)
    return ""


def record(kind: str, organisation: Profile, by: Actor, now: datetime, **data: str) -> None:
    """This function will write what was changed about an organisation's sign-on into its audit trail."""
    record_event(
        kind=kind,
        subject=("profile", organisation.pk),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.pk,
        data=data,
    )
