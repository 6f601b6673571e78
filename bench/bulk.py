"""Claim: a bulk action over 100,000 badges goes on whatever is killed, while every page answers: one effect, mail and event each.

All badges are revoked and all holders told, by `openlaurel worker` as it runs everywhere, whose process is killed
(SIGKILL) at random moments, half of them while badges are changed and half while mails leave, and started anew. A killed
worker's leases end by themselves, so that the run waits for them: a minute for the action, two for news, five for a mail.
Meanwhile this process asks pages and calls the API, and issues badges, one after the other. Mails leave by SMTP to a
server on this machine that keeps what it accepted.

`prepared_s` is choosing the badges and counting what it would come to; `changed_s` from the start to the last badge and
`told_s` to the last mail, waiting for leases included. `pages` holds of each address the milliseconds in the median and
of the slowest one, before and while the action runs. `uncertain` are mails that were being handed over when a worker
was killed; they aren't sent twice, and nobody can know whether they arrived. `faults` is what wasn't as claimed: empty.

    .venv/bin/python bench/bulk.py [--json] [--badges 100000] [--kills 6] [--seed 1] [--postgresql]
    .venv/bin/python tools/postgresql.py .venv/bin/python bench/bulk.py --postgresql

With --postgresql both databases are measured, one after the other.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from setting import PROJECT, make_achievement, postgresql, prepare_assets, use

OWNER = "owner@example.org"
CHUNK = 500
STALLED_SECONDS = 900
LONGEST_WAIT = 3.0
SAID_EACH = 10.0
Pages = dict[str, Callable[[], Any]]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL, too")
    parser.add_argument("--alone", default="", help=argparse.SUPPRESS)
    parser.add_argument("--database", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        use(Path(options.alone), options.database)
        print(json.dumps(measure(options)))
        return 0
    prepare_assets()
    with tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as folder:
        found = {"sqlite": in_a_process(options, Path(folder) / "sqlite", "")}
        if options.postgresql:
            with postgresql() as database:
                found["postgresql"] = in_a_process(options, Path(folder) / "postgresql", database)
    if options.json:
        print(json.dumps(found))
    else:
        for name, figures in found.items():
            show(name, figures)
    return 1 if any(figures["faults"] for figures in found.values()) else 0


def show(name: str, figures: dict[str, Any]) -> None:
    print(name)
    for what, value in figures.items():
        if what not in {"pages", "faults"}:
            print(f"{what:>24}  {value}")
    for what, (before, _, median, slowest) in figures["pages"].items():
        print(f"{what:>24}  {before:8.1f} before  {median:8.1f}  slowest {slowest:8.1f}")
    for fault in figures["faults"]:
        print(f"NOT AS CLAIMED: {fault}")


def in_a_process(options: argparse.Namespace, folder: Path, database: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--alone", str(folder), "--database", database]
    command += [f"--{name}={getattr(options, name)}" for name in ("badges", "kills", "seed")]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=PROJECT)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class PostOffice:
    """A server of mail in a process of its own that accepts each and writes its recipient into a file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "accepted.txt"
        self.file.touch()
        context = multiprocessing.get_context("spawn")
        port: Any = context.Queue()
        self.process = context.Process(target=accept_mails, args=(str(self.file), port), daemon=True)
        self.process.start()
        self.port = int(port.get(timeout=60))

    def accepted(self) -> list[str]:
        return self.file.read_text("utf-8").split()

    def count(self) -> int:
        return self.file.read_bytes().count(b"\n")


def accept_mails(file: str, port: Any) -> None:
    import asyncio

    from aiosmtpd.smtp import SMTP

    class Keeping:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            out.write("".join(f"{recipient}\n" for recipient in envelope.rcpt_tos))
            out.flush()
            return "250 OK"

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(Keeping(), hostname="bench"), "127.0.0.1", 0)
        port.put(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    with Path(file).open("a", encoding="utf-8") as out:
        asyncio.run(serve())


class Worker:
    """`openlaurel worker`, killed at random moments and started anew."""

    def __init__(self, smtp: int, dice: random.Random) -> None:
        self.environment = os.environ | {"OPENLAUREL_SMTP": f"smtp://127.0.0.1:{smtp}"}
        self.dice, self.kills = dice, Counter[str]()
        self._timer: threading.Timer | None = None
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "openlaurel.cli", "worker"]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    @property
    def is_to_be_killed(self) -> bool:
        return self._timer is not None

    def kill_soon(self) -> None:
        self._timer = threading.Timer(self.dice.uniform(0, LONGEST_WAIT), self.process.kill)
        self._timer.start()

    def start_if_killed(self, phase: str) -> bool:
        """Whether it was killed, and started anew."""
        code = self.process.poll()
        if code is None:
            return False
        if code != -signal.SIGKILL:
            sys.exit(f"The worker ended by itself with {code}.")
        self.kills[phase] += 1
        self._timer = None
        say(f"killed while {phase}")
        self.start()
        return True

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self.process.terminate()
        self.process.wait()


