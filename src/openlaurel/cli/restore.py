"""openlaurel restore"""

import argparse
from pathlib import Path

from openlaurel.cli.errors import CommandFailed, told_plainly
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "restore",
        run,
        does="bring an installation back from a backup",
        more="It fills an empty data folder (OPENLAUREL_DATA); with --force, what is in the folder is kept beside it.",
        example="openlaurel restore /backup/openlaurel-monday.tar.gz",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup that openlaurel backup wrote")
    parser.add_argument("--force", action="store_true", help="also when the data folder isn't empty")


def run(options: argparse.Namespace) -> None:
    import os

    from openlaurel.adapters.backups import restore_backup
    from openlaurel.adapters.environment import database_settings
    from openlaurel.adapters.installation import DEFAULT_DATA, data_folder
    from openlaurel.adapters.processes import hold_lock

    data = data_folder(dict(os.environ), default_data=DEFAULT_DATA)
    lock_file = data / "running.lock"
    lock = hold_lock(lock_file, shared=False) if lock_file.exists() else None
    if lock is None and lock_file.exists():
        raise CommandFailed(f"The installation in {data} is running. Stop it, then restore.")
    with told_plainly():
        database = database_settings(os.environ.get("OPENLAUREL_DATABASE", ""), data=data)
        manifest = restore_backup(options.file, data=data, database=database, force=options.force)
    if lock is not None:
        lock.close()
    print(f"Restored {manifest.url} as it was at {manifest.made_at[:16].replace('T', ' ')} UTC into {data}.")
    if not manifest.holds_key:
        print("The backup held no key: set OPENLAUREL_KEY to the one that the installation had.")
    print("Start it with: openlaurel serve")
