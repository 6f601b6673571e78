"""Domains and the identity provider of an organisation."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import checked_address, retrieve
from openlaurel.adapters.guarded_connections import host_and_port
from openlaurel.adapters.sealing import seal
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.apps.signon.models import Domain, EntryRule, IdentityProvider
from openlaurel.apps.signon.oidc import SignOnFailed, discover

PURPOSE = "identity provider client secret"
MOST_DOMAINS = 20
GIVABLE = tuple(role.value for role in Role if role != Role.OWNER)
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def add_domain(*, organisation: Profile, name: str, by: Actor, now: datetime) -> Domain:
    """This function will note a domain with a token that proves it; raises InvalidDetails for what isn't a domain."""
    check_can(by, "manage_sign_on", organisation)
    try:
        plain = name.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        plain = ""
    if not _DOMAIN.fullmatch(plain):
        raise InvalidDetails({"name": _("Give a domain such as example.org.")})
    with transaction.atomic():
        Profile.objects.select_for_update().get(pk=organisation.pk)
        domain = Domain.objects.filter(organisation=organisation, name=plain).first()
        if domain is None:
            if organisation.domains.count() >= MOST_DOMAINS:
                raise InvalidDetails(
                    {"name": _("There are %(most)s domains already.") % {"most": MOST_DOMAINS}}
                )
            token = secrets.token_urlsafe(24)
            domain = Domain.objects.create(organisation=organisation, name=plain, token=token, added_at=now)
            _record("organisation.domain_added", organisation, by, now, domain=plain)
    return domain


def proof_address(domain: Domain) -> str:
    """This function will return where the domain's own web server shows the token."""
    return f"https://{domain.name}/.well-known/openlaurel-domain.txt"


def confirm_domain(*, domain: Domain, by: Actor, now: datetime) -> Domain:
    """This function will confirm a domain whose web server shows the token; raises InvalidDetails with what was found."""
    check_can(by, "manage_sign_on", domain.organisation)
    try:
        fetched = retrieve(
            proof_address(domain), allow=settings.OPENLAUREL_FETCH_ALLOW, max_bytes=4096, same_site=True
        )
    except FetchError as error:
        raise InvalidDetails({"name": str(error)}) from error
    if domain.token.encode() not in fetched.content.split():
        raise InvalidDetails({"name": _("The file is there, but doesn't hold the text that is shown here.")})
    try:
        with transaction.atomic():
            domain = Domain.objects.select_for_update().get(pk=domain.pk)
            if domain.confirmed_at is None:
                domain.confirmed_at = now
                domain.save(update_fields=["confirmed_at"])
                _record("organisation.domain_confirmed", domain.organisation, by, now, domain=domain.name)
    except IntegrityError as error:
        raise InvalidDetails(
            {"name": _("Another organisation here has confirmed this domain already.")}
        ) from error
    return domain


def remove_domain(*, domain: Domain, by: Actor, now: datetime) -> None:
    """This function will forget a domain: addresses of it no longer sign on."""
    check_can(by, "manage_sign_on", domain.organisation)
    with transaction.atomic():
        _record("organisation.domain_removed", domain.organisation, by, now, domain=domain.name)
        domain.delete()


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
    if not organisation.domains.filter(confirmed_at__isnull=False).exists():
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
