"""What challenges hold about a person: who asked about their badges, and whether they answered."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.challenges.models import Challenge
from openlaurel.apps.issuing.queries import awards_about


def export(account: Account) -> PersonalData:
    """This function will return the questions that were asked about a person's badges."""
    return PersonalData({"challenges": _asked(account)})


def erase(account: Account, now: datetime) -> None:
    """This function will delete the questions that were asked about a person's badges."""
    Challenge.objects.filter(award__in=awards_about(account)).delete()


def _asked(account: Account) -> Iterator[dict[str, Any]]:
    for row in Challenge.objects.filter(award__in=awards_about(account)).order_by("asked_at"):
        yield {
            "award": row.award_id,
            "asker": row.asker,
            "asked_at": row.asked_at,
            "answered_at": row.answered_at,
            "proof": row.proof,
        }
