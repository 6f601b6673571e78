"""What the desk does when it hears news. Each handler may be called again for the same event."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.desk.mails import news_mail
from openlaurel.apps.desk.models import BulkAction, BulkItem
from openlaurel.apps.desk.services import restore_retested, run_action, run_waiting_actions
from openlaurel.apps.events.models import Event
from openlaurel.apps.mailing.services import queue_mails


def run_confirmed(event: Event) -> None:
    """Does a bulk action; what a killed worker leaves, `run_left` goes on with."""
    action = BulkAction.objects.filter(pk=event.subject_id).first()
    if action is not None:
        run_action(action=action, clock=timezone.now)


def run_left(now: datetime) -> None:
    """The periodic duty behind it: nothing to do, unless a worker died."""
    run_waiting_actions(clock=timezone.now)


def mail_holders(event: Event) -> None:
    """Queues what tells the holders of a set, each once."""
    rows = BulkItem.objects.select_related("action", "award__organisation", "award__version")
    items = rows.filter(pk__in=event.data["items"], mailed_at=None, award__recipient_erased_at=None)
    told = items.exclude(award=None).exclude(award__accepted_at=None, award__mailed_at=None)
    now = timezone.now()
    queue_mails([news_mail(item, event.occurred_at, now) for item in told], now=now)


def restore_tested(event: Event) -> None:
    """Restores badges of who has passed what a recall asked them to take again."""
    account = Account.objects.filter(pk=event.data["account_id"]).first()
    if account is not None:
        restore_retested(account=account, now=max(timezone.now(), event.occurred_at))
