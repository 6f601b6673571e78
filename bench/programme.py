"""Claim: a programme's 100,000 badges go from a file to stored, mail-queued, downloadable badges in under 3 minutes.

On two processes and two cores, in flat memory and under 3,000 bytes a badge in the database. Files of recipients are
uploaded and tried (`checked_per_s`), then all processes issue one file after the other together, as workers do
(`stored_per_s`), and some of the badges are downloaded and verified. `rss_mb` is the memory of the largest worker, ten times over the run.

    .venv/bin/python bench/programme.py [--json] [--badges 100000] [--workers 2]
    .venv/bin/python tools/postgresql.py .venv/bin/python bench/programme.py --postgresql

`--badges 3500000` is a programme's whole life; it needs some 10 GB of disk.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from contextlib import nullcontext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from setting import database_bytes, make_achievement, postgresql, use

MOST_ROWS = 50_000  # in one file
SAMPLES = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one object and nothing else")
    parser.add_argument("--badges", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL; in SQLite without")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="openlaurel-bench-") as folder,
        postgresql() if options.postgresql else nullcontext("") as database,
    ):
        use(Path(folder), database)
        figures = measure(options.badges, options.workers)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:>16}  {value if isinstance(value, list | str) else format(value, ',.0f')}")


def measure(badges: int, workers: int) -> dict[str, Any]:
    version = make_achievement()
    from openlaurel.apps.issuing.models import Award

    empty = database_bytes()
    start = time.perf_counter()
    batches = [
        confirmed_batch(version, first, min(MOST_ROWS, badges - first))
        for first in range(0, badges, MOST_ROWS)
    ]
    checked = time.perf_counter() - start
    start, before = time.perf_counter(), cpu_of_children()
    rss = issue(batches, workers)
    issued, cpu = time.perf_counter() - start, cpu_of_children() - before
    stored = Award.objects.count()
    if stored != badges:
        sys.exit(f"{badges:,} badges were to be stored, {stored:,} were.")
    look_at_some(badges)
    return {
        "badges": badges,
        "workers": workers,
        "seconds": round(checked + issued, 1),
        "checked_per_s": round(badges / checked, 1),
        "stored_per_s": round(badges / issued, 1),
        "cpu_us_a_badge": round(cpu / badges * 1e6, 1),
        "bytes_a_badge": round((database_bytes() - empty) / badges, 1),
        "rss_mb": rss,
    }


def cpu_of_children() -> float:
    """Seconds of all that ended so far: a shell may have had some in this very process before it became this one."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def confirmed_batch(version: Any, first: int, count: int) -> Any:
    from django.utils import timezone

    from openlaurel.apps.issuing.services import confirm_batch, dry_run_batch, upload_roster
    from openlaurel.apps.profiles.policies import INSTALLATION

    stamp: dict[str, Any] = {"by": INSTALLATION, "now": timezone.now()}
    lines = (f"holder{number}@example.org,Łucja Żółć {number}\n" for number in range(first, first + count))
    data = ("Email,Name\n" + "".join(lines)).encode()
    organisation = version.achievement.organisation
    roster = upload_roster(organisation=organisation, file_name="people.csv", data=data, **stamp)
    batch = dry_run_batch(roster=roster, version=version, notify=True, allow_repeats=False, **stamp)
    return confirm_batch(batch=batch, **stamp).pk


def issue(batches: list[Any], workers: int) -> list[int]:
    """The memory of the largest worker in MB, at ten moments from the first to the last."""
    from django.db import connection

    connection.close()
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=work, args=(batches,)) for _ in range(workers)]
    for process in processes:
        process.start()
    samples = []
    while any(process.is_alive() for process in processes):
        samples.append(max(map(rss_mb, processes)))
        time.sleep(0.1)
    if any(process.exitcode for process in processes):
        sys.exit("A worker failed.")
    started = samples[len(samples) // SAMPLES :]
    return started[:: max(1, len(started) // SAMPLES)][:SAMPLES]


def work(batches: list[Any]) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from openlaurel.adapters.processes import settle
    from openlaurel.apps.issuing.models import Batch
    from openlaurel.apps.issuing.services import run_batch

    settle()
    for batch in batches:
        run_batch(batch=Batch.objects.get(pk=batch), clock=timezone.now)


def rss_mb(process: BaseProcess) -> int:
    try:
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def look_at_some(badges: int) -> None:
    """Every mail is owed, and badges from all over verify as they are downloaded."""
    from django.utils import timezone

    from openlaurel.apps.events.models import Delivery
    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.queries import credential_bytes
    from openlaurel.apps.verifier.services import verify_upload

    owed = Delivery.objects.filter(handler="issuing.mail", delivered_at=None).select_related("event")
    mails = sum(delivery.event.data["count"] for delivery in owed.iterator())
    if mails != badges:
        sys.exit(f"{badges:,} mails are owed, {mails:,} are queued.")
    for number in range(0, badges, max(1, badges // 20)):
        award = Award.objects.get(recipient_email=f"holder{number}@example.org")
        if not verify_upload(credential_bytes(award), now=timezone.now(), offline=True).verified:
            sys.exit(f"The badge of holder {number} doesn't verify.")


if __name__ == "__main__":
    main()
