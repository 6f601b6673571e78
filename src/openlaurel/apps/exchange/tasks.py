"""What the exchange does when it hears news. Each handler may be called again for the same event."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.events.models import Event
from openlaurel.apps.exchange.models import Transfer
from openlaurel.apps.exchange.services import run_transfer, run_waiting_transfers


def move_badges(event: Event) -> None:
    """Fetches or sends badges; what a killed worker leaves, `move_left` goes on with."""
    transfer = Transfer.objects.select_related("connection__account").filter(pk=event.subject_id).first()
    if transfer is not None:
        run_transfer(transfer=transfer, clock=timezone.now)


def move_left(now: datetime) -> None:
    """The periodic duty behind it: nothing to do, unless a worker died."""
    run_waiting_transfers(clock=timezone.now)