def measure(options: argparse.Namespace) -> dict[str, Any]:
    os.environ["OPENLAUREL_LOG_LEVEL"] = "ERROR"
    version = make_achievement()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from openlaurel.apps.desk.models import BulkAction
    from openlaurel.apps.desk.services import Asked, confirm_action, prepare_action
    from openlaurel.apps.profiles.policies import INSTALLATION

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    call_command("createcachetable")
    organisation = version.achievement.organisation
    issue(version, options.badges)
    office = PostOffice(settings.DATA)
    start = time.perf_counter()
    asked = Asked(kind="revoke", reason="The questions had leaked.", tell=True)
    stamp: dict[str, Any] = {"by": INSTALLATION, "now": timezone.now()}
    action = prepare_action(organisation=organisation, asked=asked, **stamp)
    prepared = time.perf_counter() - start
    pages = addresses(organisation, action, version)
    before: dict[str, list[float]] = {what: [] for what in pages}
    for _ in range(6):
        ask_all(pages, before)
    stamp["now"] = timezone.now()
    confirm_action(action=action, **stamp)
    during, took, worker = watch(BulkAction.objects.get(pk=action.pk), pages, office, options)
    return {
        "badges": options.badges,
        "prepared_s": round(prepared, 1),
        **took,
        "kills": dict(worker.kills),
        **outcome(action, options, office, worker),
        "pages": {
            what: [*summary(times[1:]), *summary(during[what] or [float("nan")])]
            for what, times in before.items()
        },
    }


