"""Background work survives the death of a worker."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.integration.conftest import environment_of

from openlaurel.apps.events.models import WorkerProcess
from openlaurel.apps.events.queries import background_health
from openlaurel.apps.events.services import every, return_orphaned_tasks, run_worker
from openlaurel.apps.events.services.schedule import _duties
from openlaurel.apps.events.services.workers import MOST_RUNS, PRESUMED_DEAD, sign_on
from openlaurel.apps.events.tasks import clear_out, deliver


def claim(worker: str) -> DBTaskResult:
    task = DBTaskResult.objects.get()
    task.claim(worker)
    return task


@pytest.mark.django_db
def test_a_task_of_a_dead_worker_goes_back_into_the_queue():
    now = timezone.now()
    sign_on("dead", now=now)
    deliver.enqueue([])
    claim("dead")
    assert return_orphaned_tasks(now=now) == 0
    assert return_orphaned_tasks(now=now + PRESUMED_DEAD + timedelta(seconds=1)) == 1
    assert DBTaskResult.objects.ready().count() == 1


@pytest.mark.django_db
def test_a_long_task_of_a_living_worker_is_left_alone():
    now = timezone.now()
    deliver.enqueue([])
    claim("busy")
    later = now + timedelta(hours=3)
    sign_on("busy", now=later)
    assert return_orphaned_tasks(now=later) == 0


@pytest.mark.django_db
def test_a_task_that_kills_its_workers_is_not_run_for_ever():
    deliver.enqueue([])
    for number in range(MOST_RUNS):
        DBTaskResult.objects.update(status="READY")
        claim(f"dead {number}")
    return_orphaned_tasks(now=timezone.now() + timedelta(hours=1))
    assert DBTaskResult.objects.get().status == "FAILED"


@pytest.mark.django_db
def test_finished_tasks_and_ended_sessions_are_deleted_in_time():
    now = timezone.now()
    deliver.enqueue([])
    claim("worker").set_successful(None)
    Session.objects.create(session_key="ended", session_data="", expire_date=now)
    clear_out(now + timedelta(days=6))
    assert DBTaskResult.objects.count() == 1
    assert not Session.objects.exists()
    clear_out(now + timedelta(days=8))
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_tasks_and_duties_is_seen_and_leaves_no_trace(monkeypatch):
    monkeypatch.setattr("openlaurel.apps.events.services.schedule._duties", dict(_duties))
    stop = threading.Event()
    seen = []

    def duty(now):
        seen.append(background_health(now=now).workers)
        if not DBTaskResult.objects.ready().exists():
            stop.set()
        raise RuntimeError("a duty that fails doesn't stop the worker")

    every(0, "test", duty)
    deliver.enqueue([])
    run_worker(stop)
    assert seen[0] == 1
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert not WorkerProcess.objects.exists()


SCRIPT = """
import os, sys, threading, time
from datetime import timedelta
from pathlib import Path
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from openlaurel.apps.events.models import Delivery
from openlaurel.apps.events.services import deliveries, record_event, run_worker, subscribe
calls = Path(sys.argv[1])
deliveries.LEASE = timedelta(seconds=1)
stop = threading.Event()
def handler(event):
    with calls.open("a") as file:
        file.write("called\\n")
    if sys.argv[2] == "first":
        time.sleep(600)
    stop.set()
subscribe("test.happened", "handler", handler)
if sys.argv[2] == "first":
    with transaction.atomic():
        record_event(kind="test.happened", subject=("test", "1"), now=timezone.now())
run_worker(stop)
delivery = Delivery.objects.get()
print(delivery.attempts, delivery.delivered_at is not None)
"""


def test_news_in_the_hands_of_a_worker_that_is_killed_is_delivered_by_the_next(data: Path, tmp_path: Path):
    calls = tmp_path / "calls"
    environment = environment_of(data)
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(calls)]
    first = subprocess.Popen([*command, "first"], env=environment, stderr=subprocess.DEVNULL)
    waited = threading.Event()
    for _ in range(300):
        if calls.exists():
            break
        assert first.poll() is None
        waited.wait(0.1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = subprocess.run(
        [*command, "second"], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert second.stdout.split() == ["2", "True"]
    assert calls.read_text().splitlines() == ["called", "called"]
