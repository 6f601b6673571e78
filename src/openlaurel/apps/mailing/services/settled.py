"""What is done with settled mails: sent again by somebody's decision, forgotten after a while, erased with a person."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from openlaurel.apps.mailing.lifecycle import OPEN, WrongMailState, move
from openlaurel.apps.mailing.models import MailState, OutgoingMail
from openlaurel.apps.mailing.sealed import hash_of_address
from openlaurel.apps.mailing.services.queueing import TRIED_FOR

CONTENT_KEPT = timedelta(days=30)
ROWS_KEPT = timedelta(days=400)


def send_again(*, mail: OutgoingMail, now: datetime) -> OutgoingMail:
    """This function will have an uncertain, failed or withheld mail sent once more, under its own Message-ID.

    A recipient who has it already sees by that id, as most mail programs do, that it is the same. Raises
    WrongMailState for another state, or when its content was forgotten meanwhile. The caller checks who may.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
        if mail.content is None:
            raise WrongMailState("The content of this mail was forgotten meanwhile.")
        move(mail, "send_again")
        mail.attempts, mail.due_at, mail.give_up_at = 0, now, now + TRIED_FOR
        mail.settled_at, mail.fault, mail.reply = None, "", ""
        mail.save()
    return mail


def erase_mails(*, addresses: Iterable[str], now: datetime) -> None:
    """This function will forget recipients and contents of all mails to `addresses`; what waits isn't sent any more."""
    mails = OutgoingMail.objects.filter(address_hash__in=[hash_of_address(each) for each in addresses])
    mails.filter(state__in=OPEN).update(
        state=MailState.WITHHELD, fault="erased", settled_at=now, lease=None, leased_until=None
    )
    mails.update(envelope=b"", content=None, address_hash="", reply="", subject_kind="", subject_id="")


def clear_out(now: datetime) -> None:
    """This function will forget contents CONTENT_KEPT after they were settled, and rows after ROWS_KEPT."""
    settled = OutgoingMail.objects.exclude(state__in=OPEN)
    settled.filter(settled_at__lt=now - CONTENT_KEPT, content__isnull=False).update(content=None)
    settled.filter(settled_at__lt=now - ROWS_KEPT).delete()
    settled.filter(settled_at__lt=now - CONTENT_KEPT, is_secret=True).delete()
