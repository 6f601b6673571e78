"""What the wallet does when it hears news. Each handler may be called again for the same event."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.events.models import Event
from openlaurel.apps.wallet.models import WalletArchive
from openlaurel.apps.wallet.services import run_archive, run_waiting_archives


def write_archive(event: Event) -> None:
    """Writes an archive; what a killed worker leaves, `write_left` goes on with."""
    archive = WalletArchive.objects.filter(pk=event.subject_id).first()
    if archive is not None:
        run_archive(archive=archive, clock=timezone.now)


def write_left(now: datetime) -> None:
    """The periodic duty behind it: nothing to do, unless a worker died."""
    run_waiting_archives(clock=timezone.now)
