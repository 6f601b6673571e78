"""Somebody arrives from their organisation's identity provider."""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.adapters.sealing import unseal
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import accounts_of
from openlaurel.apps.accounts.services import AccountError, create_account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, roles_of
from openlaurel.apps.profiles.queries import confirmed_domains
from openlaurel.apps.profiles.services import add_member
from openlaurel.apps.signon.identity import Identity, SignOnFailed
from openlaurel.apps.signon.models import IdentityProvider, SignOnIdentity
from openlaurel.apps.signon.oidc import (
    Endpoints,
    check_id_token,
    discover,
    exchange,
    fetch_keys,
)
from openlaurel.apps.signon.services.providers import GIVABLE, PURPOSE

KEPT_SECONDS = 600


class NotAdmitted(Exception):
    """The provider vouches for somebody whom the organisation's rules don't let in; the message says why."""


def endpoints_of(provider: IdentityProvider) -> Endpoints:
    """This function will return where the provider is asked, kept for some minutes; raises SignOnFailed."""
    name = f"signon:endpoints:{provider.pk}:{provider.changed_at.timestamp()}"
    found: Endpoints | None = cache.get(name)
    if found is None:
        found = discover(provider.issuer, allow=settings.OPENLAUREL_FETCH_ALLOW)
        cache.set(name, found, KEPT_SECONDS)
    return found


def identity_behind(
    *, provider: IdentityProvider, code: str, verifier: str, nonce: str, redirect_uri: str, now: datetime
) -> Identity:
    """This function will return who a code of the provider stands for; raises SignOnFailed.

    The keys are read anew each time: sign-ons are rare, and a key that was withdrawn counts no more.
    """
    endpoints, allow = endpoints_of(provider), settings.OPENLAUREL_FETCH_ALLOW
    secret = unseal(bytes(provider.client_secret), key=settings.INSTALLATION.key, purpose=PURPOSE).decode()
    token = exchange(
        endpoints,
        code=code,
        verifier=verifier,
        client_id=provider.client_id,
        client_secret=secret,
        redirect_uri=redirect_uri,
        allow=allow,
    )
    return check_id_token(
        token,
        keys=fetch_keys(endpoints, allow=allow),
        issuer=provider.issuer,
        client_id=provider.client_id,
        nonce=nonce,
        now=now,
    )


def admit(*, provider: IdentityProvider, identity: Identity, now: datetime) -> Account:
    """This function will return the account of somebody who signed on, made and given roles where it is new here.

    Only addresses of the organisation's confirmed domains are believed. Raises NotAdmitted.
    """
    organisation = provider.organisation
    with transaction.atomic():
        provider = IdentityProvider.objects.select_for_update().get(pk=provider.pk)
        _check_address(provider, identity)
        known = provider.identities.filter(subject=identity.subject).select_related("account").first()
        is_new = known is None
        if known is None:
            known = _linked(provider, identity, now)
        else:
            known.last_used_at = now
            known.save(update_fields=["last_used_at"])
        account = known.account
        if not account.is_active:
            raise NotAdmitted(_("This account is switched off. Ask who runs this site."))
        if not roles_of(Actor(account=account), organisation):
            # Only to who is new: whom an owner took the roles from doesn't get them back by signing on again.
            roles = _roles_for(provider, identity) if is_new else []
            if not roles:
                raise NotAdmitted(
                    _("You have no role in %(name)s yet. Ask one of its owners.")
                    % {"name": organisation.name}
                )
            for role in roles:
                add_member(organisation=organisation, account=account, role=role, by=INSTALLATION, now=now)
    return account


def _check_address(provider: IdentityProvider, identity: Identity) -> None:
    domain = identity.email.rpartition("@")[2]
    if not domain or identity.email_verified is False:
        raise NotAdmitted(_("Your organisation's sign-on gave no e-mail address that it has confirmed."))
    if not confirmed_domains(provider.organisation).filter(name=domain).exists():
        raise NotAdmitted(
            _("%(domain)s isn't a domain for which this organisation answers.") % {"domain": domain}
        )


def _linked(provider: IdentityProvider, identity: Identity, now: datetime) -> SignOnIdentity:
    account = accounts_of([identity.email]).get(identity.email)
    if account is None:
        try:
            account = create_account(email=identity.email, name=identity.name, verified=True, now=now)
        except AccountError as error:
            raise NotAdmitted(str(error)) from error
    if provider.identities.filter(account=account).exists():
        # The address was given to somebody else there, who must not get the account of the one before.
        raise NotAdmitted(_("This address belongs to somebody else in your organisation's sign-on."))
    made = SignOnIdentity.objects.create(
        provider=provider, account=account, subject=identity.subject, since=now, last_used_at=now
    )
    record_event(
        kind="organisation.identity_linked",
        subject=("account", account.pk),
        now=now,
        organisation_id=provider.organisation_id,
        data={"issuer": provider.issuer},
    )
    return made


def _roles_for(provider: IdentityProvider, identity: Identity) -> list[str]:
    given = identity.claims.get(provider.roles_claim) if provider.roles_claim else None
    values = given if isinstance(given, list) else [given]
    roles = {
        provider.role_map[value] for value in values if isinstance(value, str) and value in provider.role_map
    }
    if not roles and provider.default_role:
        roles = {provider.default_role}
    return [role for role in GIVABLE if role in roles]


__all__ = ["NotAdmitted", "SignOnFailed", "admit", "endpoints_of", "identity_behind"]
