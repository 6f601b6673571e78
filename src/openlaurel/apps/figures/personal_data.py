"""What the figures hold about a person: when each of their badges was first shared, seen and verified; which they get."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.figures.models import Reach, ReportReader
from openlaurel.apps.issuing.queries import awards_about


def export(account: Account) -> PersonalData:
    """This function will return the days of each badge of a person, and which figures they get by mail."""
    return PersonalData({"reach": _days(account), "figures_by_mail": _plans(account)})


def erase(account: Account, now: datetime) -> None:
    """This function will leave the days as they are: once the awards name nobody, they are nobody's, and still counted.

    Figures are mailed to the account no more.
    """
    ReportReader.objects.filter(account=account).delete()


def _days(account: Account) -> Iterator[dict[str, Any]]:
    for row in Reach.objects.filter(award__in=awards_about(account)).order_by("award_id"):
        yield {
            "award": row.award_id,
            "shared_on": row.shared_on,
            "viewed_on": row.viewed_on,
            "verified_on": row.verified_on,
        }


def _plans(account: Account) -> Iterator[dict[str, Any]]:
    rows = ReportReader.objects.filter(account=account).select_related("plan__organisation")
    for row in rows.order_by("pk"):
        yield {
            "organisation": row.plan.organisation.name,
            "rhythm": row.plan.rhythm,
            "stopped_at": row.stopped_at,
        }
