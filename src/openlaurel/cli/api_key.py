"""openlaurel key api: the keys that programs sign in with."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from textwrap import fill
from typing import TYPE_CHECKING

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.loading import find_organisation
from openlaurel.cli.parsers import Subparsers, add_command

if TYPE_CHECKING:
    from openlaurel.apps.profiles.models import ApiKey


# For --help, which loads no Django; a test compares them with profiles.scopes.
SCOPES = (
    *("awards:read", "awards:issue", "awards:correct", "awards:suspend", "awards:revoke", "awards:bulk"),
    *("offers:manage", "applications:decide", "programmes:manage", "brand:manage"),
    *("mail:read", "mail:manage"),
    *("webhooks:manage", "figures:read", "figures:manage", "audit:read", "keys:rotate"),
)


def add_actions(subparsers: Subparsers) -> None:
    """This function will add what is done with API keys below `openlaurel key`."""
    parser = add_command(
        subparsers,
        "api",
        None,
        does="list, create, change, rotate or revoke the API keys of programs",
        example="openlaurel key api list harbour",
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    listing = add_command(
        actions,
        "list",
        run_list,
        does="print an organisation's API keys, the newest first",
        more="Each line: the beginning of the secret, state, last day, last use, scopes, name.",
        example="openlaurel key api list harbour",
    )
    create = add_command(
        actions,
        "create",
        run_create,
        does="make an API key and print its secret, once",
        more=f"Scopes: {fill(', '.join(SCOPES), 100)}.",
        example='openlaurel key api create harbour "Course platform" --scope awards:issue',
    )
    rotate = add_command(
        actions,
        "rotate",
        run_rotate,
        does="give an API key a new secret and print it, once",
        example="openlaurel key api rotate harbour olk_3kX9aQ2b --hours 24",
    )
    scopes = add_command(
        actions,
        "scopes",
        run_scopes,
        does="change what an API key may do, from its next request on",
        example="openlaurel key api scopes harbour olk_3kX9aQ2b --scope awards:read",
    )
    revoke = add_command(
        actions,
        "revoke",
        run_revoke,
        does="end an API key at once and for good",
        example="openlaurel key api revoke harbour olk_3kX9aQ2b",
    )
    for command in (listing, create, scopes, rotate, revoke):
        command.add_argument("organisation", metavar="ORGANISATION", help="its handle")
    create.add_argument("name", metavar="NAME", help="what will use it")
    for command in (create, scopes):
        command.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=SCOPES,
            metavar="SCOPE",
            help="what it may do, such as awards:read; may be given several times",
        )
    create.add_argument("--until", metavar="DAY", help="its last day in UTC, such as 2027-06-30")
    create.add_argument(
        "--network", action="append", default=[], metavar="NETWORK", help="accepted from there alone"
    )
    for command in (scopes, rotate, revoke):
        command.add_argument("prefix", metavar="KEY", help="as `key api list` prints it")
    rotate.add_argument(
        "--hours",
        type=int,
        default=24,
        metavar="N",
        help="how long the former secret works too; 24 unless given, 0 ends it",
    )


def run_list(options: argparse.Namespace) -> None:
    organisation = find_organisation(options.organisation)

    from django.utils import timezone

    from openlaurel.apps.profiles.queries import list_api_keys

    now = timezone.now()
    for key in list_api_keys(organisation):
        used = f"{key.last_used_at:%Y-%m-%dT%H:%MZ}" if key.last_used_at else "-"
        is_over = key.expires_at is not None and key.expires_at <= now
        state = "revoked" if key.revoked_at else "expired" if is_over else "active"
        print(f"{key.prefix}  {state}  {key.last_day or '-'}  {used}  {','.join(key.scopes)}  {key.name}")


def run_create(options: argparse.Namespace) -> None:
    organisation = find_organisation(options.organisation)

    from django.utils import timezone

    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import InvalidDetails, create_api_key

    try:
        _, secret = create_api_key(
            organisation=organisation,
            name=options.name,
            scopes=options.scope,
            expires_on=_day(options.until) if options.until else None,
            networks=options.network,
            by=INSTALLATION,
            now=timezone.now(),
        )
    except InvalidDetails as error:
        raise CommandFailed(error) from error
    print(secret)


def run_scopes(options: argparse.Namespace) -> None:
    key = _key(options)

    from django.utils import timezone

    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import InvalidDetails, change_scopes

    try:
        key = change_scopes(api_key=key, scopes=options.scope, by=INSTALLATION, now=timezone.now())
    except InvalidDetails as error:
        raise CommandFailed(error) from error
    print(f"{key.prefix}… may: {', '.join(key.scopes)}.")


def run_rotate(options: argparse.Namespace) -> None:
    key = _key(options)

    from django.utils import timezone

    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import InvalidDetails, rotate_api_key

    now = timezone.now()
    try:
        until = now + timedelta(hours=options.hours) if options.hours else None
        _, secret = rotate_api_key(api_key=key, former_until=until, by=INSTALLATION, now=now)
    except (InvalidDetails, OverflowError) as error:
        raise CommandFailed(error) from error
    print(secret)


def run_revoke(options: argparse.Namespace) -> None:
    key = _key(options)

    from django.utils import timezone

    from openlaurel.apps.profiles.policies import INSTALLATION
    from openlaurel.apps.profiles.services import revoke_api_key

    revoke_api_key(api_key=key, by=INSTALLATION, now=timezone.now())
    print(f"{key.prefix}… is revoked. Programs that use it are refused now.")


def _key(options: argparse.Namespace) -> ApiKey:
    organisation = find_organisation(options.organisation)

    from openlaurel.apps.profiles.queries import list_api_keys

    found = list(list_api_keys(organisation).filter(prefix=options.prefix.rstrip("…"))[:2])
    if len(found) != 1:
        raise CommandFailed(f"There is no one key {options.prefix!r}. `openlaurel key api list` prints them.")
    return found[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandFailed(f"{text!r} is not a day. Give it as in 2027-06-30.") from None
