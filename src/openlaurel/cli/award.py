"""openlaurel award"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openlaurel.cli import bulk
from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "award",
        None,
        does="act on badges, one or many at once; move many in or out",
        example='openlaurel award revoke AWARD --reason "Issued to the wrong person."',
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    for name, run, does, more, reason in (
        (
            "revoke",
            run_revoke,
            "revoke a badge for good",
            "From then on it fails every verification. This can't be undone; a new badge can be issued.",
            "Issued to the wrong person.",
        ),
        (
            "suspend",
            run_suspend,
            "suspend a badge until it is restored",
            "Until then it fails every verification. Only badges that were issued with the possibility can be suspended.",
            "An assessor is under review.",
        ),
        (
            "restore",
            run_restore,
            "let a suspended badge count again",
            "That it was suspended stays on record: who asks about a day in between is told.",
            "The review found nothing.",
        ),
    ):
        action = add_command(
            actions,
            name,
            run,
            does=does,
            more=more,
            example=f'openlaurel award {name} 0b1c2d3e-… --reason "{reason}"',
        )
        action.add_argument("award", metavar="AWARD", help="the address of its page, or the id in it")
        action.add_argument("--reason", required=True, help="why; whoever opens the badge's page reads it")
    bulk.add_action(actions)
    move_in = add_command(
        actions,
        "move-in",
        run_move_in,
        does="import what another platform exported, or an archive of this program",
        more=(
            "Says what would become of each line, and imports nothing without --yes. Badges come in\n"
            "once, so it can be run again. Exit code: 0 every badge is there; 1 some were refused; 2 none could be read."
        ),
        example="openlaurel award move-in harbour credly.csv --yes",
    )
    move_in.add_argument(
        "organisation", metavar="ORGANISATION", help="its handle, the last part of its address"
    )
    move_in.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help="the export, or several files of one"
    )
    move_in.add_argument(
        "--dates", choices=("day", "month"), default="", help="what comes first in 03/04/2026"
    )
    move_in.add_argument("--yes", action="store_true", help="import it, not only say what would happen")
    move_in.add_argument(
        "--result", type=Path, metavar="CSV", help="write a line for each badge into this file"
    )
    move_out = add_command(
        actions,
        "move-out",
        run_move_out,
        does="write everything of an organisation into one archive",
        more="It holds names and addresses of all recipients. Killed, it can be run again and goes on.",
        example="openlaurel award move-out harbour harbour.zip",
    )
    move_out.add_argument(
        "organisation", metavar="ORGANISATION", help="its handle, the last part of its address"
    )
    move_out.add_argument("file", metavar="FILE", type=Path, help="the archive to write, a ZIP")
    add_command(
        actions,
        "recount",
        run_recount,
        does="count anew, from the badges, how far badges got",
        more="The figures follow by themselves; this is for when they must be made from the beginning. It can be killed: "
        "the worker goes on with what is left.",
        example="openlaurel award recount",
    )


def run_move_in(options: argparse.Namespace) -> int:
    from openlaurel.cli.moving import move_in

    return move_in(options.organisation, options.files, options.dates, options.result, is_sure=options.yes)


def run_move_out(options: argparse.Namespace) -> int:
    from openlaurel.cli.moving import move_out

    return move_out(options.organisation, options.file)


def run_recount(options: argparse.Namespace) -> int:
    _load()
    import time

    from django.utils import timezone

    from openlaurel.apps.figures.services import mark_all, recount_marked
    from openlaurel.apps.profiles.models import Kind, Profile
    from openlaurel.cli.progress import Progress

    organisations = Profile.objects.filter(kind=Kind.ORGANISATION)
    days = sum(mark_all(organisation=organisation) for organisation in organisations)
    progress, done = Progress(days, "days", clock=time.monotonic), 0

    def counted(number: int) -> None:
        nonlocal done
        done += number
        progress.show(done)

    recount_marked(clock=timezone.now, progress=counted)
    print(f"Counted {done:,} days of {organisations.count():,} organisations anew.")
    return 0


def run_revoke(options: argparse.Namespace) -> int:
    _load()
    from openlaurel.apps.issuing.services import revoke_award

    return _change(options, revoke_award, "Revoked")


def run_suspend(options: argparse.Namespace) -> int:
    _load()
    from openlaurel.apps.issuing.services import suspend_award

    return _change(options, suspend_award, "Suspended")


def run_restore(options: argparse.Namespace) -> int:
    _load()
    from openlaurel.apps.issuing.services import restore_award

    return _change(options, restore_award, "Restored")


def _load() -> None:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()


def _change(options: argparse.Namespace, change: Callable[..., Any], said: str) -> int:
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.services import IssuingError
    from openlaurel.apps.profiles.policies import INSTALLATION

    award_id = options.award.rstrip("/").rpartition("/")[2].removesuffix(".json")
    try:
        award = Award.objects.select_related("organisation", "version").get(id=award_id)
    except (Award.DoesNotExist, ValidationError):
        raise CommandFailed(
            f"There is no badge {options.award!r} here. Give the address of its page, …/awards/…, or the id in it."
        ) from None
    try:
        change(award=award, reason=options.reason, by=INSTALLATION, now=timezone.now())
    except IssuingError as error:
        raise CommandFailed(error) from error
    print(f"{said} “{award.version.name}” of {award.recipient}. Every verifier sees it within a minute.")
    return 0
