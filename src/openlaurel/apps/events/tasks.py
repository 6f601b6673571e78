"""The events' own background work."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from openlaurel.apps.events.services.deliveries import attempt_delivery

TASKS_KEPT = timedelta(days=7)


@task()
def deliver(delivery_ids: list[int]) -> None:
    """Attempts each delivery; what fails is brought back by the worker's schedule, so the task itself succeeds."""
    for delivery_id in delivery_ids:
        attempt_delivery(delivery_id, now=timezone.now())


def clear_out(now: datetime) -> None:
    """Deletes what nobody needs any more: finished tasks after a week and sessions that ended."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
