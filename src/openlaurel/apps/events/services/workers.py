"""Which workers are alive, and what becomes of the tasks of those that are not."""

import logging
import os
import socket
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from openlaurel.apps.events.models import WorkerProcess

logger = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=10)
PRESUMED_DEAD = timedelta(seconds=45)
FORGOTTEN = timedelta(days=1)
MOST_RUNS = 5


def sign_on(worker_id: str, *, now: datetime) -> None:
    """This function will make a worker known, so that others see that it is alive."""
    WorkerProcess.objects.create(
        id=worker_id, host=socket.gethostname()[:255], pid=os.getpid(), started_at=now, seen_at=now
    )


def still_alive(worker_id: str, *, now: datetime) -> None:
    """This function will note that a worker is alive."""
    WorkerProcess.objects.filter(pk=worker_id).update(seen_at=now)


def sign_off(worker_id: str) -> None:
    """This function will forget a worker that stops in an orderly way."""
    WorkerProcess.objects.filter(pk=worker_id).delete()


def return_orphaned_tasks(*, now: datetime) -> int:
    """This function will put the tasks of dead workers back into the queue and return how many.

    The queue itself never notices that a worker was killed. A task that took five workers with it fails for good.
    """
    WorkerProcess.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
    living = set(WorkerProcess.objects.filter(seen_at__gte=now - PRESUMED_DEAD).values_list("pk", flat=True))
    returned = 0
    with transaction.atomic():
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        for task in running.filter(started_at__lt=now - PRESUMED_DEAD):
            if living & set(task.worker_ids[-1:]):
                continue
            if len(task.worker_ids) >= MOST_RUNS:
                task.set_failed(WorkerDied(f"{MOST_RUNS} workers died while they ran this task."))
                logger.error("Gave up task %s (%s): its workers died.", task.pk, task.task_path)
                continue
            task.status = "READY"
            task.started_at = None
            task.save(update_fields=["status", "started_at"])
            returned += 1
    return returned


class WorkerDied(Exception):
    """Every worker that ran a task died while it did."""
