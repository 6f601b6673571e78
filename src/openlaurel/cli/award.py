"""openlaurel award"""

import argparse

from openlaurel.cli.errors import CommandFailed
from openlaurel.cli.parsers import Subparsers, add_command


def add_parser(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "award",
        None,
        does="revoke a badge",
        example='openlaurel award revoke AWARD --reason "Issued to the wrong person."',
    )
    actions = parser.add_subparsers(title="what to do", metavar="ACTION", required=True)
    revoke = add_command(
        actions,
        "revoke",
        run_revoke,
        does="revoke a badge for good",
        more="From then on it fails every verification. This can't be undone; a new badge can be issued.",
        example='openlaurel award revoke 0b1c2d3e-… --reason "Issued to the wrong person."',
    )
    revoke.add_argument("award", metavar="AWARD", help="the address of its page, or the id in it")
    revoke.add_argument("--reason", required=True, help="why; whoever opens the badge's page reads it")


def run_revoke(options: argparse.Namespace) -> int:
    from openlaurel.cli.loading import load_django, require_database

    load_django()
    require_database()

    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from openlaurel.apps.issuing.models import Award
    from openlaurel.apps.issuing.services import IssuingError, revoke_award
    from openlaurel.apps.profiles.policies import INSTALLATION

    award_id = options.award.rstrip("/").rpartition("/")[2].removesuffix(".json")
    try:
        award = Award.objects.select_related("organisation", "version").get(id=award_id)
    except (Award.DoesNotExist, ValidationError):
        raise CommandFailed(
            f"There is no badge {options.award!r} here. Give the address of its page, …/awards/…, or the id in it."
        ) from None
    try:
        revoke_award(award=award, reason=options.reason, by=INSTALLATION, now=timezone.now())
    except IssuingError as error:
        raise CommandFailed(error) from error
    print(f"Revoked “{award.version.name}” of {award.recipient}. Every verifier sees it within a minute.")
    return 0
