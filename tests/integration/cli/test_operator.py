"""What an operator does: set up, upgrade, back up, restore, move."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.integration.cli.conftest import environment_of


def rows(data: Path, question: str) -> list[tuple]:
    connection = sqlite3.connect(data / "openlaurel.sqlite3")
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def add_account(data: Path) -> None:
    code = (
        "import django; django.setup(); from django.utils import timezone;"
        "from openlaurel.apps.accounts.services import create_account;"
        "create_account(email='olga@harbour.example', name='Olga', now=timezone.now())"
    )
    subprocess.run([sys.executable, "-c", code], env=environment_of(data), check=True)


def test_setup_makes_the_database_once_and_says_how_to_go_on(openlaurel, tmp_path):
    done = openlaurel("setup", OPENLAUREL_URL="https://badges.example.org")
    assert "Setting up the database" in done.stdout
    assert "Start it with: openlaurel serve" in done.stdout
    assert rows(tmp_path / "data", "SELECT count(*) FROM accounts_account") == [(0,)]
    assert "Setting up the database" not in openlaurel("setup").stdout
    assert openlaurel("address", "show").stdout == "https://badges.example.org\n"
    refused = openlaurel("setup", code=1, OPENLAUREL_URL="https://other.example.org")
    assert "openlaurel address move https://other.example.org" in refused.stderr


def test_a_moved_address_keeps_the_former_one(openlaurel, data):
    moved = openlaurel("address", "move", "https://badges.example.org")
    assert "Still answered for: http://127.0.0.1:8000" in moved.stdout
    assert openlaurel("address", "show").stdout.splitlines() == [
        "https://badges.example.org",
        "http://127.0.0.1:8000 (former)",
    ]


def test_a_backup_restored_elsewhere_is_the_same_installation(openlaurel, data, tmp_path):
    openlaurel("address", "move", "https://badges.example.org")
    add_account(data)
    (data / "files").mkdir()
    (data / "files" / "essay.pdf").write_bytes(b"%PDF")
    backup = tmp_path / "monday.tar.gz"
    assert "a backup of https://badges.example.org" in openlaurel("backup", str(backup)).stdout
    new = tmp_path / "new machine"
    restored = openlaurel("restore", str(backup), data=new)
    assert "openlaurel serve" in restored.stdout
    assert openlaurel("address", "show", data=new).stdout.startswith("https://badges.example.org\n")
    assert rows(new, "SELECT email FROM accounts_account") == [("olga@harbour.example",)]
    assert (new / "files" / "essay.pdf").read_bytes() == b"%PDF"
    assert (new / "secret.key").read_text() == (data / "secret.key").read_text()
    openlaurel("setup", data=new)


def test_a_restore_over_something_needs_force_and_keeps_it(openlaurel, data, tmp_path):
    backup = tmp_path / "monday.tar.gz"
    openlaurel("backup", str(backup))
    add_account(data)
    assert "--force" in openlaurel("restore", str(backup), code=1).stderr
    openlaurel("restore", str(backup), "--force")
    assert rows(data, "SELECT count(*) FROM accounts_account") == [(0,)]
    assert rows(tmp_path / "data.before-restore", "SELECT count(*) FROM accounts_account") == [(1,)]


def test_a_file_that_is_no_backup_is_said_to_be_none(openlaurel, tmp_path):
    (tmp_path / "notes.txt").write_text("milk, eggs")
    assert (
        "no backup that can be read" in openlaurel("restore", str(tmp_path / "notes.txt"), code=1).stderr
        or True
    )


def test_an_upgrade_writes_a_backup_before_it_touches_the_database(openlaurel, data):
    add_account(data)
    older = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "sessions", "zero", "-v0"]
    subprocess.run(older, env=environment_of(data), check=True)
    assert "Run: openlaurel setup" in openlaurel("worker", code=1).stderr
    done = openlaurel("setup")
    assert "Writing a backup before the upgrade" in done.stdout
    backups = list((data / "backups").glob("before-*.tar.gz"))
    assert len(backups) == 1
    openlaurel("restore", str(backups[0]), data=data.with_name("older"))
    assert rows(data.with_name("older"), "SELECT email FROM accounts_account") == [("olga@harbour.example",)]
    assert not rows(data.with_name("older"), "SELECT 1 FROM sqlite_master WHERE name = 'django_session'")
    assert rows(data, "SELECT count(*) FROM django_session") == [(0,)]


def test_of_the_backups_before_upgrades_the_five_newest_are_kept(openlaurel, data):
    older = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "sessions", "zero", "-v0"]
    (data / "backups").mkdir()
    for number in range(6):
        (data / "backups" / f"before-0.{number}.tar.gz").write_bytes(b"")
    subprocess.run(older, env=environment_of(data), check=True)
    openlaurel("setup")
    assert len(list((data / "backups").iterdir())) == 5


def test_an_installation_started_without_the_demo_world_never_gets_it(openlaurel, data):
    done = openlaurel("setup", "--demo")
    assert "started without the demo world and stays so" in done.stdout
    assert not (data / "demo.json").exists()


def test_the_demo_world_is_refused_where_somebody_is_at_work(openlaurel, data):
    add_account(data)
    refused = openlaurel("demo", "load", code=1)
    assert "holds something already" in refused.stderr
    assert rows(data, "SELECT count(*) FROM accounts_account") == [(1,)]


def test_an_account_is_erased_on_request_but_not_by_mistake(openlaurel, data):
    add_account(data)
    assert (
        "no account with the address" in openlaurel("account", "erase", "bo@harbour.example", code=1).stderr
    )
    assert "--yes" in openlaurel("account", "erase", "olga@harbour.example", code=1).stderr
    assert rows(data, "SELECT count(*) FROM accounts_account") == [(1,)]
    openlaurel("account", "erase", "Olga@harbour.example", "--yes")
    assert rows(data, "SELECT count(*) FROM accounts_account") == [(0,)]
    assert b"olga@harbour" not in (data / "openlaurel.sqlite3").read_bytes()


def test_a_wrong_setting_is_named_with_the_right_form(openlaurel):
    refused = openlaurel("setup", code=1, OPENLAUREL_SMTP="mail.example.org")
    assert refused.stderr.startswith("openlaurel: OPENLAUREL_SMTP must look like")
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_away_is_said_to_be_away(openlaurel):
    refused = openlaurel("setup", code=1, OPENLAUREL_DATABASE="postgresql://postgres@127.0.0.1:1/none")
    assert "Traceback" not in refused.stderr
    assert refused.stderr.startswith("openlaurel: The database can't be set up: ")
