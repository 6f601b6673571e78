"""Mails in the name of an organisation's own domain."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from openlaurel.adapters.dns_records import DnsUnavailable
from openlaurel.apps.events.services import record_event
from openlaurel.apps.letters.mails import sender_mails
from openlaurel.apps.letters.services.delivery import InvalidAddress
from openlaurel.apps.mailing.models import SenderDomain
from openlaurel.apps.mailing.services import queue_mails
from openlaurel.apps.mailing.services.domains import examine, set_sender
from openlaurel.apps.profiles.models import Domain, Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, can, check_can
from openlaurel.apps.profiles.queries import domain_over
from openlaurel.apps.profiles.services import InvalidDetails, add_domain, confirm_if_proved, proof_record
from openlaurel.core.mail.domains import DomainFinding

CHECKED_EVERY = timedelta(days=1)
MOST_A_PASS = 20
# Without these mails leave in the site's name.
NEEDED = ("domain", "dkim")


def choose_sender(*, organisation: Profile, address: str, by: Actor, now: datetime) -> SenderDomain:
    """This function will keep `address` as the organisation's sender, with a new key, until its DNS is checked.

    Its domain, or one above it, must be one of the organisation's; an owner's choice adds it. Meanwhile mails leave in
    the site's name. Raises InvalidAddress.
    """
    check_can(by, "manage_mail", organisation)
    try:
        validate_email(address.strip())
        name = address.strip().rpartition("@")[2].encode("idna").decode().lower()
        with transaction.atomic():
            if domain_over(organisation, name) is None:
                if not can(by, "manage_domains", organisation):
                    raise InvalidAddress(
                        _("Ask an owner to add %(domain)s to your domains first.") % {"domain": name}
                    )
                add_domain(organisation=organisation, name=name, by=by, now=now)
            sender = set_sender(
                organisation_id=organisation.pk, name=organisation.name, address=address, now=now
            )
            _record("mail.sender_chosen", organisation, sender, by, now)
    except InvalidDetails as error:
        raise InvalidAddress(str(error)) from None
    except (ValidationError, ValueError):
        raise InvalidAddress(_("Enter an e-mail address like badges@example.org.")) from None
    return sender


def check_sender(*, organisation: Profile, by: Actor, now: datetime) -> list[DomainFinding]:
    """This function will ask the DNS and begin or end to send in the domain's name, by whether the domain is proved to
    be the organisation's and holds the key.

    Raises DnsUnavailable, and then nothing changes.
    """
    check_can(by, "manage_mail", organisation)
    sender = SenderDomain.objects.get(pk=organisation.pk)
    findings = _findings(organisation, sender, by, now)
    _note(organisation, sender, findings, by, now)
    return findings


def recheck_senders(now: datetime) -> int:
    """This function will check once a day each sender that holds or held, and return how many; owners are told of what
    broke and of what holds again. Several workers may call it. A DNS that doesn't answer changes nothing."""
    due = SenderDomain.objects.filter(
        Q(checked_at=None) | Q(checked_at__lte=now - CHECKED_EVERY),
        Q(verified_at__isnull=False) | Q(lost_at__isnull=False),
    )
    checked = 0
    for sender in due.order_by("checked_at", "pk")[:MOST_A_PASS]:
        if not due.filter(pk=sender.pk, checked_at=sender.checked_at).update(checked_at=now):
            continue
        organisation = Profile.objects.get(pk=sender.organisation_id)
        try:
            findings = _findings(organisation, sender, INSTALLATION, now)
        except DnsUnavailable:
            continue
        _note(organisation, sender, findings, INSTALLATION, now, tells=True)
        checked += 1
    return checked


def remove_sender(*, organisation: Profile, by: Actor, now: datetime) -> None:
    """This function will let mails leave in the site's name again."""
    check_can(by, "manage_mail", organisation)
    with transaction.atomic():
        sender = SenderDomain.objects.select_for_update().get(pk=organisation.pk)
        _record("mail.sender_removed", organisation, sender, by, now)
        sender.delete()


def _findings(organisation: Profile, sender: SenderDomain, by: Actor, now: datetime) -> list[DomainFinding]:
    domain = domain_over(organisation, sender.domain)
    found = examine(sender, above=domain.name if domain else "")
    return [_domain_finding(domain, sender, by, now), *found]


def _domain_finding(domain: Domain | None, sender: SenderDomain, by: Actor, now: datetime) -> DomainFinding:
    if domain is None:
        return DomainFinding("domain", "missing", f"_openlaurel.{sender.domain}")
    place, value = proof_record(domain)
    if domain.confirmed_at is None:
        try:
            confirm_if_proved(domain=domain, by=by, now=now)
        except InvalidDetails as error:
            return DomainFinding("domain", "missing", place, value, str(error))
    return DomainFinding("domain", "ok", place, value)


def _note(
    organisation: Profile,
    sender: SenderDomain,
    findings: list[DomainFinding],
    by: Actor,
    now: datetime,
    *,
    tells: bool = False,
) -> None:
    holds = all(finding.state == "ok" for finding in findings if finding.check in NEEDED)
    with transaction.atomic():
        kept = SenderDomain.objects.select_for_update().filter(pk=organisation.pk).first()
        if kept is None or kept.selector != sender.selector:
            return
        before = {said["check"]: said["state"] for said in kept.findings}
        held = kept.verified_at is not None
        kept.checked_at, kept.findings = now, [asdict(finding) for finding in findings]
        if holds != held:
            kept.verified_at = now if holds else None
            kept.lost_at = None if holds else now
            _record("mail.sender_verified" if holds else "mail.sender_lost", organisation, kept, by, now)
        kept.save(update_fields=["checked_at", "findings", "verified_at", "lost_at"])
        broken = [
            finding for finding in findings if finding.state != "ok" and before.get(finding.check) == "ok"
        ]
        if tells and (broken or holds != held):
            queue_mails(sender_mails(organisation, kept, broken, holds=holds, at=now), now=now)


def _record(kind: str, organisation: Profile, sender: SenderDomain, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("profile", organisation.pk),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.pk,
        data={"domain": sender.domain},
    )
