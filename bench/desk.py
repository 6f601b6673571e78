"""Claim: with 1,000,000 badges every list of the workspace and every public page answers within 150 ms, a funnel within 300.

bench/million.py writes the world: badges, what became of them, their mails and their news, and all else that a desk
has. Then each address is asked through Django as a browser would, without a network between. `pages` holds of each the
milliseconds in the median, of the slowest twentieth, and those of the processor in this process, which tell more where
other programs keep the cores busy (on PostgreSQL the server's come on top); `slower` names those past their limit.
`funnel_ms` is the funnel alone, without its page; `tallied_s` how long all tallies take from the beginning.

    .venv/bin/python bench/desk.py [--json] [--badges 1000000] [--rounds 15] [--only WORD] [--keep FOLDER]
    .venv/bin/python tools/postgresql.py .venv/bin/python bench/desk.py --postgresql

With --postgresql both databases are measured, one after the other. With --keep the worlds stay where they are and are
used again by the next run: SQLite in the folder, PostgreSQL under a name of its own.
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
from pathlib import Path
from typing import Any

from million import make_world
from setting import PROJECT, make_achievement, postgresql, prepare_assets, use

LIST_MS, FUNNEL_MS = 150, 300
# Addresses below /org/bench/ that a member opens, with what is asked of each.
LISTS = {
    "overview": "",
    "badges": "awards",
    "badges, page 200": "awards?page=200",
    "badges, last page": "awards?page=last",
    "badges, not mailed": "awards?stage=unmailed",
    "badges, mail failed": "awards?stage=mail_failed",
    "badges, mailed": "awards?stage=mailed",
    "badges, opened": "awards?stage=opened",
    "badges, accepted": "awards?stage=accepted",
    "badges, declined": "awards?stage=declined",
    "badges, revoked": "awards?stage=revoked",
    "badges, expired": "awards?stage=expired",
    "badges, suspended": "awards?stage=suspended",
    "badges of one micro-credential": "awards?achievement=bench-7",
    "badges of one, declined": "awards?achievement=bench-7&stage=declined",
    "badges by name": "awards?q=Amara+Schmidt",
    "badges by half a name": "awards?q=schm",
    "badges by address": "awards?q=holder31337@mail-17.example",
    "badges by a word of all": "awards?q=holder",
    "badges by no word of any": "awards?q=nobodyatall",
    "badges by name, declined": "awards?q=schmidt&stage=declined",
    "to do in bulk": "bulk/new",
    "to do in bulk, expired": "bulk/new?stage=expired",
    "issue": "issue",
    "micro-credentials": "achievements",
    "programmes": "programmes",
    "certificates": "certificates",
    "rosters": "rosters",
    "a batch": "rosters/batches/{Batch}",
    "planned": "planned",
    "bulk actions": "bulk",
    "a bulk action, done": "bulk/{BulkAction:done}",
    "a bulk action, previewed": "bulk/{BulkAction:preview}",
    "recalls": "recalls",
    "a recall": "recalls/{Recall}",
    "corrections": "corrections",
    "claim codes": "claim-codes",
    "uses of a claim code": "claim-codes/{ClaimCode}",
    "applications": "applications",
    "applications, issued": "applications?state=granted",
    "rules": "rules",
    "reviews": "reviews",
    "imports": "moves",
    "an import": "moves/imports/{Import}",
    "imported badges": "moves/imported",
    "imported badges by name": "moves/imported?q=schmidt",
    "archives": "moves/archives",
    "mail templates": "mail",
    "mails that did not arrive": "mail/undelivered",
    "suppressed addresses": "mail/suppressions",
    "webhooks": "webhooks",
    "log of a webhook": "webhooks/{Endpoint}",
    "audit trail": "audit",
    "audit trail, page 200": "audit?page=200",
    "audit trail, last page": "audit?page=last",
    "audit trail, of badges": "audit?group=award",
    "audit trail, of members": "audit?group=member",
    "audit trail, of one person": "audit?person={owner}",
    "members": "members",
    "API keys": "keys",
    "figures": "figures",
    "figures of one, a year": "figures?achievement=bench-7&since=2026-01&until=2026-11",
    "cohorts": "figures/cohorts",
    "cohorts, rosters": "figures/cohorts?by=roster",
}
PUBLIC = {
    "explore": "/explore",
    "profile": "/profiles/bench",
    "micro-credential": "/achievements/bench-7",
    "home of a holder": "/home",
    "API, badges": "/api/v1/awards",
    "API, badges behind 9,000": "/api/v1/awards?offset=9000",
    "API, declined badges": "/api/v1/awards?stage=declined",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", metavar="WORD", help="only addresses whose name has it")
    parser.add_argument("--keep", default="", metavar="FOLDER", help="keep the worlds for the next run")
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL, too")
    parser.add_argument("--alone", default="", help=argparse.SUPPRESS)
    parser.add_argument("--database", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        use(Path(options.alone), options.database)
        print(json.dumps(measure(options)))
        return 0
    prepare_assets()
    with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as scratch:
        folder = Path(options.keep or scratch)
        found = {"sqlite": in_a_process(options, folder / "sqlite", "")}
        if options.postgresql:
            with postgresql(kept_as="desk" if options.keep else "") as database:
                found["postgresql"] = in_a_process(options, folder / "postgresql", database)
    if options.json:
        print(json.dumps(found))
    else:
        for name, figures in found.items():
            show(name, figures)
    return 1 if any(figures["slower"] for figures in found.values()) else 0


def show(name: str, figures: dict[str, Any]) -> None:
    print(f"{name}: funnel {figures['funnel_ms']} ms; tallied in {figures['tallied_s']} s")
    for what, (median, p95, busy) in figures["pages"].items():
        mark = "  too slow" if what in figures["slower"] else ""
        print(f"{what:>32}  {median:8.1f}  {p95:8.1f}  {busy:8.1f}{mark}")


def in_a_process(options: argparse.Namespace, folder: Path, database: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--alone", str(folder), "--database", database]
    command += ["--badges", str(options.badges), "--rounds", str(options.rounds), "--only", options.only]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=PROJECT)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(options: argparse.Namespace) -> dict[str, Any]:
    os.environ["OPENLAUREL_LOG_LEVEL"] = "ERROR"
    built = build(options.badges)
    from django.conf import settings

    from openlaurel.apps.figures.queries import Selection, funnel_of
    from openlaurel.apps.profiles.models import Profile

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    organisation = Profile.objects.get(handle="bench")
    funnel = timed(lambda: funnel_of(Selection(organisation)), options.rounds)[0]
    pages = {}
    for what, ask in addresses(organisation).items():
        if options.only in what:
            pages[what] = timed(ask, options.rounds)
            say(f"{what}: {pages[what]} ms")
    slower = [what for what, (median, *_) in pages.items() if median > LIST_MS]
    if funnel > FUNNEL_MS:
        slower.append("funnel")
    return {"badges": options.badges, **built, "funnel_ms": funnel, "slower": slower, "pages": pages}


def build(badges: int) -> dict[str, float | None]:
    """The world, unless there is one of this size; how long it took to write it and to tally it."""
    import django

    django.setup()
    from django.conf import settings

    there = settings.DATA / f"world-{badges}"
    if there.exists():
        return dict(json.loads(there.read_text()))
    from django.core.management import call_command
    from django.utils import timezone

    from openlaurel.apps.figures.services import mark_all, recount_marked, refresh_public_counts
    from openlaurel.apps.profiles.services.errors import ProfileError

    try:
        first = make_achievement()
    except ProfileError as error:
        sys.exit(
            f"{settings.DATA} or its database holds another world, or a part of one. Remove both. ({error})"
        )
    call_command("createcachetable")
    started = time.perf_counter()
    world = make_world(first, badges)
    written = time.perf_counter()
    mark_all(organisation=world.organisation)
    recount_marked(clock=timezone.now)
    refresh_public_counts(now=timezone.now())
    make_people(world.organisation, world.at)
    took = {"written_s": round(written - started, 1), "tallied_s": round(time.perf_counter() - written, 1)}
    there.write_text(json.dumps(took))
    return {**took}


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def timed(ask: Callable[[], Any], rounds: int) -> tuple[float, float, float]:
    """Milliseconds in the median, of the slowest twentieth, and of this process alone; once before, to load all."""
    ask()
    took, busy = [], []
    for _ in range(rounds):
        start, cpu = time.perf_counter(), time.process_time()
        ask()
        took.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - cpu) * 1000)
    slowest = sorted(took)[math.ceil(rounds * 0.95) - 1]
    return round(statistics.median(took), 1), round(slowest, 1), round(statistics.median(busy), 1)


OWNER, HOLDER = "owner@example.org", "holder4711@mail-31.example"


def make_people(organisation: Any, now: Any) -> None:
    """Who looks at the pages, and a holder."""
    from openlaurel.apps.accounts.services import create_account
    from openlaurel.apps.profiles.models import Role
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import add_member

    def account(address: str) -> Any:
        return create_account(
            email=address, name="Somebody", password="sea-shanty-42", verified=True, now=now
        )

    account(HOLDER)
    add_member(organisation=organisation, account=account(OWNER), role=Role.OWNER, by=INSTALLATION, now=now)


def addresses(organisation: Any) -> dict[str, Callable[[], Any]]:
    """What to ask, by its name, each signed in as who would ask it."""
    from django.test import Client
    from django.utils import timezone

    from openlaurel.apps.accounts.models import Account
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import create_api_key

    owner, holder = (Account.objects.get(email=address) for address in (OWNER, HOLDER))
    _, secret = create_api_key(
        organisation=organisation,
        name="Bench",
        scopes=["awards:read"],
        by=INSTALLATION,
        now=timezone.now(),
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

    own = {what: f"/org/bench/{filled(path, owner)}" for what, path in LISTS.items()}
    return {what: asking(path) for what, path in (own | PUBLIC).items()}


def filled(path: str, owner: Any) -> str:
    """The address with the ids of this world, such as {BulkAction:done}: the first row of that model in that state."""
    from django.apps import apps

    models = {model.__name__: model for model in apps.get_models()}
    before, brace, rest = path.partition("{")
    if not brace:
        return path
    name, _, after = rest.partition("}")
    if name == "owner":
        return f"{before}{owner.pk}{after}"
    kind, _, state = name.partition(":")
    rows = models[kind].objects.filter(**({"state": state} if state else {}))  # type: ignore[attr-defined]
    return f"{before}{rows.values_list('pk', flat=True)[0]}{after}"


if __name__ == "__main__":
    sys.exit(main())
