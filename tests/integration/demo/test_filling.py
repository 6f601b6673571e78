"""Filling the demo world's company: in the background or at once, and killed at any moment."""

import json
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from tests.integration.conftest import environment_of

from openlaurel.adapters.processes import hold_lock
from openlaurel.demo import filling
from openlaurel.demo.reading import Company

COMPANY = Company(
    "harbour", 200, 4, 71, ("quay",), ("Ana", "Bø"), ("Sousa", "Ito"), {"tides": 50, "knots": 50}
)
LOADED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)

# Programs of their own, since they are killed.
BEGIN = """
import django; django.setup()
from dataclasses import replace
from django.utils import timezone
from openlaurel.apps.accounts.services import create_account
from openlaurel.apps.catalog.services import define_achievement, publish_version
from openlaurel.apps.profiles.models import Role
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import add_member, create_organisation
from tests.integration.conftest import DEFINITION
common = {"by": INSTALLATION, "now": timezone.now()}
people = [create_account(email=f"{name}@harbour.example", name=name, password=None, verified=True, now=common["now"])
          for name in ("olga", "ian")]
harbour = create_organisation(handle="harbour", name="Harbour", is_issuer=True, owner=people[0], **common)
add_member(organisation=harbour, account=people[1], role=Role.ISSUER, **common)
for slug in ("tides", "knots"):
    version = define_achievement(organisation=harbour, slug=slug, definition=replace(DEFINITION, name=slug), **common)
    publish_version(version=version, **common)
"""
FILL = """
import django; django.setup()
from openlaurel.demo import filling
from tests.integration.demo.test_filling import COMPANY
filling.read_company = lambda: COMPANY
filling.fill_all(progress=lambda done, total: print(done, flush=True))
"""
TELL = """
import django; django.setup()
import json
from openlaurel.apps.figures.models import Traffic
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.mailing.models import OutgoingMail, Suppression
print(json.dumps([
    sorted(map(str, Award.objects.values_list(
        "version__achievement__slug", "recipient_email", "created_at", "state", "accepted_at", "opened_at"))),
    sorted(map(str, Traffic.objects.values_list("achievement__slug", "kind", "origin", "month", "number"))),
    sorted(OutgoingMail.objects.exclude(bounced_at=None).values_list("reply", flat=True)),
    Suppression.objects.count(),
]))
"""


def run(script: str, data: Path) -> str:
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment_of(data), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_killed_fill_goes_on_and_has_each_badge_once(data: Path) -> None:
    (data / "demo.json").write_text(json.dumps({"loaded_at": LOADED_AT.isoformat()}))
    run(BEGIN, data)
    whole = data.with_name("whole")
    subprocess.run(["cp", "-r", data, whole], check=True)
    run(FILL, whole)
    chance, kills = random.Random(7), 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", FILL], env=environment_of(data), stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()  # a week is done
        time.sleep(chance.random())
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        process.stdout.close()
    assert kills >= 2
    run(FILL, data)
    told = json.loads(run(TELL, data))
    assert told == json.loads(run(TELL, whole))
    assert len(told[0]) == len(set(told[0])) == COMPANY.awards


@pytest.fixture
def demo(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A data folder with a demo world; returns the weeks that were filled."""
    settings.DATA = tmp_path
    (tmp_path / "demo.json").write_text(json.dumps({"loaded_at": LOADED_AT.isoformat()}))
    weeks: list[int] = []
    monkeypatch.setattr(filling, "read_company", lambda: COMPANY)
    monkeypatch.setattr(filling, "fill_week", lambda company, week, *, loaded_at: weeks.append(week))
    return weeks


def queued() -> list[int]:
    rows = DBTaskResult.objects.filter(task_path=filling.fill.module_path, status="READY")
    return [row["args"][0] for row in rows.values_list("args_kwargs", flat=True)]


@pytest.mark.django_db
def test_each_week_has_the_next_one_filled_until_all_are(demo: list[int]) -> None:
    filling.begin_filling()
    for week in range(COMPANY.weeks):
        assert queued() == [week]
        DBTaskResult.objects.all().delete()
        filling.fill.call(week)
    assert (queued(), demo, filling.weeks_filled()) == ([], [0, 1, 2, 3], 4)


@pytest.mark.django_db
def test_a_start_goes_on_where_nobody_does_and_only_there(demo: list[int]) -> None:
    filling.fill.call(0)
    assert queued() == [1]
    filling.begin_filling()
    assert queued() == [1]
    DBTaskResult.objects.update(status="FAILED")  # five workers died of it
    filling.begin_filling()
    assert queued() == [1]


@pytest.mark.django_db
def test_a_week_that_is_done_already_is_handed_on_and_not_done_again(demo: list[int]) -> None:
    filling.fill.call(0)
    DBTaskResult.objects.all().delete()  # killed between the note and the handing on
    filling.fill.call(0)
    assert (queued(), demo) == ([1], [0])


@pytest.mark.django_db
def test_while_the_command_fills_a_week_the_worker_looks_again_later(demo: list[int]) -> None:
    lock = hold_lock(settings.DATA / filling.LOCK, shared=False)
    assert lock is not None
    with lock:
        filling.fill.call(0)
    assert (demo, queued()) == ([], [0])
    assert DBTaskResult.objects.get(status="READY").run_after is not None