def issue(version: Any, badges: int) -> None:
    """The badges, each of whose holders was told of it."""
    from django.utils import timezone

    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.services import AwardDraft, issue_awards
    from openlaurel.apps.profiles.policies import INSTALLATION

    for first in range(0, badges, CHUNK):
        numbers = range(first, min(first + CHUNK, badges))
        drafts = [AwardDraft(f"Łucja Żółć {n}", f"holder{n}@example.org") for n in numbers]
        now = timezone.now()
        issue_awards(version=version, drafts=drafts, by=INSTALLATION, now=now, notify=False)
        if not (first // CHUNK) % 20:
            say(f"issued {numbers.stop:,} of {badges:,}")
    Award.objects.update(mailed_at=timezone.now())


def addresses(organisation: Any, action: Any, version: Any) -> Pages:
    """What is asked, by its name: pages of a member, of strangers, calls of a program, and issuing one badge."""
    from django.test import Client
    from django.utils import timezone

    from openlaurel.apps.accounts.services import create_account
    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.services import accept_award
    from openlaurel.apps.profiles.models import Role
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import add_member, create_api_key

    stamp: dict[str, Any] = {"by": INSTALLATION, "now": timezone.now()}
    owner = create_account(
        email=OWNER, name="Somebody", password="sea-shanty-42", verified=True, now=stamp["now"]
    )
    add_member(organisation=organisation, account=owner, role=Role.OWNER, **stamp)
    scopes = ["awards:read", "awards:bulk", "awards:issue"]
    _, secret = create_api_key(organisation=organisation, name="Bench", scopes=scopes, **stamp)
    award = Award.objects.order_by("recipient_email").first()
    assert award is not None
    accept_award(award=award, show_name=True, now=stamp["now"])
    member, stranger = Client(), Client()
    member.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    program = Client(headers={"authorization": f"Bearer {secret}"})
    numbers = iter(range(10**9))

    def reading(client: Client, path: str) -> Callable[[], None]:
        def ask() -> None:
            status = client.get(path).status_code
            assert status in {200, 429}, (path, status)

        return ask

    def issuing() -> None:
        body = {
            "achievement": version.achievement.slug,
            "recipient_name": "Somebody Else",
            "recipient_email": f"new{next(numbers)}@example.org",
            "notify": False,
        }
        status = program.post("/api/v1/awards", body, content_type="application/json").status_code
        assert status in {201, 429}, status

    return {
        "overview": reading(member, "/org/bench/"),
        "badges": reading(member, "/org/bench/awards"),
        "bulk actions": reading(member, "/org/bench/bulk"),
        "the action": reading(member, f"/org/bench/bulk/{action.pk}"),
        "audit trail": reading(member, "/org/bench/audit"),
        "page of a badge": reading(stranger, f"/awards/{award.pk}"),
        "explore": reading(stranger, "/explore"),
        "API, the action": reading(program, f"/api/v1/bulk/{action.pk}"),
        "API, issue a badge": issuing,
    }


def ask_all(pages: Pages, times: dict[str, list[float]]) -> None:
    for what, ask in pages.items():
        start = time.perf_counter()
        ask()
        times[what].append((time.perf_counter() - start) * 1000)


def summary(times: list[float]) -> tuple[float, float]:
    """Milliseconds in the median, and of the slowest."""
    return round(statistics.median(times), 1), round(max(times), 1)


def watch(
    action: Any, pages: Pages, office: PostOffice, options: argparse.Namespace
) -> tuple[dict[str, list[float]], dict[str, float], Worker]:
    """Asks pages until the last mail has left, and has the worker killed on the way."""
    during: dict[str, list[float]] = {what: [] for what in pages}
    took: dict[str, float] = {}
    worker = Worker(office.port, random.Random(options.seed))
    wanted = {"changing": (options.kills + 1) // 2, "mailing": options.kills // 2}
    start = moved = said = time.perf_counter()
    seen, at_start, phase = (0, 0), 0, "changing"
    while "told_s" not in took:
        ask_all(pages, during)
        action.refresh_from_db(fields=["done", "refused", "state"])
        now = time.perf_counter()
        is_changed = action.state == "done"
        state = (action.done + action.refused, office.count())
        if state != seen:
            seen, moved = state, now
        if now - said > SAID_EACH:
            said = now
            say(f"{now - start:6.0f} s: {seen[0]:,} badges changed, {seen[1]:,} mails accepted")
        if is_changed and "changed_s" not in took:
            took["changed_s"] = round(now - start, 1)
            phase, at_start = "mailing", seen[1]
        done = seen[1] if is_changed else seen[0]
        if worker.start_if_killed(phase):
            at_start = done
        elif done > at_start and not worker.is_to_be_killed and worker.kills[phase] < wanted[phase]:
            worker.kill_soon()
        if is_changed and not mails_owed():
            took["told_s"] = round(now - start, 1)
        if now - moved > STALLED_SECONDS:
            sys.exit(f"Nothing has moved for {STALLED_SECONDS} seconds.")
    worker.stop()
    return during, took, worker


def mails_owed() -> bool:
    """Whether mails about the action are still to be written or to leave."""
    from openlaurel.apps.events.models import Delivery
    from openlaurel.apps.mailing.models import OutgoingMail

    if Delivery.objects.filter(handler="desk.mail", delivered_at=None).exists():
        return True
    return OutgoingMail.objects.filter(kind="desk.news", state__in=["prepared", "handing_over"]).exists()


def outcome(action: Any, options: argparse.Namespace, office: PostOffice, worker: Worker) -> dict[str, Any]:
    """What came of it, and what isn't as claimed."""
    from openlaurel.apps.events.models import Event
    from openlaurel.apps.issuing.models import Award, StatusList
    from openlaurel.apps.mailing.models import OutgoingMail

    items = action.items.values_list("award", flat=True)
    ids = {str(award_id) for award_id in items.iterator()}
    revoked = Award.objects.filter(bulk_items__action=action, state="revoked").count()
    lists = [gzip_bits(bytes(each.bits)) for each in StatusList.objects.only("bits").iterator()]
    told: Counter[str] = Counter()
    for data in Event.objects.filter(kind="award.many_revoked").values_list("data", flat=True).iterator():
        told.update(data["awards"])
    mails = OutgoingMail.objects.filter(kind="desk.news")
    states = Counter(mails.values_list("state", flat=True))
    accepted = Counter(office.accepted())
    action.refresh_from_db()
    counts = {
        "revoked": revoked,
        "bits_set": sum(lists),
        "events": sum(told.values()),
        "mails": sum(states.values()),
        "mails_sent": states["sent"],
        "uncertain": states["uncertain"],
        "accepted_by_server": sum(accepted.values()),
    }
    badges = options.badges
    claims = {
        "the action says that each badge was done": (action.state, action.done) == ("done", badges),
        "it has an item for each badge": len(ids) == badges,
        "each badge is revoked": revoked == badges,
        "each badge's bit is set": counts["bits_set"] == badges,
        "each badge is in one event": told == Counter(ids),
        "each holder has one mail": counts["mails"] == badges,
        "each mail was sent, or is uncertain": states["sent"] + states["uncertain"] == badges,
        "no more mails are uncertain than workers were killed": states["uncertain"]
        <= sum(worker.kills.values()),
        "nobody was mailed twice": max(accepted.values(), default=0) == 1,
        "what was sent was accepted": states["sent"] <= len(accepted) <= badges,
        "workers were killed": sum(worker.kills.values()) > 0 or not options.kills,
    }
    return counts | {"faults": [claim for claim, holds in claims.items() if not holds]}


def gzip_bits(packed: bytes) -> int:
    """How many bits of a status list are set."""
    import gzip

    return int.from_bytes(gzip.decompress(packed)).bit_count()


if __name__ == "__main__":
    sys.exit(main())
