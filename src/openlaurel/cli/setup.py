"""openlaurel setup"""

import argparse
from datetime import datetime

from openlaurel.cli.errors import CommandFailed, told_plainly
from openlaurel.cli.parsers import Subparsers, add_command

BACKUPS_KEPT = 5


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "setup",
        run,
        does="make or upgrade the data folder and database",
        more="Before an upgrade a backup is written to backups/ in the data folder; the five newest are kept.",
        example="openlaurel setup",
    )
    add_setup_options(parser)


def add_setup_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="fill a new installation with the demo world")
    parser.add_argument(
        "--without-backup", action="store_true", help="upgrade the database without a backup before it"
    )


def run(options: argparse.Namespace) -> None:
    from django.conf import settings

    from openlaurel.cli.loading import load_django

    load_django()
    set_up(demo=options.demo, without_backup=options.without_backup)
    print(f"The installation in {settings.DATA} is ready. Start it with: openlaurel serve")


def set_up(*, demo: bool, without_backup: bool) -> None:
    """This function will bring the database to this version and, when asked and new, load the demo world."""
    from django.conf import settings
    from django.db import DatabaseError

    try:
        migrate(without_backup=without_backup)
    except DatabaseError as error:
        raise CommandFailed(f"The database can't be set up: {str(error).strip()}") from error
    without = settings.DATA / "without-demo"
    if not demo:
        if not (settings.DATA / "demo.json").exists():
            without.touch()
    elif without.exists():
        print(f"The installation in {settings.DATA} was started without the demo world and stays so.")
    else:
        from openlaurel.cli.demo import load_once

        load_once()


def migrate(*, without_backup: bool) -> None:
    """This function will run the migrations that are due, after a backup where there is something to lose."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    if executor.loader.applied_migrations and not without_backup:
        back_up_before_upgrade()
    print(f"Setting up the database, {len(plan)} steps …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def back_up_before_upgrade() -> None:
    """This function will write a backup into the data folder and delete the oldest of more than five."""
    from django.conf import settings
    from django.utils import timezone

    from openlaurel import __version__
    from openlaurel.adapters.backups import write_backup

    now: datetime = timezone.now()
    folder = settings.DATA / "backups"
    target = folder / f"before-{__version__}-{now:%Y%m%d-%H%M%S}.tar.gz"
    print(f"Writing a backup before the upgrade: {target}", flush=True)
    with told_plainly():
        write_backup(
            target, data=settings.DATA, database=settings.DATABASES["default"], version=__version__, now=now
        )
    for old in sorted(folder.glob("before-*.tar.gz"), key=lambda file: file.stat().st_mtime)[:-BACKUPS_KEPT]:
        old.unlink()
