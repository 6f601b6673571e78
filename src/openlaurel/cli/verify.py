"""openlaurel verify"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from openlaurel.cli.errors import CommandFailed, told_plainly
from openlaurel.cli.parsers import Subparsers, add_command
from openlaurel.cli.saying import mark, printable, say
from openlaurel.cli.verify_many import (
    NOT_READ,
    NOT_VERIFIED,
    VERIFIED,
    Verify,
    is_of_many,
    read_source,
    run_many,
)

if TYPE_CHECKING:
    from openlaurel.core.verification import Report


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "verify",
        run,
        does="verify badges by file, folder, address or standard input",
        more=(
            "Reads PNG, SVG, JSON and JWT, told by content; of several, and of CVs (PDF, DOCX), tables of applicants (CSV,\n"
            "XLSX), ZIP archives and folders, each badge in them gets a line. Badges of this installation are checked\n"
            "without the network; those of others need no installation and no database. Nothing is written or kept.\n"
            "Exit code: 0 all verified; 1 not all; 2 something could not be read."
        ),
        example="openlaurel verify badge.png --recipient ana@example.org",
    )
    parser.add_argument(
        "sources", metavar="FILE|FOLDER|URL|-", nargs="+", help="the badges; - reads standard input"
    )
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
        verify = _verifying(options)
        if is_of_many(options.sources):
            return run_many(options.sources, verify, as_json=options.json, recipient=options.recipient)
        report = verify(read_source(options.sources[0]))
    except BundleError as error:
        raise CommandFailed(error, code=NOT_READ) from error
    except VerifierError as error:
        if options.json:
            _print_json(_unread(str(error)))
        raise CommandFailed(printable(str(error)), code=NOT_READ) from error
    if options.json:
        _print_json(report.as_json())
    else:
        _print_report(report)
    return VERIFIED if report.verified else NOT_VERIFIED


def _verifying(options: argparse.Namespace) -> Verify:
    """What verifies the content of a file, or the badge at an address."""
    now = datetime.now(UTC)
    at = _read_day(options.at, now) if options.at else None
    if _has_installation():
        from openlaurel.cli.loading import load_django

        with _unread_when_it_fails():
            load_django()
        from openlaurel.apps.verifier.services import verify_upload, verify_url

        def by_installation(source: bytes | str, recipient: str = options.recipient) -> Report:
            verify: Any = verify_url if isinstance(source, str) else verify_upload
            report: Report = verify(source, now=now, recipient=recipient, offline=options.offline, at=at)
            return report

        return by_installation

    from openlaurel.adapters.environment import fetch_allowance
    from openlaurel.apps.verifier.engine import Verifier

    with _unread_when_it_fails():
        allow = fetch_allowance(os.environ.get("OPENLAUREL_FETCH_ALLOW", ""))
    verifier = Verifier(allow=allow, offline=options.offline, at=at)

    def alone(source: bytes | str, recipient: str = options.recipient) -> Report:
        verify: Any = verifier.verify_url if isinstance(source, str) else verifier.verify_file
        report: Report = verify(source, now=now, recipient=recipient)
        return report

    return alone


def _read_day(text: str, now: datetime) -> datetime:
    from openlaurel.core.verification import AsOfError, read_at

    try:
        return read_at(text, now)
    except AsOfError as error:
        raise CommandFailed(printable(str(error)), code=NOT_READ) from error


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
        say(f"{mark(check.outcome)} {check.check:{width}}  {printable(check.detail)}")
        if "says" in check.params and check.outcome in {"pass", "warn"}:
            say(f"  {'':{width}}  “{printable(check.params['says'])}”")
    when = f" as of {report.at:%Y-%m-%d %H:%M} UTC" if report.at else ""
    say(f"Verified{when}." if report.verified else f"Not verified{when}.")
