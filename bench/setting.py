"""What the benchmarks share: an installation of their own, a definition to issue, and the median of some rounds."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
ROUNDS = 3


def prepare_assets() -> None:
    """Styles, fonts and icons as they are now, as ./run builds them before it serves."""
    prepare = f'here={PROJECT} && say() {{ :; }} && fail() {{ echo "$1" >&2; exit 1; }} && . tools/prepare.sh && prepare_assets'
    subprocess.run(["sh", "-c", prepare], cwd=PROJECT, check=True, stdout=sys.stderr)


@contextmanager
def postgresql(kept_as: str = "") -> Iterator[str]:
    """The address of an empty database on the server that tools/postgresql.py has found or started.

    With `kept_as` it is one of that name, which stays, and is empty only the first time.
    """
    import psycopg

    address = os.environ.get("OPENLAUREL_TEST_DATABASE")
    if not address:
        sys.exit("Run it with a server: .venv/bin/python tools/postgresql.py .venv/bin/python bench/…")
    server, _, name = address.rpartition("/")
    name = f"openlaurel_bench_{kept_as}" if kept_as else f"{name}_bench"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(f'CREATE DATABASE "{name}"')
    if kept_as:
        yield f"{server}/{name}"
        return
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def use(folder: Path, database: str = "") -> None:
    """The installation in `folder`, with SQLite or the PostgreSQL at `database`, for this process and its children."""
    os.environ |= {
        "OPENLAUREL_DATA": str(folder),
        "OPENLAUREL_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "openlaurel.web.settings",
    }


def database_bytes() -> int:
    """How large the database is, its indexes included."""
    from django.db import connection

    statement = (
        "SELECT pg_database_size(current_database())"
        if connection.vendor == "postgresql"
        else "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def rate(prepare: Callable[[], Callable[[], None]], count: int) -> float:
    """The median of the rounds, each prepared outside the clock."""
    found = []
    for _ in range(ROUNDS):
        run = prepare()
        start = time.perf_counter()
        run()
        found.append(count / (time.perf_counter() - start))
    return round(statistics.median(found), 1)


def make_achievement() -> Any:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from openlaurel.apps.catalog.services import Definition, SkillClaim, define_achievement, publish_version
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import create_organisation

    call_command("migrate", verbosity=0)
    stamp: dict[str, Any] = {"by": INSTALLATION, "now": timezone.now()}
    organisation = create_organisation(
        handle="bench", name="Bench College", country="IE", is_issuer=True, owner=None, **stamp
    )
    definition = Definition(
        name="Reading data with a critical eye",
        language="en",
        description="The holder questions where figures come from and what they leave out.",
        outcomes=("Name the source of a figure", "Say what a chart leaves out"),
        criteria="Pass the test with 80% and question one published chart.",
        level="foundation",
        country="IE",
        awarding_body_name="Bench College",
        eqf_level=4,
        workload_hours=6,
        participation="online",
        assessment_type="Test and a written comment",
        supervision="none",
        quality_assurance="Reviewed every year.",
        how_awarded="By the college.",
        validity_months=24,
        skills=tuple(
            SkillClaim(url=f"https://skills.example/{n}", name=f"Skill {n}", level="foundation")
            for n in range(3)
        ),
    )
    draft = define_achievement(organisation=organisation, slug="bench", definition=definition, **stamp)
    return publish_version(version=draft, **stamp)


def unsigned(version: Any) -> dict[str, Any]:
    """The document of one badge that the service issued, without its proof."""
    from django.utils import timezone

    from openlaurel.apps.issuing.queries import credential_bytes
    from openlaurel.apps.issuing.services import issue_award
    from openlaurel.apps.profiles.policies import INSTALLATION

    award = issue_award(
        version=version,
        recipient_name="Łucja Żółć",
        recipient_email="holder@example.org",
        notify=False,
        by=INSTALLATION,
        now=timezone.now(),
    )
    document: dict[str, Any] = json.loads(credential_bytes(award))
    document.pop("proof")
    return document
