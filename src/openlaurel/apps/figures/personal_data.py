"""What the figures hold about a person: on which day each of their badges was first shared, seen and verified."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.figures.models import Reach
from openlaurel.apps.issuing.queries import awards_about


def export(account: Account) -> PersonalData:
    """This function will return the days of each badge of a person."""
    return PersonalData({"reach": _days(account)})


def erase(account: Account, now: datetime) -> None:
    """This function will leave the days as they are: once the awards name nobody, they are nobody's, and still counted."""


def _days(account: Account) -> Iterator[dict[str, Any]]:
    for row in Reach.objects.filter(award__in=awards_about(account)).order_by("award_id"):
        yield {
            "award": row.award_id,
            "shared_on": row.shared_on,
            "viewed_on": row.viewed_on,
            "verified_on": row.verified_on,
        }
