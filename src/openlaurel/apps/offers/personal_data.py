"""What offers hold about a person: what they asked for by a claim code."""

from datetime import datetime

from django.db.models import Q, QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.offers.models import Redemption


def export(account: Account) -> PersonalData:
    """This function will return what a person asked for by claim codes, and what they were answered."""
    fields = (
        "claim_code__organisation__name",
        "email",
        "name",
        "state",
        "asked_at",
        "confirmed_at",
        "answer",
    )
    return PersonalData({"redemptions": _redemptions(account).values(*fields)})


def erase(account: Account, now: datetime) -> None:
    """This function will forget what a person asked for; the places that they took stay taken."""
    _redemptions(account).delete()


def _redemptions(account: Account) -> QuerySet[Redemption]:
    return Redemption.objects.filter(Q(account=account) | Q(email__in=confirmed_addresses(account)))
