"""Two workers issue one roster, and one of them is killed, as by a power cut: each row gets one badge."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.services import confirm_batch, dry_run_batch, upload_roster
from openlaurel.apps.profiles.policies import INSTALLATION

PROJECT = Path(__file__).parents[3]
ROWS = 400
SCRIPT = """
import sys
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.issuing.models import Batch, Portion
from openlaurel.apps.issuing.services import batches, portions, run_batch
portions.ROWS = 10
if sys.argv[1] == "go on":
    Portion.objects.update(lease_until=timezone.now())  # as when its minute is over
issue = batches._issue
def told(portion, now):
    is_done = issue(portion, now)
    print(portion.first_line, flush=True)
    return is_done
batches._issue = told
run_batch(batch=Batch.objects.get(), clock=timezone.now)
"""

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def data(published: AchievementVersion, now: datetime, tmp_path: Path) -> Path:
    """A folder with an installation, in whose database a roster waits."""
    stamp: Any = {"by": INSTALLATION, "now": now}
    lines = "".join(f"p{n}@learners.example,P{n}\n" for n in range(ROWS))
    roster = upload_roster(
        organisation=published.achievement.organisation,
        file_name="r.csv",
        data=b"Email,Name\n" + lines.encode(),
        **stamp,
    )
    batch = dry_run_batch(roster=roster, version=published, notify=False, allow_repeats=False, **stamp)
    confirm_batch(batch=batch, **stamp)
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    (folder / "openlaurel.sqlite3").write_bytes(connection.connection.serialize())
    return folder


def test_two_workers_share_a_roster_and_a_killed_one_leaves_nobody_out(data: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENLAUREL_")}
    environment |= {
        "OPENLAUREL_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "openlaurel.web.settings",
        "PYTHONPATH": str(PROJECT),
    }
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    killed, other = (
        subprocess.Popen(
            [*command, "share"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for _ in range(2)
    )
    assert killed.stdout is not None
    by_killed = [int(killed.stdout.readline()) for _ in range(3)]
    killed.send_signal(signal.SIGKILL)
    by_other, _ = other.communicate(timeout=120)
    assert killed.wait() == -signal.SIGKILL
    by_killed += [int(line) for line in killed.stdout]
    killed.stdout.close()
    last = subprocess.run(
        [*command, "go on"], env=environment, check=True, capture_output=True, text=True, timeout=120
    )

    portions = [*by_killed, *map(int, by_other.split()), *map(int, last.stdout.split())]
    assert by_other, "both took part"
    # What the killed one was at may have been stored, without its word.
    assert len(portions) == len(set(portions)) >= ROWS // 10 - 1
    with sqlite3.connect(data / "openlaurel.sqlite3") as database:
        [counted] = database.execute(
            "SELECT count(*), count(DISTINCT recipient_email), (SELECT count(DISTINCT award_id) FROM issuing_batchrow"
            " WHERE state = 'issued'), (SELECT count(*) FROM issuing_portion) FROM issuing_award"
        )
        [(state, finished)] = database.execute(
            "SELECT state, (SELECT count(*) FROM events_event WHERE kind = 'batch.finished') FROM issuing_batch"
        )
    database.close()
    assert counted == (ROWS, ROWS, ROWS, 0)
    assert (state, finished) == ("done", 1)
