"""A process that does a bulk action is killed, as by a power cut: nothing twice, nothing left out."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.integration.conftest import environment_of

PROJECT = Path(__file__).parents[3]
SCRIPT = """
import sys
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.catalog.services import allow_suspension, define_achievement, publish_version
from openlaurel.apps.desk.models import BulkAction
from openlaurel.apps.desk.services import Asked, confirm_action, prepare_action, run_action, running
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import AwardDraft, issue_awards
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
from tests.integration.conftest import DEFINITION
from datetime import timedelta
from django.core import mail
from openlaurel.apps.events.services import deliver_due, long_jobs
from openlaurel.apps.mailing.services import send_due
running.SETS = {"revoke": 10, "suspend": 10}
long_jobs.LEASE = timedelta(0)
now = timezone.now()
if sys.argv[1] == "begin":
    stamp = {"by": INSTALLATION, "now": now}
    organisation = create_organisation(handle="harbour", name="Harbour", is_issuer=True, owner=None, **stamp)
    version = define_achievement(
        organisation=organisation, slug="tide-tables", definition=DEFINITION, **stamp
    )
    version = publish_version(version=version, **stamp)
    allow_suspension(achievement=version.achievement, is_allowed=True, **stamp)
    version.achievement.refresh_from_db()
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(300)]
    issue_awards(version=version, drafts=drafts, notify=False, **stamp)
    Award.objects.update(mailed_at=now)
    action = prepare_action(
        organisation=organisation, asked=Asked(sys.argv[2], reason="Leaked.", tell=True), **stamp
    )
    confirm_action(action=action, **stamp)
    print("ready", flush=True)
run_action(action=BulkAction.objects.get(), clock=timezone.now)
mail.outbox = []
while deliver_due(now=timezone.now()):
    pass
while send_due(clock=timezone.now):
    pass
print(*sorted(message.to[0] for message in mail.outbox))
"""


@pytest.mark.parametrize(("kind", "done"), [("revoke", "revoked"), ("suspend", "suspended")])
def test_after_two_kills_it_is_done_to_each_badge_once_and_each_holder_told_once(
    data: Path, tmp_path: Path, kind: str, done: str
) -> None:
    environment = environment_of(
        data, DJANGO_SETTINGS_MODULE="killed_settings", PYTHONPATH=f"{PROJECT}{os.pathsep}{tmp_path}"
    )
    (tmp_path / "killed_settings.py").write_text(
        "from openlaurel.web.settings import *\n"
        "EMAIL_BACKEND = 'django.core.mail.backends.locmem.EmailBackend'\n"
    )
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    database = data / "openlaurel.sqlite3"

    def handled() -> int:
        with sqlite3.connect(database, timeout=30) as connection:
            [(number,)] = connection.execute("SELECT count(*) FROM desk_bulkitem WHERE state = 'done'")
        connection.close()
        return int(number)

    for step, enough in (("begin", 20), ("go on", 150)):
        process = subprocess.Popen(
            [*command, step, kind], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert process.stdout is not None
        if step == "begin":
            assert process.stdout.readline() == b"ready\n"
        while handled() < enough:
            assert process.poll() is None
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()
        assert enough <= handled() < 300
    last = subprocess.run(
        [*command, "go on", kind], env=environment, capture_output=True, text=True, check=True, timeout=120
    )

    assert handled() == 300
    assert last.stdout.split() == sorted(f"p{n}@learners.example" for n in range(300))
    with sqlite3.connect(database) as connection:
        [(awards, events)] = connection.execute(
            "SELECT (SELECT count(*) FROM issuing_award WHERE state = 'revoked' OR suspended_at IS NOT NULL),"
            " (SELECT sum(json_extract(data, '$.count')) FROM events_event WHERE kind = ?)",
            [f"award.many_{done}"],
        )
    connection.close()
    assert (awards, events) == (300, 300)
