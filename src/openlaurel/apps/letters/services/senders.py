"""Mails in the name of an organisation's own domain."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.letters.services.delivery import InvalidAddress
from openlaurel.apps.mailing.models import SenderDomain
from openlaurel.apps.mailing.services.domains import examine, set_sender
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.mail.domains import DomainFinding


def choose_sender(*, organisation: Profile, address: str, by: Actor, now: datetime) -> SenderDomain:
    """This function will keep `address` as the organisation's sender, with a new key, until its DNS is checked.

    Meanwhile mails leave in the site's name. Raises InvalidAddress.
    """
    check_can(by, "manage_mail", organisation)
    try:
        validate_email(address.strip())
        with transaction.atomic():
            sender = set_sender(
                organisation_id=organisation.pk, name=organisation.name, address=address, now=now
            )
            _record("mail.sender_chosen", organisation, sender, by, now)
    except (ValidationError, ValueError):
        raise InvalidAddress(_("Enter an e-mail address like badges@example.org.")) from None
    return sender


def check_sender(*, organisation: Profile, by: Actor, now: datetime) -> list[DomainFinding]:
    """This function will ask the DNS and, by whether it holds the key, begin or end to send in the domain's name.

    Raises DnsUnavailable, and then nothing changes.
    """
    check_can(by, "manage_mail", organisation)
    sender = SenderDomain.objects.get(pk=organisation.pk)
    findings = examine(sender)
    holds = findings[0].state == "ok"
    with transaction.atomic():
        kept = SenderDomain.objects.select_for_update().get(pk=organisation.pk)
        if kept.selector == sender.selector and holds != (kept.verified_at is not None):
            kept.verified_at = now if holds else None
            kept.save(update_fields=["verified_at"])
            _record("mail.sender_verified" if holds else "mail.sender_lost", organisation, kept, by, now)
    return findings


def remove_sender(*, organisation: Profile, by: Actor, now: datetime) -> None:
    """This function will let mails leave in the site's name again."""
    check_can(by, "manage_mail", organisation)
    with transaction.atomic():
        sender = SenderDomain.objects.select_for_update().get(pk=organisation.pk)
        _record("mail.sender_removed", organisation, sender, by, now)
        sender.delete()


def _record(kind: str, organisation: Profile, sender: SenderDomain, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("profile", organisation.pk),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.pk,
        data={"domain": sender.domain},
    )
