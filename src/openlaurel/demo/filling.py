"""The two years of the demo world's company, filled in by the worker after the first start: a week a task.

A worker may be killed at any moment, and `openlaurel demo fill` may do the same work beside it: a week is done under a
lock, and noted in the data folder when it is done. A week that is done twice adds nothing.
"""

import json
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from openlaurel.adapters.processes import hold_lock
from openlaurel.demo.company import fill_week
from openlaurel.demo.reading import read_company

logger = logging.getLogger(__name__)

NOTED = "demo-filled.json"
LOCK = "demo-filling.lock"
LOOK_AGAIN = timedelta(seconds=20)
WEEKS_BETWEEN_LINES = 8
OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def begin_filling() -> None:
    """This function will have the worker go on with the company's badges, from the first week that isn't done."""
    with transaction.atomic():
        week = weeks_filled()
        if week < read_company().weeks and not _is_queued(week):
            fill.enqueue(week)


def weeks_filled() -> int:
    """This function will return how many weeks are done, from the oldest on."""
    file = settings.DATA / NOTED
    return int(json.loads(file.read_text("utf-8"))["weeks"]) if file.exists() else 0


def fill_all(*, progress: Callable[[int, int], None]) -> None:
    """This function will do all weeks that are left, in turn with a worker that does so; `progress` hears how many of
    how many are done."""
    weeks = read_company().weeks
    while (week := weeks_filled()) < weeks:
        if not _fill_next(week):
            time.sleep(0.2)
        progress(weeks_filled(), weeks)


@task()
def fill(week: int) -> None:
    """Fills one week unless it is done, and has the next one filled."""
    if weeks_filled() == week and not _fill_next(week):
        fill.using(run_after=timezone.now() + LOOK_AGAIN).enqueue(week)
        return
    begin_filling()


def _fill_next(week: int) -> bool:
    """Whether the week is done; not while another process has the lock."""
    lock = hold_lock(settings.DATA / LOCK, shared=False)
    if lock is None:
        return False
    with lock:
        if weeks_filled() == week:
            company = read_company()
            fill_week(company, week, loaded_at=_loaded_at())
            _note(week + 1)
            if (week + 1) % WEEKS_BETWEEN_LINES == 0 or week + 1 == company.weeks:
                logger.info(
                    "The demo world's company: badges of %d of %d weeks are issued.", week + 1, company.weeks
                )
    return True


def _note(weeks: int) -> None:
    """Either the file from before or the new one is there, whatever is killed."""
    file = settings.DATA / f"{NOTED}.new"
    file.write_text(json.dumps({"weeks": weeks}), "utf-8")
    file.replace(settings.DATA / NOTED)


def _loaded_at() -> datetime:
    return datetime.fromisoformat(json.loads((settings.DATA / "demo.json").read_text("utf-8"))["loaded_at"])


def _is_queued(week: int) -> bool:
    rows = DBTaskResult.objects.filter(task_path=fill.module_path, status__in=OPEN)
    return any(row["args"][0] == week for row in rows.values_list("args_kwargs", flat=True))
