"""openlaurel account"""

import argparse
import sys

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "account",
        None,
        does="erase an account, or reset its second factor",
        example="openlaurel account erase ana@example.org",
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    erase = add_command(
        actions,
        "erase",
        run_erase,
        does="erase an account and what is kept about its person",
        more="Badges lose name and address, and their pages close; copies of them can still be verified.\n"
        "This can't be undone, except from a backup.",
        example="openlaurel account erase ana@example.org",
    )
    erase.add_argument("email", metavar="EMAIL", help="any address of the account")
    erase.add_argument("--yes", action="store_true", help="don't ask before it happens")
    reset = add_command(
        actions,
        "reset-two-factor",
        run_reset,
        does="remove the second factors of who lost theirs",
        more="Make sure in another way who asks: from then on the mailbox or the password is enough\n"
        "to sign in. Every session of the account ends.",
        example="openlaurel account reset-two-factor ana@example.org",
    )
    reset.add_argument("email", metavar="EMAIL", help="any address of the account")


def run_erase(options: argparse.Namespace) -> int:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()

    from django.utils import timezone

    from openlaurel.apps.accounts.queries import find_account
    from openlaurel.apps.accounts.services import CannotErase, erase_account

    account = find_account(options.email)
    if account is None:
        raise CommandFailed(f"There is no account with the address {options.email!r}.")
    if not options.yes and not _agreed(options.email):
        raise CommandFailed("Nothing was erased.")
    try:
        erase_account(account=account, by=None, now=timezone.now())
    except CannotErase as error:
        raise CommandFailed(error) from error
    print("The account is erased, with what was kept about its person.")
    return 0


def run_reset(options: argparse.Namespace) -> int:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()

    from django.utils import timezone

    from openlaurel.apps.accounts.queries import find_account
    from openlaurel.apps.accounts.services import reset_two_factor

    account = find_account(options.email)
    if account is None:
        raise CommandFailed(f"There is no account with the address {options.email!r}.")
    if not reset_two_factor(account=account, now=timezone.now()):
        raise CommandFailed("This account has no second factor.")
    print("The second factors are removed, and every session is ended.")
    return 0


def _agreed(email: str) -> bool:
    if not sys.stdin.isatty():
        raise CommandFailed("Add --yes to erase without being asked.")
    answer = input(f"Erase the account of {email} for good? Type its address again to go on: ")
    return answer.strip().lower() == email.strip().lower()
