"""openlaurel key"""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime, time

from openlaurel.cli import api_key
from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.loading import find_organisation, load_django, require_database
from openlaurel.cli.parsers import Subparsers, add_command

KINDS = ("Ed25519", "P-256", "P-384")


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "key",
        None,
        does="manage the keys that sign badges, and API keys",
        example="openlaurel key list harbour",
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    listing = add_command(
        actions,
        "list",
        run_list,
        does="print an organisation's keys, the newest first",
        more="Each line: the key, its kind, its state, since and until when it signs.",
        example="openlaurel key list harbour",
    )
    rotate = add_command(
        actions,
        "rotate",
        run_rotate,
        does="make the next key; what the former one signed stays valid",
        more="It is published at once and signs an hour later, when verifiers know it.",
        example="openlaurel key rotate harbour",
    )
    rotate.add_argument("--kind", choices=KINDS, default=KINDS[0], help="Ed25519 unless given")
    revoke = add_command(
        actions,
        "revoke",
        run_revoke,
        does="publish that a key doesn't count from a day on",
        more=(
            "For a key that somebody else may have. What it signed on that day or later fails every\n"
            "verification, what it signed before holds with a warning. Another key signs at once.\n"
            "This can't be undone; it can be set to an earlier day."
        ),
        example='openlaurel key revoke z6Mk… --from 2026-11-03 --reason "A backup was stolen."',
    )
    for command in (listing, rotate):
        command.add_argument("organisation", metavar="ORGANISATION", help="its handle")
    api_key.add_actions(actions)
    revoke.add_argument("key", metavar="KEY", help="as `key list` prints it")
    revoke.add_argument(
        "--from", dest="since", required=True, metavar="DAY", help="such as 2026-11-03; it begins in UTC"
    )
    revoke.add_argument("--reason", required=True, help="why; the organisation's owners read it")


def run_list(options: argparse.Namespace) -> None:
    organisation = find_organisation(options.organisation)

    from django.utils import timezone

    from openlaurel.apps.issuing.queries import list_signing_keys

    for row in list_signing_keys(organisation, timezone.now()):
        until = f"{row.until:%Y-%m-%dT%H:%MZ}" if row.until else "-"
        since = f"{row.key.signs_from:%Y-%m-%dT%H:%MZ}"
        print(f"{row.key.public_multibase}  {row.kind}  {row.state.value}  {since}  {until}")


def run_rotate(options: argparse.Namespace) -> None:
    organisation = find_organisation(options.organisation)

    from django.utils import timezone

    from openlaurel.apps.issuing.services import KeyNotPossibleNow, rotate_signing_key
    from openlaurel.apps.profiles.policies import INSTALLATION

    try:
        key = rotate_signing_key(
            organisation=organisation, kind=options.kind, by=INSTALLATION, now=timezone.now()
        )
    except KeyNotPossibleNow as error:
        raise CommandFailed(error) from error
    print(f"{key.public_multibase} is published, and signs from {key.signs_from:%Y-%m-%d %H:%M} UTC on.")


def run_revoke(options: argparse.Namespace) -> None:
    since = _start_of(options.since)
    load_django()
    require_database()

    from django.utils import timezone

    from openlaurel.apps.issuing.models import SigningKey
    from openlaurel.apps.issuing.queries import count_signed
    from openlaurel.apps.issuing.services import IssuingError, revoke_signing_key
    from openlaurel.apps.profiles.policies import INSTALLATION

    multibase = options.key.rpartition("#")[2]
    key = SigningKey.objects.select_related("organisation").filter(public_multibase=multibase).first()
    if key is None:
        raise CommandFailed(f"There is no key {options.key!r} here. `openlaurel key list` prints them.")
    try:
        revoke_signing_key(key=key, since=since, reason=options.reason, by=INSTALLATION, now=timezone.now())
    except IssuingError as error:
        raise CommandFailed(error) from error
    count = count_signed(key, since)
    print(f"Revoked. Badges here that it signed since then, and that fail now: {count}. Another key signs.")


def _start_of(text: str) -> datetime:
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError
        return datetime.combine(day, time(), UTC)
    except ValueError:
        raise CommandFailed(f"{text!r} is not a day. Give it as in 2026-11-03.") from None
