"""What an organisation decides about mails that didn't arrive, and about addresses to which it doesn't send."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.mailing import services as mailing
from openlaurel.apps.mailing.models import OutgoingMail, Suppression, SuppressionReason
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can

MOST_BY_HAND = 10_000


class InvalidAddress(Exception):
    """The address can't be put on the list; the message says why."""


def send_again(*, organisation: Profile, mail: OutgoingMail, by: Actor, now: datetime) -> OutgoingMail:
    """This function will have a mail of `organisation` that didn't arrive, or of which nobody knows, sent once more.

    Raises WrongMailState when it waits, was sent, or its content was forgotten.
    """
    check_can(by, "manage_mail", organisation)
    with transaction.atomic():
        mail = mailing.send_again(
            mail=OutgoingMail.objects.get(pk=mail.pk, organisation_id=organisation.pk), now=now
        )
        _record("mail.sent_again", organisation, str(mail.pk), by, now)
    return mail


def suppress_address(*, organisation: Profile, address: str, by: Actor, now: datetime) -> Suppression:
    """This function will keep an address off the organisation's mails. Raises InvalidAddress."""
    check_can(by, "manage_mail", organisation)
    try:
        validate_email(address.strip())
    except ValidationError:
        raise InvalidAddress(_("Enter an e-mail address like name@example.org.")) from None
    with transaction.atomic():
        Profile.objects.select_for_update().get(pk=organisation.pk)
        if (
            Suppression.objects.filter(organisation_id=organisation.pk, reason="by_hand").count()
            >= MOST_BY_HAND
        ):
            raise InvalidAddress(_("The list is full. Take an address off it first."))
        kept = mailing.suppress(
            organisation_id=organisation.pk, address=address, reason=SuppressionReason.BY_HAND, now=now
        )
        _record("mail.suppressed", organisation, str(kept.pk), by, now)
    return kept


def lift_suppression(*, organisation: Profile, suppression: Suppression, by: Actor, now: datetime) -> None:
    """This function will let the organisation's mails go to an address again."""
    check_can(by, "manage_mail", organisation)
    with transaction.atomic():
        kept = Suppression.objects.get(pk=suppression.pk, organisation_id=organisation.pk)
        _record("mail.suppression_lifted", organisation, str(kept.pk), by, now)
        mailing.lift(suppression=kept)


def _record(kind: str, organisation: Profile, about: str, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("mail", about),
        now=now,
        actor_id=by.id,
        organisation_id=organisation.pk,
    )
