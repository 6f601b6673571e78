"""A process that moves badges is killed, as by a power cut: each badge comes, leaves and is signed once."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.integration.conftest import environment_of

PROJECT = Path(__file__).parents[3]
BADGES = 200
SCRIPT = """
import sys
from dataclasses import replace
from datetime import timedelta
import django
django.setup()
from django.core import mail
from django.utils import timezone
from openlaurel.apps.catalog.services import define_achievement, publish_version
from openlaurel.apps.events.services import deliver_due, long_jobs
from openlaurel.apps.issuing.services import AwardDraft, issue_awards
from openlaurel.apps.mailing.services import send_due
from openlaurel.apps.moves.models import Archive, Import, ImportedDefinition, Resigning
from openlaurel.apps.moves.services import (
    archiving, confirm_import, confirm_resigning, importing, note_download, prepare_resigning, resigning,
    run_archive, run_import, run_resigning, start_archive, upload_import,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
from tests import exports
from tests.integration.conftest import DEFINITION

long_jobs.LEASE = timedelta(0)
importing.SET = resigning.SET = 10
archiving.SECTIONS = tuple(replace(section, size=5) for section in archiving.SECTIONS)
step, job, number, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
stamp = {"by": INSTALLATION, "now": timezone.now()}


def uploaded(organisation):
    rows = exports.credly_rows(number)
    for row in rows:
        row[1], row[2], row[5] = rows[0][1], "Tide tables in practice", rows[0][5]
    data = exports.table(exports.CREDLY_HEADER, rows)
    run = upload_import(organisation=organisation, files=[("credly.csv", data)], **stamp)
    return confirm_import(run=run, **stamp)


def begin():
    organisation = create_organisation(handle="harbour", name="Harbour", is_issuer=True, owner=None, **stamp)
    if job == "import":
        return uploaded(organisation)
    version = define_achievement(
        organisation=organisation, slug="tide-tables", definition=DEFINITION, **stamp
    )
    version = publish_version(version=version, **stamp)
    if job == "archive":
        drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(number)]
        issue_awards(version=version, drafts=drafts, notify=False, **stamp)
        return start_archive(organisation=organisation, **stamp)
    run_import(run=uploaded(organisation), clock=timezone.now)
    definition = ImportedDefinition.objects.get()
    assert definition.achievement == version.achievement
    run = prepare_resigning(definition=definition, notify=True, hold_minutes=0, **stamp)
    return confirm_resigning(resigning=run, **stamp)


if step == "begin":
    begin()
    print("ready", flush=True)
if job == "import":
    run_import(run=Import.objects.get(), clock=timezone.now)
elif job == "archive":
    run_archive(archive=Archive.objects.get(), clock=timezone.now)
    with open(out, "wb") as file:
        for piece in note_download(archive=Archive.objects.get(), **stamp):
            file.write(piece)
else:
    run_resigning(resigning=Resigning.objects.get(), clock=timezone.now)
    mail.outbox = []
    while deliver_due(now=timezone.now()):
        pass
    while send_due(clock=timezone.now):
        pass
    print(*sorted(message.to[0] for message in mail.outbox))
