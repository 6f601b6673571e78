"""openlaurel achievement"""

import argparse
import json
import sys

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command

FRAMEWORKS = ("ctdl", "elm", "annex-i", "open-badges", "clr")


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "achievement",
        None,
        does="write definitions out in other terms, or list them anew",
        example="openlaurel achievement export sql-for-analysts --as ctdl",
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    export = add_command(
        actions,
        "export",
        run_export,
        does="print the published definition in the terms of another framework",
        more="The document goes to standard output, what it lacks to standard error.",
        example="openlaurel achievement export sql-for-analysts --as elm",
    )
    export.add_argument("achievement", metavar="ACHIEVEMENT", help="the last part of its page's address")
    export.add_argument(
        "--as",
        dest="framework",
        choices=FRAMEWORKS,
        required=True,
        help="CTDL, the European Learning Model v3, EU 2022/C 243/02 Annex I, Open Badges 3.0, or CLR 2.0",
    )
    add_command(
        actions,
        "relist",
        run_relist,
        does="make anew what searches of the catalogue look through",
        more="It follows definitions by itself; this is for after a change of synonyms.toml in the data folder. Killed, "
        "it is run again from the beginning.",
        example="openlaurel achievement relist",
    )


def run_relist(options: argparse.Namespace) -> int:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()
    import time

    from openlaurel.apps.catalog.services.listings import relist_all
    from openlaurel.cli.progress import Progress

    progress = Progress(0, "micro-credentials", clock=time.monotonic)

    def show(done: int, total: int) -> None:
        progress.total = total
        progress.show(done)

    try:
        relist_all(show)
    except ValueError as error:
        raise CommandFailed(f"{error} Nothing was listed by it.") from None
    print(f"Listed {progress.total:,} micro-credentials anew.")
    return 0


def run_export(options: argparse.Namespace) -> int:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()

    from openlaurel.apps.catalog.models import AchievementVersion
    from openlaurel.apps.catalog.queries import Framework, get_published, written_as

    slug = options.achievement.rstrip("/").rpartition("/")[2]
    try:
        export = written_as(get_published(slug), Framework(options.framework))
    except AchievementVersion.DoesNotExist:
        raise CommandFailed(
            f"There is no published achievement {options.achievement!r} here. Give the last part of its page's address."
        ) from None
    print(json.dumps(export.document, ensure_ascii=False, indent=2))
    for loss in export.losses:
        print(f"{loss.kind.value.replace('_', ' ')}: {loss.field}: {loss.sentence}", file=sys.stderr)
    return 0
