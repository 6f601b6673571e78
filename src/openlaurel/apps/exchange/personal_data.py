"""What is held about a person here: what they allowed other platforms."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.exchange.models import Access, Code


def export(account: Account) -> PersonalData:
    """This function will return what a person allowed other platforms."""
    return PersonalData({"platforms": _given(account)})


def erase(account: Account, now: datetime) -> None:
    """This function will end and delete what a person allowed other platforms."""
    Code.objects.filter(account=account).delete()
    Access.objects.filter(account=account).delete()


def _given(account: Account) -> Iterator[dict[str, Any]]:
    for row in Access.objects.filter(account=account).select_related("platform").order_by("given_at"):
        yield {
            "platform": row.platform.name,
            "address": row.platform.client_uri,
            "scope": row.scope,
            "given_at": row.given_at,
            "used_at": row.used_at,
            "ended_at": row.ended_at,
        }
