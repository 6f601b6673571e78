"""SAML providers: set by their metadata, which is read again every day, and what they answer."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import checked_address, retrieve
from openlaurel.adapters.guarded_connections import host_and_port
from openlaurel.adapters.sealing import seal, unseal
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, check_can
from openlaurel.apps.profiles.queries import confirmed_domains
from openlaurel.apps.profiles.services import InvalidDetails
from openlaurel.apps.signon.identity import Identity, SignOnFailed
from openlaurel.apps.signon.models import IdentityProvider, Protocol, SamlAnswer
from openlaurel.apps.signon.saml import IdpMetadata, ServiceProvider, check_response, read_metadata
from openlaurel.apps.signon.services.providers import DOMAIN_FIRST, keep_provider, problems_with_roles, record

PURPOSE = "saml answer"
MOST_BYTES = 256 * 1024
READ_EVERY = timedelta(days=1)
FETCHED_WITHIN = timedelta(minutes=2)


def set_saml_provider(
    *,
    organisation: Profile,
    metadata: str = "",
    metadata_url: str = "",
    email_claim: str = "",
    roles_claim: str = "",
    role_map: Mapping[str, str] | None = None,
    default_role: str = "",
    by: Actor,
    now: datetime,
) -> IdentityProvider:
    """This function will make the provider that `metadata` describes, or what stands at `metadata_url`, the
    organisation's; with neither, what was read before stays.

    Identities of another provider than before are forgotten. Raises InvalidDetails by field.
    """
    check_can(by, "manage_sign_on", organisation)
    before = IdentityProvider.objects.filter(organisation=organisation, protocol=Protocol.SAML).first()
    problems, said = problems_with_roles(role_map or {}, default_role), None
    field = "metadata" if metadata.strip() or not metadata_url else "metadata_url"
    try:
        if metadata.strip():
            said = _checked(read_metadata(metadata.encode()))
        elif metadata_url:
            said = _fetched(metadata_url)
        elif before is not None:
            said = IdpMetadata(before.issuer, before.address, tuple(before.certificates))
        else:
            problems[field] = _("Give the provider's metadata, or the address at which it stands.")
    except (FetchError, SignOnFailed) as error:
        problems[field] = str(error)
    if not confirmed_domains(organisation).exists():
        problems[field] = str(DOMAIN_FIRST)
    if problems or said is None:
        raise InvalidDetails(problems)
    is_kept = not metadata.strip() and not metadata_url and before is not None
    fields: dict[str, Any] = {
        "address": said.address,
        "certificates": list(said.certificates),
        "metadata_url": ""
        if metadata.strip()
        else before.metadata_url
        if is_kept and before
        else metadata_url,
        "email_claim": email_claim.strip(),
        "roles_claim": roles_claim.strip(),
        "role_map": dict(role_map or {}),
        "default_role": default_role,
        "client_id": "",
        "client_secret": b"",
        "read_at": now,
        "read_fault": "",
    }
    return keep_provider(organisation, Protocol.SAML, said.entity_id, fields, by, now)


def site_for(provider: IdentityProvider) -> ServiceProvider:
    """This function will return what this site is to a SAML provider."""
    entity_id, consumer_url = saml_addresses(provider.organisation)
    return ServiceProvider(
        entity_id, consumer_url, provider.issuer, provider.certificates, provider.email_claim
    )


def saml_addresses(organisation: Profile) -> tuple[str, str]:
    """This function will return the entity id of this site for an organisation, where its metadata stands, and where
    answers are posted."""
    names = ("signon:saml-metadata", "signon:saml-answer")
    entity_id, consumer_url = (
        settings.OPENLAUREL_URL + reverse(name, args=[organisation.handle]) for name in names
    )
    return entity_id, consumer_url


def take_answer(*, provider: IdentityProvider, encoded: str, now: datetime) -> str:
    """This function will check a posted answer and return a ticket by which the same browser goes on.

    The post comes from another site, so without this site's cookies; who asked is compared after that. Raises
    SignOnFailed for what breaks a rule, and for an assertion that came before.
    """
    answer = check_response(encoded, site=site_for(provider), now=now)
    ticket = secrets.token_urlsafe(32)
    forget_answers(now)
    try:
        with transaction.atomic():
            SamlAnswer.objects.create(
                provider=provider,
                assertion_hash=_hashed(answer.assertion_id),
                ticket_hash=_hashed(ticket),
                request_id=answer.request_id[:64],
                identity=seal(
                    orjson.dumps(asdict(answer.identity)), key=settings.INSTALLATION.key, purpose=PURPOSE
                ),
                came_at=now,
                ends_at=max(answer.until, now + FETCHED_WITHIN),
            )
    except IntegrityError as error:
        raise SignOnFailed("This answer was used before.") from error
    return ticket


def answer_behind(ticket: str, now: datetime) -> tuple[SamlAnswer, Identity] | None:
    """This function will return the answer of a ticket, once and within FETCHED_WITHIN; None otherwise."""
    with transaction.atomic():
        rows = SamlAnswer.objects.select_for_update(of=("self",)).select_related("provider__organisation")
        found = rows.filter(
            ticket_hash=_hashed(ticket), came_at__gt=now - FETCHED_WITHIN, identity__isnull=False
        ).first()
        if found is None:
            return None
        sealed = bytes(found.identity or b"")
        found.identity = None
        found.save(update_fields=["identity"])
    said = orjson.loads(unseal(sealed, key=settings.INSTALLATION.key, purpose=PURPOSE))
    return found, Identity(**said)


def forget_answers(now: datetime) -> None:
    """This function will forget who came once nobody fetches it any more, and assertions that have ended."""
    SamlAnswer.objects.filter(ends_at__lte=now).delete()
    SamlAnswer.objects.filter(came_at__lte=now - FETCHED_WITHIN, identity__isnull=False).update(identity=None)


def read_metadata_again(now: datetime) -> int:
    """This function will read once a day the metadata that stand at an address, so that a new certificate counts in
    time, and return how many it read. What can't be read, or is of another provider, changes nothing and is noted."""
    due = IdentityProvider.objects.filter(protocol=Protocol.SAML, read_at__lte=now - READ_EVERY)
    due = due.exclude(metadata_url="")
    read = 0
    for provider in due.select_related("organisation").order_by("read_at", "pk")[:20]:
        if not due.filter(pk=provider.pk, read_at=provider.read_at).update(read_at=now):
            continue
        read += 1
        try:
            said = _fetched(provider.metadata_url)
            if said.entity_id != provider.issuer:
                raise SignOnFailed(f"The metadata are of {said.entity_id[:100]!r} now.")
        except (FetchError, SignOnFailed) as error:
            IdentityProvider.objects.filter(pk=provider.pk).update(read_fault=str(error)[:300])
            continue
        with transaction.atomic():
            kept = IdentityProvider.objects.select_for_update().filter(pk=provider.pk, issuer=said.entity_id)
            before = kept.first()
            if before is None:
                continue
            if (before.address, tuple(before.certificates)) != (said.address, said.certificates):
                record(
                    "organisation.provider_renewed",
                    provider.organisation,
                    INSTALLATION,
                    now,
                    issuer=said.entity_id,
                )
            kept.update(address=said.address, certificates=list(said.certificates), read_fault="")
    return read


def _fetched(url: str) -> IdpMetadata:
    address = checked_address(url)
    allow = settings.OPENLAUREL_FETCH_ALLOW
    if address.scheme != "https" and host_and_port(address) not in allow:
        raise SignOnFailed(_("The address must begin with https://."))
    fetched = retrieve(
        url, allow=allow, max_bytes=MOST_BYTES, timeout=8.0, accept="application/samlmetadata+xml, */*"
    )
    return _checked(read_metadata(fetched.content))


def _checked(said: IdpMetadata) -> IdpMetadata:
    """Browsers are sent there, so it is held to the rule of addresses as what is fetched is."""
    address = checked_address(said.address)
    if address.scheme != "https" and host_and_port(address) not in settings.OPENLAUREL_FETCH_ALLOW:
        raise SignOnFailed(_("The address must begin with https://."))
    return said


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
