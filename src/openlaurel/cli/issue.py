"""openlaurel issue"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openlaurel.cli.badge_files import BadgeFolder, Line
from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command
from openlaurel.cli.progress import Progress

if TYPE_CHECKING:
    from openlaurel.apps.catalog.models import AchievementVersion
    from openlaurel.core.rosters import Fault, Person

CHUNK = 250
SOME_REFUSED, NOTHING_DONE = 1, 2
MOST_SHOWN = 20


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "issue",
        run,
        does="issue a badge to each person of a CSV or Excel file",
        more=(
            "The columns of Credly, Canvas Credentials, Accredible and edubadges are known,\n"
            "plain names such as Email and Name, and those of custom fields. Writes a PNG and a JSON file per badge\n"
            "and result.csv into DIR. Killed, it can be run again: nobody gets a badge\n"
            "twice, nobody is left out. Rows that can't be issued are listed.\n"
            "Exit code: 0 every row has its badge; 1 some rows were refused; 2 nothing was\n"
            "issued."
        ),
        example="openlaurel issue sql-for-analysts --roster examples/roster.csv --out badges",
    )
    parser.add_argument("achievement", metavar="ACHIEVEMENT", help="the last part of its address")
    parser.add_argument(
        "--roster", type=Path, required=True, metavar="FILE", help="the people, as CSV or an Excel workbook"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the badges are written")
    parser.add_argument(
        "--dates",
        choices=("day-first", "month-first"),
        help="how dates like 03/04/2026 are meant; without it their rows are refused",
    )
    parser.add_argument("--notify", action="store_true", help="also mail everybody the link to accept it")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(options: argparse.Namespace) -> int:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()
    version = _version(options.achievement)
    rows, notice = _read(options.roster, version, options.dates)
    if notice and not options.json:
        print(notice, file=sys.stderr)
    try:
        with BadgeFolder(options.out) as folder:
            began = time.monotonic()
            lines = _issue(version, rows, folder, notify=options.notify)
            folder.write_result(lines)
    except OSError as error:
        raise CommandFailed(
            f"Can't write to {options.out}: {error.strerror or error}. Give it room, then run the same again: "
            "badges that were issued aren't issued twice.",
            code=NOTHING_DONE,
        ) from error
    _report(version, lines, folder, time.monotonic() - began, as_json=options.json)
    return SOME_REFUSED if any(line.outcome == "refused" for line in lines) else 0


def _version(achievement: str) -> AchievementVersion:
    from openlaurel.apps.catalog.models import AchievementVersion
    from openlaurel.apps.catalog.queries import get_published

    slug = achievement.rstrip("/").rpartition("/")[2]
    try:
        return get_published(slug)
    except AchievementVersion.DoesNotExist:
        raise CommandFailed(
            f"There is no published micro-credential {slug!r}. Its name here is the last part of its address, "
            "/achievements/…",
            code=NOTHING_DONE,
        ) from None


def _read(file: Path, version: AchievementVersion, dates: str | None) -> tuple[list[Person | Fault], str]:
    from openlaurel.apps.issuing.services.own_fields import asked_of
    from openlaurel.apps.issuing.services.rosters import further_columns
    from openlaurel.core.rosters import MAX_BYTES, Order, RostersError, read_people, read_table, recognise

    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        table = read_table(data)
        recognition = recognise(table.headers)
        further = further_columns(table.headers, asked_of(version), recognition.mapping.values())
        order = Order(dates.replace("-", " ")) if dates else Order.UNKNOWN
        rows = read_people(table, recognition.mapping, further, order=order)
    except OSError as error:
        raise CommandFailed(f"Can't read {file}: {error.strerror}.", code=NOTHING_DONE) from error
    except RostersError as error:
        raise CommandFailed(f"{file}: {error}", code=NOTHING_DONE) from error
    known = {field.value: header for field, header in recognition.mapping.items()} | dict(further.columns)
    columns = ", ".join(f"{field} from “{header}”" for field, header in known.items())
    notice = f"{file}: {len(rows):,} rows, {table.encoding}, columns: {columns}."
    if table.encoding_is_guessed:
        notice += " The encoding is a guess: check names with accents, or save the file as UTF-8."
    return rows, notice


def _issue(
    version: AchievementVersion, rows: Sequence[Person | Fault], folder: BadgeFolder, *, notify: bool
) -> list[Line]:
    from django.utils import timezone

    from openlaurel.apps.issuing.services import issue_awards
    from openlaurel.apps.issuing.services.people import draft_of, keys_of
    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.core.rosters import Fault, Person

    lines = [Line(row.line, "refused", reason=row.message) for row in rows if isinstance(row, Fault)]
    people = [row for row in rows if isinstance(row, Person)]
    progress = Progress(len(people), "badges", clock=time.monotonic)
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        keys = keys_of(version, chunk, timezone.now())
        outcomes = issue_awards(
            version=version,
            drafts=[draft_of(person, key) for person, key in zip(chunk, keys, strict=True)],
            by=INSTALLATION,
            now=timezone.now(),
            notify=notify,
        )
        lines += folder.write_badges(chunk, outcomes)
        progress.show(start + len(chunk))
    return sorted(lines, key=lambda line: line.line)


def _report(
    version: AchievementVersion, lines: Sequence[Line], folder: BadgeFolder, seconds: float, *, as_json: bool
) -> None:
    from django.conf import settings

    outcomes = ("issued", "issued before", "refused")
    counts = {name: sum(line.outcome == name for line in lines) for name in outcomes}
    refused = [line for line in lines if line.outcome == "refused"]
    if as_json:
        print(json.dumps(_object(version, lines, counts, folder, seconds), ensure_ascii=False))
        return
    for line in refused[:MOST_SHOWN]:
        print(f"line {line.line}: {line.reason}")
    if len(refused) > MOST_SHOWN:
        print(f"… and {len(refused) - MOST_SHOWN:,} more, all in {folder.result}.")
    issued = f"{counts['issued']:,} badges of “{version.name}” issued"
    if counts["issued before"]:
        issued += f", {counts['issued before']:,} were issued before"
    print(f"{issued}, {counts['refused']:,} rows refused, in {seconds:.1f} s.")
    print(f"Files are in {folder.path}; {folder.result.name} has a line for each row.")
    if settings.INSTALLATION.is_loopback:
        print(
            f"These badges carry {settings.OPENLAUREL_URL} and verify only on this machine. "
            "Set OPENLAUREL_URL before you issue real ones."
        )


def _object(
    version: AchievementVersion,
    lines: Sequence[Line],
    counts: dict[str, int],
    folder: BadgeFolder,
    seconds: float,
) -> dict[str, Any]:
    return {
        "achievement": version.achievement.slug,
        "version": version.number,
        "rows": len(lines),
        "issued": counts["issued"],
        "issued_before": counts["issued before"],
        "refused": counts["refused"],
        "seconds": round(seconds, 2),
        "result": str(folder.result),
        "badges": [
            {"line": line.line, "award": line.award_url, "png": line.png, "json": line.json}
            for line in lines
            if line.award_url
        ],
        "refusals": [
            {"line": line.line, "reason": line.reason} for line in lines if line.outcome == "refused"
        ],
    }
