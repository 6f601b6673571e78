"""An installation on PostgreSQL is set up, backed up and restored like one on SQLite."""

import os
import shutil
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.conf import settings

pytestmark = pytest.mark.postgresql


@pytest.fixture
def make_database() -> Iterator[Callable[[str], str]]:
    """Makes an empty database on the server of the tests and returns its address."""
    server = settings.DATABASES["default"]
    made = []

    def administer(statement: str) -> None:
        where = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"]}
        with psycopg.connect(dbname="postgres", autocommit=True, **where) as connection:
            connection.execute(statement)

    def make(name: str) -> str:
        database = f"openlaurel_{name}_{os.getpid()}"
        administer(f'CREATE DATABASE "{database}"')
        made.append(database)
        return f"postgresql://{server['USER']}@{server['HOST']}:{server['PORT']}/{database}"

    yield make
    for database in made:
        administer(f'DROP DATABASE "{database}" WITH (FORCE)')


def test_a_backup_restored_into_another_database_is_the_same_installation(
    openlaurel, make_database, tmp_path
):
    assert shutil.which("pg_dump"), "PostgreSQL's client programs are missing."
    first, second = make_database("first"), make_database("second")
    openlaurel("setup", OPENLAUREL_DATABASE=first)
    with psycopg.connect(first, autocommit=True) as connection:
        connection.execute("INSERT INTO openlaurel_cache VALUES ('key', 'value', now())")
    backup = tmp_path / "backup.tar.gz"
    openlaurel("backup", str(backup), OPENLAUREL_DATABASE=first)
    new = tmp_path / "new"
    wrong = openlaurel("restore", str(backup), data=new, code=1)
    assert "holds a postgresql database" in wrong.stderr
    openlaurel("restore", str(backup), data=new, OPENLAUREL_DATABASE=second)
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT value FROM openlaurel_cache").fetchall() == [("value",)]
    assert "Setting up" not in openlaurel("setup", data=new, OPENLAUREL_DATABASE=second).stdout


def test_a_database_that_holds_something_is_overwritten_only_by_force(openlaurel, make_database, tmp_path):
    first = make_database("first")
    openlaurel("setup", OPENLAUREL_DATABASE=first)
    backup = tmp_path / "backup.tar.gz"
    openlaurel("backup", str(backup), OPENLAUREL_DATABASE=first)
    with psycopg.connect(first, autocommit=True) as connection:
        connection.execute("INSERT INTO openlaurel_cache VALUES ('key', 'later', now())")
    new = tmp_path / "new"
    refused = openlaurel("restore", str(backup), data=new, code=1, OPENLAUREL_DATABASE=first)
    assert "pg_restore failed" in refused.stderr
    assert not new.exists()
    openlaurel("restore", str(backup), "--force", data=new, OPENLAUREL_DATABASE=first)
    with psycopg.connect(first) as connection:
        assert connection.execute("SELECT count(*) FROM openlaurel_cache").fetchall() == [(0,)]
