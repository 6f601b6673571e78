"""What moving does when it hears news. Each handler may be called again for the same event."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.events.models import Event
from openlaurel.apps.moves.models import Archive, Import, Resigning
from openlaurel.apps.moves.services import (
    forget_old_archives,
    forget_old_imports,
    run_archive,
    run_import,
    run_resigning,
    run_waiting_archives,
    run_waiting_imports,
    run_waiting_resignings,
)


def run_confirmed(event: Event) -> None:
    """Does an import; what a killed worker leaves, `run_left` goes on with."""
    run = Import.objects.defer("content").filter(pk=event.subject_id).first()
    if run is not None:
        run_import(run=run, clock=timezone.now)


def write_archive(event: Event) -> None:
    """Writes an archive; what a killed worker leaves, `run_left` goes on with."""
    archive = Archive.objects.filter(pk=event.subject_id).first()
    if archive is not None:
        run_archive(archive=archive, clock=timezone.now)


def sign_confirmed(event: Event) -> None:
    """Signs imported badges anew; what a killed worker leaves, `run_left` goes on with."""
    resigning = Resigning.objects.filter(pk=event.subject_id).first()
    if resigning is not None:
        run_resigning(resigning=resigning, clock=timezone.now)


def run_left(now: datetime) -> None:
    """The periodic duty behind it: nothing to do, unless a worker died."""
    run_waiting_imports(clock=timezone.now)
    run_waiting_archives(clock=timezone.now)
    run_waiting_resignings(clock=timezone.now)


def forget(now: datetime) -> None:
    """Files of exports are full of people's addresses; those that nobody confirmed don't stay, and archives a week."""
    forget_old_imports(now=now)
    forget_old_archives(now=now)
