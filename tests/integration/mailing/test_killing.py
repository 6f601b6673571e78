"""A worker is killed, as by a power cut, before and just as the mail server may have accepted a mail."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings as product
from tests.integration.conftest import environment_of
from tests.integration.mailing.conftest import PostOffice

PROJECT = Path(__file__).parents[3]
SCRIPT = """
import sys, time
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.mailing.registry import MailKind, register_kind
from openlaurel.apps.mailing.services import MailDraft, handing_over, queue_mails, send_due
register_kind(MailKind("test.news", "News"))
step = sys.argv[1]
real = handing_over.begin_end
handing_over.LEASE = timedelta(seconds=1)

def stand_still(pk, lease):
    if step == "after":
        real(pk, lease)
    print("here", flush=True)
    time.sleep(60)

if step == "queue":
    names = [f"p{n}" for n in range(5)]
    queue_mails(
        [MailDraft(n, "test.news", f"{n}@learners.example", "News", "Text", "<p>Text</p>", "en") for n in names],
        now=timezone.now(),
    )
    sys.exit()
if step in {"before", "after"}:
    handing_over.begin_end = stand_still
until = time.monotonic() + 3
while time.monotonic() < until:
    send_due(clock=timezone.now)
    time.sleep(0.1)
"""


def test_after_kills_each_mail_left_once_and_the_one_in_doubt_is_said_to_be(
    post_office: PostOffice, data: Path, settings: Any
) -> None:
    smtp = f"smtp://127.0.0.1:{product.EMAIL_PORT}"
    environment = environment_of(data, OPENLAUREL_SMTP=smtp, PYTHONPATH=str(PROJECT))
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]

    def run(step: str) -> None:
        subprocess.run([*command, step], env=environment, check=True, timeout=60)

    def kill_when_there(step: str) -> None:
        process = subprocess.Popen([*command, step], env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()

    run("queue")
    # all but the last line was sent: the server has accepted nothing, and the mail leaves later
    kill_when_there("before")
    assert post_office.accepted == []
    # the last line may have been sent: nobody knows
    kill_when_there("after")
    run("finish")
    with sqlite3.connect(data / "openlaurel.sqlite3") as connection:
        rows = connection.execute("SELECT key, state, fault FROM mailing_outgoingmail").fetchall()
    connection.close()
    uncertain = [key for key, state, fault in rows if (state, fault) == ("uncertain", "worker_died")]
    sent = [key for key, state, _ in rows if state == "sent"]
    assert (len(uncertain), len(sent)) == (1, 4)
    assert post_office.recipients == sorted(f"{key}@learners.example" for key in sent)
