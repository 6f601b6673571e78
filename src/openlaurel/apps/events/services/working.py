"""The life of one worker process: tasks from the queue, periodic duties in between, a heartbeat beside."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from openlaurel.apps.events.services.schedule import Duty, duties
from openlaurel.apps.events.services.workers import HEARTBEAT, sign_off, sign_on, still_alive

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
DATABASE_AWAY_SECONDS = 5.0


def run_worker(stop: threading.Event, *, clock: Callable[[], datetime] = timezone.now) -> None:
    """This function will do background work until `stop` is set; the task at hand is finished first.

    While the database can't be reached it waits and tries again. Any number of workers may run at once.
    """
    worker_id = uuid4().hex
    sign_on(worker_id, now=clock())
    logger.info("The worker %s has started.", worker_id)
    heart = threading.Thread(target=_beat, args=(worker_id, stop, clock), name="heartbeat", daemon=True)
    heart.start()
    queue = _queue(worker_id)
    last_run: dict[str, datetime] = {}
    while not stop.is_set():
        try:
            close_old_connections()
            for duty in duties():
                if duty.name not in last_run or clock() - last_run[duty.name] >= duty.interval:
                    last_run[duty.name] = clock()
                    _do(duty, clock())
            task = _claim(worker_id)
            if task is not None:
                queue.run_task(task)
            else:
                stop.wait(IDLE_SECONDS)
        except OperationalError:
            logger.exception("The worker can't reach the database and tries again.")
            connection.close()
            stop.wait(DATABASE_AWAY_SECONDS)
    heart.join()
    sign_off(worker_id)
    logger.info("The worker %s has stopped.", worker_id)


def _claim(worker_id: str) -> DBTaskResult | None:
    ready = DBTaskResult.objects.ready()
    if not ready.exists():
        return None
    with exclusive_transaction(ready.db):
        task = ready.get_locked()
        if task is not None:
            task.claim(worker_id)
    return task


def _do(duty: Duty, now: datetime) -> None:
    try:
        duty.function(now)
    except OperationalError:
        raise
    except Exception:
        logger.exception("The periodic duty '%s' failed.", duty.name)


def _beat(worker_id: str, stop: threading.Event, clock: Callable[[], datetime]) -> None:
    while not stop.wait(HEARTBEAT.total_seconds()):
        try:
            close_old_connections()
            still_alive(worker_id, now=clock())
        except DatabaseError:
            logger.warning("The worker %s could not note that it is alive.", worker_id)
            connection.close()
    connection.close()


def _queue(worker_id: str) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
