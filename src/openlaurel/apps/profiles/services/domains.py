"""Domains of an organisation: proved by a text in their DNS or on their web server, and looked at again and again.

What trusts a confirmed domain: the organisation's public page, sign-on, and the sender of its mails.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from openlaurel.adapters.dns_records import DnsUnavailable, text_records
from openlaurel.adapters.fetch_errors import FetchError
from openlaurel.adapters.fetcher import retrieve
from openlaurel.apps.events.services import record_event
from openlaurel.apps.mailing.services import queue_mails, stop_senders
from openlaurel.apps.profiles.mails import domain_mails
from openlaurel.apps.profiles.models import Domain, Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, check_can
from openlaurel.apps.profiles.services.errors import InvalidDetails

MOST_DOMAINS = 20
LOOKED_AT_EVERY = timedelta(days=1)
# So long the proof may be missing: a new web server, a DNS that moves.
GRACE = timedelta(days=14)
MOST_A_PASS = 20
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


@dataclass(frozen=True)
class Proof:
    """Where the token was found: "dns", "file" or "" for nowhere; `is_known` is False when one place didn't answer."""

    found: str
    is_known: bool
    said: str = ""


def add_domain(*, organisation: Profile, name: str, by: Actor, now: datetime) -> Domain:
    """This function will note a domain with a token that proves it; raises InvalidDetails for what isn't a domain."""
    check_can(by, "manage_domains", organisation)
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
            _record("organisation.domain_added", domain, by, now)
    return domain


def proof_address(domain: Domain) -> str:
    """This function will return where the domain's own web server shows the token."""
    return f"https://{domain.name}/.well-known/openlaurel-domain.txt"


def proof_record(domain: Domain) -> tuple[str, str]:
    """This function will return name and value of the TXT record that shows the token (RFC 8552: below an underscore)."""
    return f"_openlaurel.{domain.name}", f"openlaurel-domain={domain.token}"


def look_for_proof(domain: Domain) -> Proof:
    """This function will look for the domain's token in its DNS, then on its web server."""
    place, value = proof_record(domain)
    is_known, said = True, ""
    try:
        if any(record.strip() == value for record in text_records(place)):
            return Proof("dns", is_known=True)
    except DnsUnavailable:
        is_known, said = False, _("The DNS didn't answer.")
    try:
        fetched = retrieve(
            proof_address(domain), allow=settings.OPENLAUREL_FETCH_ALLOW, max_bytes=4096, same_site=True
        )
    except FetchError as error:
        return Proof("", is_known, said or str(error))
    if domain.token.encode() in fetched.content.split():
        return Proof("file", is_known=True)
    return Proof("", is_known, said or _("The file is there, but doesn't hold the text that is shown here."))


def confirm_domain(*, domain: Domain, by: Actor, now: datetime) -> Domain:
    """This function will confirm a domain that shows its token; raises InvalidDetails with what was found.

    Whoever confirmed it here before and can't prove it any more loses it.
    """
    check_can(by, "manage_domains", domain.organisation)
    return confirm_if_proved(domain=domain, by=by, now=now)


def confirm_if_proved(*, domain: Domain, by: Actor, now: datetime) -> Domain:
    """This function will do what `confirm_domain` does, for who may have a domain looked at: the proof is what counts."""
    proof = look_for_proof(domain)
    if not proof.found:
        place, _value = proof_record(domain)
        told = {"place": place, "said": proof.said}
        raise InvalidDetails(
            {"name": _("No TXT record at %(place)s holds the text, and the file doesn't: %(said)s") % told}
        )
    holder = Domain.objects.filter(name=domain.name, confirmed_at__isnull=False).exclude(pk=domain.pk).first()
    if holder is not None:
        held = look_for_proof(holder)
        if held.found or not held.is_known:
            raise InvalidDetails({"name": _("Another organisation here has confirmed this domain already.")})
        _lose(holder, now)
    try:
        with transaction.atomic():
            domain = Domain.objects.select_for_update().get(pk=domain.pk)
            is_new = domain.confirmed_at is None
            domain.confirmed_at = domain.confirmed_at or now
            domain.confirmed_by, domain.looked_at, domain.missing_since = proof.found, now, None
            domain.save()
            if is_new:
                _record("organisation.domain_confirmed", domain, by, now)
    except IntegrityError as error:
        raise InvalidDetails(
            {"name": _("Another organisation here has confirmed this domain already.")}
        ) from error
    return domain


def remove_domain(*, domain: Domain, by: Actor, now: datetime) -> None:
    """This function will forget a domain: nobody signs on by it and no mail leaves in its name any more."""
    check_can(by, "manage_domains", domain.organisation)
    with transaction.atomic():
        _record("organisation.domain_removed", domain, by, now)
        stop_senders(organisation_id=domain.organisation_id, domain=domain.name, now=now)
        domain.delete()


def recheck_domains(now: datetime) -> int:
    """This function will look at confirmed domains once a day and return at how many; several workers may call it.

    Owners are told when a proof is missing. After GRACE the domain counts as confirmed no longer, and they are told
    again. A DNS that doesn't answer changes nothing.
    """
    due = Domain.objects.filter(
        Q(looked_at=None) | Q(looked_at__lte=now - LOOKED_AT_EVERY), confirmed_at__isnull=False
    )
    looked = 0
    for domain in due.select_related("organisation").order_by("looked_at", "pk")[:MOST_A_PASS]:
        taken = due.filter(pk=domain.pk, looked_at=domain.looked_at).update(looked_at=now)
        if taken:
            _note(domain, look_for_proof(domain), now)
            looked += 1
    return looked


def _note(domain: Domain, proof: Proof, now: datetime) -> None:
    if proof.found:
        Domain.objects.filter(pk=domain.pk, confirmed_at__isnull=False).update(
            confirmed_by=proof.found, missing_since=None
        )
    elif not proof.is_known:
        return
    elif domain.missing_since is None:
        with transaction.atomic():
            kept = Domain.objects.select_for_update().filter(pk=domain.pk, confirmed_at__isnull=False).first()
            if kept is not None:
                kept.missing_since = now
                kept.save(update_fields=["missing_since"])
                _record("organisation.domain_missing", kept, INSTALLATION, now)
                queue_mails(domain_mails(kept, proof_record(kept), until=now + GRACE, at=now), now=now)
    elif domain.missing_since <= now - GRACE:
        _lose(domain, now)


def _lose(domain: Domain, now: datetime) -> None:
    with transaction.atomic():
        kept = Domain.objects.select_for_update().get(pk=domain.pk)
        if kept.confirmed_at is None:
            return
        kept.confirmed_at, kept.confirmed_by, kept.missing_since = None, "", None
        kept.save(update_fields=["confirmed_at", "confirmed_by", "missing_since"])
        stop_senders(organisation_id=kept.organisation_id, domain=kept.name, now=now)
        _record("organisation.domain_lost", kept, INSTALLATION, now)
        queue_mails(domain_mails(kept, proof_record(kept), until=None, at=now), now=now)


def _record(kind: str, domain: Domain, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("profile", domain.organisation_id),
        now=now,
        actor_id=by.id,
        organisation_id=domain.organisation_id,
        data={"domain": domain.name},
    )
