"""The two years of the demo world's company, filled in by the worker after the first start: a week a task.

A worker may be killed at any moment. Each task hands on to the next one in the transaction in which it ends.
"""

import json
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from openlaurel.demo.company import fill_week
from openlaurel.demo.reading import read_company


def begin_filling() -> None:
    """This function will have the worker fill in the company's badges, from the oldest week on."""
    fill.enqueue(0)


@task()
def fill(week: int) -> None:
    """Fills one week, and has the next one filled; a week that was handed on from before isn't handed on twice."""
    company = read_company()
    loaded_at = datetime.fromisoformat(
        json.loads((settings.DATA / "demo.json").read_text("utf-8"))["loaded_at"]
    )
    if week >= company.weeks or _is_handed_on(week):
        return
    fill_week(company, week, loaded_at=loaded_at)
    with transaction.atomic():
        if week + 1 < company.weeks and not _is_handed_on(week):
            fill.enqueue(week + 1)


def _is_handed_on(week: int) -> bool:
    rows = DBTaskResult.objects.filter(task_path=fill.module_path)
    return any(row["args"][0] > week for row in rows.values_list("args_kwargs", flat=True))