"""
PROGRESS = {
    "import": "SELECT count(*) FROM moves_importedaward",
    "archive": "SELECT count(*) FROM moves_archivepart",
    "signing": "SELECT count(*) FROM issuing_award",
}


@pytest.fixture
def killed_twice(data: Path, tmp_path: Path) -> Callable[..., tuple[str, Callable[[str], list[Any]]]]:
    """Does a job in three processes, two of which are killed on the way; returns what the last one printed, and a way to
    ask the database."""
    (tmp_path / "killed_settings.py").write_text(
        "from openlaurel.web.settings import *\n"
        "EMAIL_BACKEND = 'django.core.mail.backends.locmem.EmailBackend'\n"
    )
    environment = environment_of(
        data, DJANGO_SETTINGS_MODULE="killed_settings", PYTHONPATH=f"{PROJECT}{os.pathsep}{tmp_path}"
    )

    def asked(statement: str) -> list[Any]:
        with sqlite3.connect(data / "openlaurel.sqlite3", timeout=30) as connection:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return rows

    def run(job: str, moments: tuple[int, int]) -> tuple[str, Callable[[str], list[Any]]]:
        command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
        rest = [job, str(BADGES), str(tmp_path / "archive.zip")]
        for step, enough in zip(("begin", "go on"), moments, strict=True):
            process = subprocess.Popen(
                [*command, step, *rest], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            assert process.stdout is not None
            assert process.stderr is not None
            if step == "begin":
                assert process.stdout.readline() == b"ready\n", process.stderr.read().decode()
            while asked(PROGRESS[job])[0][0] < enough:
                assert process.poll() is None
                time.sleep(0.002)
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
            process.stdout.close()
            process.stderr.close()
        last = subprocess.run(
            [*command, "go on", *rest],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return last.stdout, asked

    return run


def test_each_badge_is_imported_once(killed_twice: Callable[..., Any]) -> None:
    _, asked = killed_twice("import", (20, 110))
    assert asked("SELECT count(*), count(DISTINCT source_id) FROM moves_importedaward") == [(BADGES, BADGES)]
    assert asked("SELECT count(*) FROM moves_importeddefinition") == [(1,)]
    states = asked("SELECT state, count(*) FROM moves_importrow WHERE NOT is_definition GROUP BY state")
    assert states == [("imported", BADGES)]
    assert asked("SELECT count(*) FROM catalog_achievement") == [(1,)]
    [(finished,)] = asked("SELECT data FROM events_event WHERE kind = 'import.finished'")
    assert json.loads(finished) == {"imported": BADGES, "known": 0, "refused": 0}


def test_each_badge_is_in_the_archive_once(killed_twice: Callable[..., Any], tmp_path: Path) -> None:
    _, asked = killed_twice("archive", (6, 30))
    archive = zipfile.ZipFile(tmp_path / "archive.zip")
    assert archive.testzip() is None
    names = archive.namelist()
    assert len(names) == len(set(names))
    manifest = json.loads(archive.read("manifest.json"))
    assert {file["path"] for file in manifest["files"]} == set(names) - {"manifest.json"}
    for file in manifest["files"]:
        assert hashlib.sha256(archive.read(file["path"])).hexdigest() == file["sha256"]
    rows = [
        json.loads(line)
        for name in names
        if name.startswith("awards/")
        for line in archive.read(name).splitlines()
    ]
    ids = [row["id"].replace("-", "") for row in rows]
    assert (len(ids), manifest["counts"]["awards"]) == (BADGES, BADGES)
    assert set(ids) == {award_id for (award_id,) in asked("SELECT id FROM issuing_award")}
    assert asked("SELECT count(*) FROM events_event WHERE kind = 'archive.finished'") == [(1,)]


def test_each_badge_is_signed_anew_once_and_each_holder_told_once(killed_twice: Callable[..., Any]) -> None:
    said, asked = killed_twice("signing", (20, 110))
    signed = asked("SELECT count(*), count(DISTINCT award_id) FROM moves_resigningitem WHERE state = 'done'")[
        0
    ]
    refused = asked("SELECT count(*) FROM moves_resigningitem WHERE state = 'refused'")[0][0]
    assert signed[0] == signed[1] == BADGES - refused
    assert asked("SELECT count(*), count(DISTINCT idempotency_key) FROM issuing_award") == [signed]
    assert asked("SELECT count(*) FROM moves_importedaward WHERE award_id IS NOT NULL") == [(signed[0],)]
    addresses = asked("SELECT recipient_email FROM issuing_award ORDER BY recipient_email")
    assert said.split() == [address for (address,) in addresses]
    [(finished,)] = asked("SELECT data FROM events_event WHERE kind = 'resigning.finished'")
    assert json.loads(finished) == {"done": signed[0], "refused": refused}
