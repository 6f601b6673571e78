"""What the desk does when it hears news. Each handler may be called again for the same event."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.desk.mails import send_news
from openlaurel.apps.desk.models import BulkAction, BulkItem
from openlaurel.apps.desk.services import run_action, run_waiting_actions
from openlaurel.apps.events.models import Event


def run_confirmed(event: Event) -> None:
    """Does a bulk action; what a killed worker leaves, `run_left` goes on with."""
    action = BulkAction.objects.filter(pk=event.subject_id).first()
    if action is not None:
        run_action(action=action, clock=timezone.now)


def run_left(now: datetime) -> None:
    """The periodic duty behind it: nothing to do, unless a worker died."""
    run_waiting_actions(clock=timezone.now)


def mail_holders(event: Event) -> None:
    """Tells the holders of a set, each once; a mail that can't be sent keeps no other one from being sent."""
    fault: OSError | None = None
    rows = BulkItem.objects.select_related("action", "award__organisation", "award__version")
    for item in rows.filter(pk__in=event.data["items"], mailed_at=None, award__recipient_erased_at=None):
        if item.award is None or (item.award.accepted_at is None and item.award.mailed_at is None):
            continue
        try:
            send_news(item.action, item.award)
        except OSError as error:
            fault = error
        else:
            BulkItem.objects.filter(pk=item.pk).update(mailed_at=timezone.now())
    if fault is not None:
        raise fault
