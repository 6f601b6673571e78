"""openlaurel award bulk: previewed, done, interrupted and gone on with."""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.integration.cli.conftest import Run, environment_of

from openlaurel.apps.desk.models import ActionKind
from openlaurel.apps.issuing.queries import STAGES as ALL_STAGES
from openlaurel.cli.bulk import KINDS, STAGES

PROJECT = Path(__file__).parents[3]
WORLD = """
import sys
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.catalog.services import define_achievement, publish_version
from openlaurel.apps.issuing.services import AwardDraft, issue_awards
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
from tests.integration.conftest import DEFINITION
stamp = {"by": INSTALLATION, "now": timezone.now()}
organisation = create_organisation(handle="harbour", name="Harbour", is_issuer=True, owner=None, **stamp)
version = define_achievement(organisation=organisation, slug="tide-tables", definition=DEFINITION, **stamp)
version = publish_version(version=version, **stamp)
drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(int(sys.argv[1]))]
issue_awards(version=version, drafts=drafts, notify=False, **stamp)
"""


def with_badges(data: Path, number: int) -> Path:
    environment = environment_of(data, PYTHONPATH=str(PROJECT))
    subprocess.run([sys.executable, "-c", WORLD, str(number)], env=environment, check=True)
    return data


def asked(data: Path, statement: str) -> int:
    with sqlite3.connect(data / "openlaurel.sqlite3", timeout=30) as connection:
        [(number,)] = connection.execute(statement)
    connection.close()
    return int(number)


def revoked(data: Path) -> int:
    return asked(data, "SELECT count(*) FROM issuing_award WHERE state = 'revoked'")


def test_the_words_of_help_are_those_that_there_are() -> None:
    assert set(KINDS) == set(ActionKind.values)
    assert set(STAGES) == set(ALL_STAGES)


def test_nothing_is_done_without_yes_and_each_badge_is_told(
    openlaurel: Run, data: Path, tmp_path: Path
) -> None:
    with_badges(data, 3)
    command = ("award", "bulk", "harbour", "revoke", "--reason", "Leaked.")
    file, result = tmp_path / "some.csv", tmp_path / "result.csv"
    file.write_text("email\np0@learners.example\nnobody@learners.example\n")
    planned = openlaurel(*command, "--file", str(file)).stdout
    assert "It would be done to 1 badges." in planned
    assert "of P0" in planned
    assert "1 would be left as they are: Your organisation issued no such badge." in planned
    assert revoked(data) == 0
    done = openlaurel(*command, "--file", str(file), "--yes", "--result", str(result), code=1).stdout
    assert "Done to 1 of 2 badges." in done
    rows = list(csv.DictReader(result.read_text("utf-8-sig").splitlines()))
    assert [(row["line"], row["outcome"], row["reason"]) for row in rows] == [
        ("2", "done", ""),
        ("3", "refused", "not_found"),
    ]
    assert revoked(data) == 1
    assert "Say why" in openlaurel("award", "bulk", "harbour", "revoke", code=2).stderr
    assert "no badge to which" in openlaurel(*command, "--yes", "--stage", "revoked", code=2).stderr


def test_mails_are_not_sent_again_by_the_same_key(openlaurel: Run, data: Path) -> None:
    with_badges(data, 2)
    command = ("award", "bulk", "harbour", "resend", "--key", "monday", "--yes")
    assert "Done to 2 of 2 badges." in openlaurel(*command).stdout
    assert "Done to 2 of 2 badges." in openlaurel(*command).stdout
    assert asked(data, "SELECT sum(json_extract(data, '$.count')) FROM events_event "
                       "WHERE kind = 'award.many_mail_requested'") == 2  # fmt: skip


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_interrupted_or_killed_the_same_command_goes_on(
    openlaurel: Run, data: Path, sent: signal.Signals, code: int
) -> None:
    with_badges(data, 6000)
    command = ("award", "bulk", "harbour", "revoke", "--reason", "Leaked.", "--yes")
    process = subprocess.Popen(
        [sys.executable, "-m", "openlaurel.cli", *command],
        env=environment_of(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not revoked(data):
        assert process.poll() is None
        time.sleep(0.002)
    os.kill(process.pid, sent)
    said = process.communicate()[1]
    assert process.returncode == code, said
    first = revoked(data)
    assert 0 < first < 6000
    if sent == signal.SIGINT:
        assert "Paused after" in said
    else:  # its lease ends in a minute
        with sqlite3.connect(data / "openlaurel.sqlite3") as connection:
            connection.execute("UPDATE desk_bulkaction SET lease_until = '2020-01-01'")
        connection.close()
    assert "Done to 6,000 of 6,000 badges." in openlaurel(*command).stdout
    assert revoked(data) == 6000
    assert asked(data, "SELECT count(*) FROM desk_bulkaction") == 1
