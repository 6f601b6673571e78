"""Claim: with 1,000,000 badges every list of the workspace and every public page answers within 150 ms, a funnel within 300.

Badges, what became of them and their news are written straight into the database, of twenty micro-credentials over two
years; then each address is asked through Django as a browser would, without a network between (`median_ms`, `p95_ms`).
`funnel_ms` is the funnel alone, without its page; `tallied_s` how long all tallies take from the beginning.

    .venv/bin/python bench/desk.py [--json] [--badges 1000000] [--rounds 15]
    .venv/bin/python tools/postgresql.py .venv/bin/python bench/desk.py --postgresql

With --postgresql both databases are measured, one after the other.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from setting import PROJECT, make_achievement, postgresql, use

OFFERS = 20
DAYS = 730
CHUNK = 20_000
STATES = ("accepted",) * 14 + ("offered",) * 4 + ("declined", "revoked")
# Addresses below /org/bench/ that a member opens, with what is asked of each.
LISTS = {
    "overview": "",
    "badges": "awards",
    "badges, page 1000": "awards?page=1000",
    "badges, last page": "awards?page=20000",
    "badges, opened": "awards?stage=opened",
    "badges, accepted": "awards?stage=accepted",
    "badges, expired": "awards?stage=expired",
    "badges, mail failed": "awards?stage=mail_failed",
    "badges of one micro-credential": "awards?achievement=bench-7",
    "badges of one, declined": "awards?achievement=bench-7&stage=declined",
    "badges by name": "awards?q=Holder+31337",
    "badges by address": "awards?q=holder31337@example.org",
    "badges by a word of all": "awards?q=holder",
    "badges by no word of any": "awards?q=nobodyatall",
    "issue": "issue",
    "micro-credentials": "achievements",
    "rosters": "rosters",
    "bulk actions": "bulk",
    "corrections": "corrections",
    "audit trail": "audit",
    "audit trail, page 1000": "audit?page=1000",
    "audit trail, of badges": "audit?group=award",
    "members": "members",
    "figures": "figures",
    "figures of one, a year": "figures?achievement=bench-7&since=2026-01&until=2026-11",
}
PUBLIC = {
    "explore": "/explore",
    "profile": "/profiles/bench",
    "micro-credential": "/achievements/bench-7",
    "home of a holder": "/home",
    "API, badges": "/api/v1/awards",
    "API, badges behind 100,000": "/api/v1/awards?offset=100000",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL, too")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--database", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as folder:
            use(Path(folder), options.database)
            print(json.dumps(measure(options.badges, options.rounds)))
        return
    found = {"sqlite": in_a_process(options, "")}
    if options.postgresql:
        with postgresql() as database:
            found["postgresql"] = in_a_process(options, database)
    if options.json:
        print(json.dumps(found))
        return
    for name, figures in found.items():
        print(f"{name}: tallied in {figures['tallied_s']} s; funnel {figures['funnel_ms']} ms")
        for what, (median, p95) in figures["pages"].items():
            print(f"{what:>32}  {median:8.1f}  {p95:8.1f}")


def in_a_process(options: Any, database: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--alone", "--badges", str(options.badges)]
    command += ["--rounds", str(options.rounds), "--database", database]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=PROJECT)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(badges: int, rounds: int) -> dict[str, Any]:
    os.environ["OPENLAUREL_LOG_LEVEL"] = "ERROR"
    first = make_achievement()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    call_command("createcachetable")
    now = timezone.now()
    versions = [first, *offers(first, now)]
    organisation = first.achievement.organisation
    started = time.perf_counter()
    write(versions, badges, now)
    written = time.perf_counter() - started
    say(f"{badges:,} badges written in {written:.0f} s")

    from openlaurel.apps.figures.queries import Selection, funnel_of
    from openlaurel.apps.figures.services import mark_all, recount_marked

    started = time.perf_counter()
    mark_all(organisation=organisation)
    recount_marked(clock=timezone.now)
    tallied = time.perf_counter() - started
    say(f"tallied in {tallied:.0f} s")
    pages = {}
    for what, ask in addresses(organisation, now).items():
        pages[what] = timed(ask, rounds)
        say(f"{what}: {pages[what][0]} ms")
    return {
        "badges": badges,
        "written_s": round(written, 1),
        "tallied_s": round(tallied, 1),
        "funnel_ms": timed(lambda: funnel_of(Selection(organisation)), rounds)[0],
        "pages": pages,
    }


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def timed(ask: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Milliseconds in the median and of the slowest twentieth; once before, so that nothing is loaded meanwhile."""
    ask()
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        ask()
        took.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(took), 1), round(sorted(took)[math.ceil(rounds * 0.95) - 1], 1)


