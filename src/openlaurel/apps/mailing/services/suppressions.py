"""To whom an organisation doesn't send: bounced, complained, unsubscribed, or entered by hand."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from openlaurel.apps.mailing.models import OutgoingMail, Suppression, SuppressionReason
from openlaurel.apps.mailing.registry import kind_of
from openlaurel.apps.mailing.sealed import Envelope, envelope_of, hash_of_address, sealed

SALT = "openlaurel unsubscribe"


def suppress(*, organisation_id: UUID, address: str, reason: str, now: datetime) -> Suppression:
    """This function will keep an address off; it is on the list once a reason. The caller checks who may."""
    kept, _ = Suppression.objects.get_or_create(
        organisation_id=organisation_id,
        address_hash=hash_of_address(address),
        reason=reason,
        defaults={"address": sealed(Envelope(address.strip().lower(), "")), "since": now},
    )
    return kept


def lift(*, suppression: Suppression) -> None:
    """This function will let mails go to the address again, unless it is on the list for another reason."""
    suppression.delete()


def is_suppressed(mail: OutgoingMail) -> bool:
    """This function will say whether `mail` must not go to its recipient. Stopped reminders stop nothing else."""
    kind = kind_of(mail.kind)
    if kind.ignores_suppression or mail.organisation_id is None:
        return False
    found = Suppression.objects.filter(organisation_id=mail.organisation_id, address_hash=mail.address_hash)
    if not kind.is_stoppable or kind.stop is not None:
        found = found.exclude(reason=SuppressionReason.UNSUBSCRIBED)
    return found.exists()


def unsubscribe_link(key: str) -> str:
    """This function will return where the recipient of the mail with `key` stops reminders, without signing in."""
    token = signing.dumps(key, salt=SALT, compress=False)
    return settings.OPENLAUREL_URL + reverse("mailing:unsubscribe", args=[token])


def who_unsubscribes(token: str) -> OutgoingMail | None:
    """This function will return the mail whose link holds `token`, or None."""
    try:
        return OutgoingMail.objects.filter(key=signing.loads(token, salt=SALT)).first()
    except (signing.BadSignature, ValueError):
        return None


def stop_reminders(*, mail: OutgoingMail, now: datetime) -> None:
    """This function will stop what the recipient of `mail` stops by its link: reminders of the organisation that sent it,
    or of a kind with an own way to stop only that."""
    kind = kind_of(mail.kind)
    if kind.stop is not None:
        kind.stop(mail, now)
        return
    recipient = envelope_of(mail.envelope).recipient
    if mail.organisation_id is not None and recipient:
        suppress(
            organisation_id=mail.organisation_id,
            address=recipient,
            reason=SuppressionReason.UNSUBSCRIBED,
            now=now,
        )


def erase_suppressions(*, addresses: Iterable[str]) -> None:
    """This function will forget how suppressed addresses are written. That they are suppressed stays, by their hash:
    else the erased person would be written to again."""
    hashes = [hash_of_address(each) for each in addresses]
    Suppression.objects.filter(address_hash__in=hashes).update(address=b"")
