"""What the figures do when they hear news. Each handler may be called again for the same event."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from openlaurel.apps.events.models import Event
from openlaurel.apps.figures.models import Tally
from openlaurel.apps.figures.services import refresh_public_counts, refresh_sequels, send_due_reports
from openlaurel.apps.figures.services.recounting import day_of, mark_days, recount_marked
from openlaurel.apps.issuing.models import Award, Batch

ISSUED = ("award.issued", "award.issued_quietly", "award.many_issued", "award.many_issued_quietly")
CHANGED = (
    "award.mailed",
    "award.opened",
    "award.accepted",
    "award.declined",
    "award.revoked",
    "award.many_revoked",
)


def mark_issued(event: Event) -> None:
    """Has the day of new awards counted."""
    if event.organisation_id is not None:
        mark_days(event.organisation_id, [day_of(event.occurred_at)])


def mark_changed(event: Event) -> None:
    """Has the days counted anew on which the awards were issued that the event names."""
    ids = event.data.get("awards") or [event.subject_id]
    days: dict[UUID, set[date]] = {}
    for organisation_id, at in Award.objects.filter(pk__in=ids).values_list("organisation_id", "created_at"):
        days.setdefault(organisation_id, set()).add(day_of(at))
    for organisation_id, dates in days.items():
        mark_days(organisation_id, dates)


def mark_removed(event: Event) -> None:
    """Has those days counted anew whose tallies name a roster that is gone."""
    if event.organisation_id is None:
        return
    named = Tally.objects.filter(organisation=event.organisation_id, batch_id__isnull=False)
    gone = named.exclude(batch_id__in=Batch.objects.filter(organisation=event.organisation_id).values("pk"))
    mark_days(event.organisation_id, gone.values_list("day", flat=True))


def count_large(now: datetime) -> None:
    """The periodic duty beside it: counts what the public is told of organisations that have very many badges."""
    refresh_public_counts(now=now)


def count_sequels(now: datetime) -> None:
    """The periodic duty that counts what people earned next after a badge."""
    refresh_sequels(now=now)


def count(now: datetime) -> None:
    """The periodic duty: counts what is marked."""
    recount_marked(clock=timezone.now)


def tell(now: datetime) -> None:
    """The periodic duty beside it: mails the figures that are due to members."""
    send_due_reports(clock=timezone.now)
