"""The identity provider of an organisation."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import checked_address
from openlaurel.adapters.guarded_connections import host_and_port
from openlaurel.adapters.sealing import seal
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.queries import confirmed_domains
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.apps.signon.models import EntryRule, IdentityProvider
from openlaurel.apps.signon.oidc import SignOnFailed, discover

PURPOSE = "identity provider client secret"
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
    before = IdentityProvider.objects.filter(organisation=organisation).first()
    problems = {}
    if not confirmed_domains(organisation).exists():
        problems["issuer"] = _("Confirm a domain first: only its addresses may sign on.")
    elif fault := _fault_of(issuer):
        problems["issuer"] = fault
    if not 0 < len(client_id.strip()) <= 255:
        problems["client_id"] = _("Give the id that the provider has given to this site.")
    if not client_secret and (before is None or before.issuer != issuer):
        problems["client_secret"] = _("Give the secret that the provider has given to this site.")
    if not set((role_map or {}).values()) <= set(GIVABLE):
        problems["role_map"] = _("The roles are %(roles)s. Owners are made by owners.") % {
            "roles": ", ".join(GIVABLE)
        }
    if default_role and default_role not in GIVABLE:
        problems["default_role"] = _("Choose a role other than owner, or none.")
    if problems:
        raise InvalidDetails(problems)
    with transaction.atomic():
        if before is not None and before.issuer != issuer:
            before.delete()
            before = None
        fields = {
            "issuer": issuer,
            "client_id": client_id.strip(),
            "roles_claim": roles_claim.strip(),
            "role_map": dict(role_map or {}),
            "default_role": default_role,
            "changed_at": now,
        }
        if client_secret:
            fields["client_secret"] = seal(
                client_secret.encode(), key=settings.INSTALLATION.key, purpose=PURPOSE
            )
        provider, _made = IdentityProvider.objects.update_or_create(
            organisation=organisation, defaults=fields
        )
        _record("organisation.provider_set", organisation, by, now, issuer=issuer)
    return provider


def remove_provider(*, organisation: Profile, by: Actor, now: datetime) -> None:
    """This function will forget the identity provider, and ask for its sign-on no longer."""
    check_can(by, "manage_sign_on", organisation)
    with transaction.atomic():
        provider = IdentityProvider.objects.select_for_update().filter(organisation=organisation).first()
        if provider is None:
            return
        _record("organisation.provider_removed", organisation, by, now, issuer=provider.issuer)
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


def _record(kind: str, organisation: Profile, by: Actor, now: datetime, **data: str) -> None:
    record_event(
        kind=kind,
        subject=("profile", organisation.pk),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.pk,
        data=data,
    )
