"""openlaurel backup"""

import argparse
from pathlib import Path

from openlaurel.cli.errors import told_plainly
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "backup",
        run,
        does="write database, files, address and key into one file",
        more="The site may stay in use meanwhile. Keep the file as safe as the key that is in it.",
        example="openlaurel backup /backup/openlaurel-monday.tar.gz",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup to write; replaced if it exists")


def run(options: argparse.Namespace) -> None:
    from openlaurel.cli.loading import load_django

    load_django()

    from django.conf import settings
    from django.utils import timezone

    from openlaurel import __version__
    from openlaurel.adapters.backups import write_backup

    with told_plainly():
        manifest = write_backup(
            options.file,
            data=settings.DATA,
            database=settings.DATABASES["default"],
            version=__version__,
            now=timezone.now(),
        )
    size = options.file.stat().st_size / 1_000_000
    print(f"Wrote {options.file} ({size:.1f} MB), a backup of {manifest.url}.")
    if manifest.holds_key:
        print("It holds the key that opens the signing keys: keep it where only you can read it.")
    else:
        print("It does not hold the key: that is OPENLAUREL_KEY, and without it no signing key opens.")
