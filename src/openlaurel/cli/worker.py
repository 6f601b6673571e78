"""openlaurel worker"""

import argparse

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "worker",
        run,
        does="do background work: mails, rosters, what follows from news",
        more="`openlaurel serve` starts one by itself; start more, on this machine or others, when there is much.",
        example="openlaurel worker",
    )
    parser.add_argument("--retry", action="store_true", help="first try again what was given up")


def run(options: argparse.Namespace) -> None:
    from openlaurel.adapters.processes import end_with_site, hold_lock, settle, stop_when_asked
    from openlaurel.cli.loading import load_django, require_database

    stop = stop_when_asked()
    end_with_site()
    load_django()
    require_database()

    from django.conf import settings
    from django.utils import timezone

    from openlaurel.apps.events.services import retry_given_up, run_worker

    lock = hold_lock(settings.DATA / "running.lock", shared=True)
    if lock is None:
        raise CommandFailed("A backup is being restored into this data folder. Start again when it is done.")
    with lock:
        if options.retry:
            print(f"Deliveries that will be tried again: {retry_given_up(now=timezone.now())}")
        settle()
        run_worker(stop)