def addresses(organisation: Any, now: Any) -> dict[str, Callable[[], Any]]:
    """What to ask, by its name, each signed in as who would ask it."""
    from django.test import Client

    from openlaurel.apps.accounts.services import create_account
    from openlaurel.apps.profiles.models import Role
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import add_member, create_api_key

    def account(address: str) -> Any:
        return create_account(
            email=address, name="Somebody", password="sea-shanty-42", verified=True, now=now
        )

    owner, holder = account("owner@example.org"), account("holder4711@example.org")
    add_member(organisation=organisation, account=owner, role=Role.OWNER, by=INSTALLATION, now=now)
    _, secret = create_api_key(
        organisation=organisation, name="Bench", scopes=["awards:read"], by=INSTALLATION, now=now
    )
    clients = {"owner": Client(), "holder": Client(), "": Client()}
    for name, who in (("owner", owner), ("holder", holder)):
        clients[name].force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")

    def asking(path: str) -> Callable[[], None]:
        who = "owner" if path.startswith("/org/") else "holder" if path == "/home" else ""
        headers = {"authorization": f"Bearer {secret}"} if path.startswith("/api/") else {}

        def ask() -> None:
            status = clients[who].get(path, headers=headers).status_code
            assert status == 200, (path, status)

        return ask

    own = {what: f"/org/bench/{path}" for what, path in LISTS.items()}
    return {what: asking(path) for what, path in (own | PUBLIC).items()}


def offers(first: Any, now: Any) -> list[Any]:
    """More micro-credentials of the same organisation."""
    from openlaurel.apps.catalog.services import define_achievement, publish_version
    from openlaurel.apps.catalog.services.definitions import definition_of
    from openlaurel.apps.profiles.policies import INSTALLATION

    stamp: dict[str, Any] = {"by": INSTALLATION, "now": now}
    organisation = first.achievement.organisation
    return [
        publish_version(
            version=define_achievement(
                organisation=organisation,
                slug=f"bench-{number}",
                definition=replace(definition_of(first), name=f"Reading data, part {number}"),
                **stamp,
            ),
            **stamp,
        )
        for number in range(1, OFFERS)
    ]


def write(versions: list[Any], badges: int, now: Any) -> None:
    """Rows of awards, of what shows that some were seen, and of their news, in sets."""
    from django.db import connection, transaction

    from openlaurel.apps.events.models import Event
    from openlaurel.apps.figures.models import Reach
    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.services.storing import NewRows, near_ids

    organisation_id = versions[0].achievement.organisation_id
    same = {"organisation_id": organisation_id, "language": "en", "request_hash": ""}
    fields = (
        "id", "version_id", "recipient_name", "recipient_email", "search_text", "state", "awarded_at", "valid_from",
        "valid_until", "created_at", "mailed_at", "mail_error", "opened_at", "accepted_at", "declined_at",
        "revoked_at", "revocation_reason",
    )  # fmt: skip
    for start in range(0, badges, CHUNK):
        numbers = range(start, min(start + CHUNK, badges))
        rows = [
            award_row(award_id, number, badges, versions, now)
            for award_id, number in zip(near_ids(len(numbers)), numbers, strict=True)
        ]
        seen = [(row[0], row[13].date()) for row in rows if row[13] and row[0].int % 3 == 0]
        news = [
            Event(
                kind="award.accepted",
                occurred_at=row[13],
                organisation_id=organisation_id,
                subject_kind="award",
                subject_id=str(row[0]),
            )
            for row in rows
            if row[13]
        ]
        with transaction.atomic():
            NewRows(Award, same, fields, rows).insert()
            NewRows(Reach, {}, ("award_id", "viewed_on"), seen).insert()
            Event.objects.bulk_create(news, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def award_row(award_id: Any, number: int, badges: int, versions: list[Any], now: Any) -> tuple[Any, ...]:
    """One badge: older ones first, each state in its share."""
    issued = now - timedelta(days=DAYS) + timedelta(days=DAYS) * number / badges
    state = STATES[number * 7 % len(STATES)]
    is_opened = state != "offered" or number % 2 == 0
    has_failed = state == "offered" and number % 50 == 1
    later = issued + timedelta(hours=number % 200)
    is_accepted = state == "accepted" or (state == "revoked" and number % 3 == 0)
    name, email = f"Holder {number}", f"holder{number}@example.org"
    return (
        award_id,
        versions[number * 13 % len(versions)].pk,
        name,
        email,
        f"{name} {email}".lower(),
        state,
        issued,
        issued,
        issued + timedelta(days=365) if number % 4 else None,
        issued,
        None if has_failed else issued,
        "The receiving server refused the mail." if has_failed else "",
        later if is_opened and not has_failed else None,
        later if is_accepted else None,
        later if state == "declined" else None,
        later if state == "revoked" else None,
        "A mistake" if state == "revoked" else "",
    )


if __name__ == "__main__":
    main()
