"""openlaurel verify"""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openlaurel.cli.errors import CommandFailed, told_plainly
from openlaurel.cli.parsers import Subparsers, add_command

if TYPE_CHECKING:
    from openlaurel.core.verification import Report

VERIFIED, NOT_VERIFIED, NOT_READ = 0, 1, 2
MARKS = {
    "pass": ("✓", "ok", "32"),
    "warn": ("!", "!", "33"),
    "fail": ("✗", "NO", "31"),
    "skipped": ("–", "-", "2"),
}
ADDRESSES = ("https://", "http://")


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "verify",
        run,
        does="verify a badge by file, address or standard input",
        more=(
            "Reads PNG, SVG, JSON and JWT, told by content. Badges of this installation are checked without the\n"
            "network; those of others need no installation and no database. Nothing is written or kept.\n"
            "Exit code: 0 verified; 1 not verified; 2 it could not be read."
        ),
        example="openlaurel verify badge.png --recipient ana@example.org",
    )
    parser.add_argument("source", metavar="FILE|URL|-", help="the badge; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--offline", action="store_true", help="don't use the network")
    parser.add_argument(
        "--at", default="", metavar="DAY", help="whether it was valid on a past day: 2025-03-01"
    )
    parser.add_argument("--recipient", default="", metavar="X", help="a name or e-mail address to compare")


def run(options: argparse.Namespace) -> int:
    from openlaurel.adapters.contexts import BundleError
    from openlaurel.apps.verifier.errors import VerifierError

    try:
        report = _verify(options)
    except BundleError as error:
        raise CommandFailed(error, code=NOT_READ) from error
    except VerifierError as error:
        if options.json:
            _print_json(_unread(str(error)))
        raise CommandFailed(_printable(str(error)), code=NOT_READ) from error
    if options.json:
        _print_json(report.as_json())
    else:
        _print_report(report)
    return VERIFIED if report.verified else NOT_VERIFIED


def _verify(options: argparse.Namespace) -> Report:
    now, source = datetime.now(UTC), options.source
    at = _read_day(options.at, now) if options.at else None
    is_address = source.lower().startswith(ADDRESSES)
    data = b"" if is_address else _read(source)
    if _has_installation():
        from openlaurel.cli.loading import load_django

        with _unread_when_it_fails():
            load_django()
        from openlaurel.apps.verifier.services import verify_upload, verify_url

        asked: dict[str, Any] = {
            "now": now,
            "recipient": options.recipient,
            "offline": options.offline,
            "at": at,
        }
        return verify_url(source, **asked) if is_address else verify_upload(data, source, **asked)

    from openlaurel.adapters.environment import fetch_allowance
    from openlaurel.apps.verifier.engine import Verifier

    with _unread_when_it_fails():
        allow = fetch_allowance(os.environ.get("OPENLAUREL_FETCH_ALLOW", ""))
    verifier = Verifier(allow=allow, offline=options.offline, at=at)
    if is_address:
        return verifier.verify_url(source, now=now, recipient=options.recipient)
    return verifier.verify_file(data, now=now, recipient=options.recipient)


def _read_day(text: str, now: datetime) -> datetime:
    from openlaurel.core.verification import AsOfError, read_at

    try:
        return read_at(text, now)
    except AsOfError as error:
        raise CommandFailed(_printable(str(error)), code=NOT_READ) from error


@contextmanager
def _unread_when_it_fails() -> Iterator[None]:
    """What keeps the command from looking at the badge at all ends it with 2, since 1 says that it looked."""
    try:
        with told_plainly():
            yield
    except CommandFailed as error:
        error.code = NOT_READ
        raise


def _has_installation() -> bool:
    """Whether there is one whose badges could be meant; looking for it must not make one."""
    from openlaurel.adapters.installation import DEFAULT_DATA, data_folder

    data = data_folder(dict(os.environ), default_data=DEFAULT_DATA)
    has_database = bool(os.environ.get("OPENLAUREL_DATABASE")) or (data / "openlaurel.sqlite3").exists()
    return (data / "address.json").exists() and has_database


def _read(source: str) -> bytes:
    """The bytes of a file or of standard input: as many as are read of a badge, and one more to tell larger ones."""
    from openlaurel.core.openbadges import MAX_IMAGE_BYTES

    try:
        if source == "-":
            return sys.stdin.buffer.read(MAX_IMAGE_BYTES + 1)
        with Path(source).open("rb") as file:
            return file.read(MAX_IMAGE_BYTES + 1)
    except OSError as error:
        raise CommandFailed(
            f"{_printable(source)} can't be read: {error.strerror}.", code=NOT_READ
        ) from error


def _unread(fault: str) -> dict[str, Any]:
    """The answer for what could not be read, in the form of all others."""
    from openlaurel.core.verification import CHECKS, Check, Report

    checks = [Check(name, "skipped", "not_run") for name in CHECKS[1:-1]]
    first = Check("format", "fail", "unreadable", {"fault": fault})
    return Report((first, *checks, Check("recipient", "skipped", "not_compared"))).as_json()


def _print_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, indent=2))


def _print_report(report: Report) -> None:
    lines = (*report.checks, *report.further)
    width = max(len(check.check) for check in lines)
    for check in lines:
        _say(f"{_mark(check.outcome)} {check.check:{width}}  {_printable(check.detail)}")
        if "says" in check.params and check.outcome in {"pass", "warn"}:
            _say(f"  {'':{width}}  “{_printable(check.params['says'])}”")
    when = f" as of {report.at:%Y-%m-%d %H:%M} UTC" if report.at else ""
    _say(f"Verified{when}." if report.verified else f"Not verified{when}.")


def _mark(outcome: str) -> str:
    sign, plain, colour = MARKS[outcome]
    if not _can_say("✓✗–"):
        sign = f"{plain:2}"
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return f"\033[{colour}m{sign}\033[0m"
    return sign


def _can_say(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _say(text: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding))


def _printable(text: str) -> str:
    """What a stranger's file says, without the characters that steer a terminal or turn its lines around."""
    return "".join("�" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} else c for c in text)
