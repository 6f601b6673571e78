"""What is held about a person here: what they allowed other platforms, and which ones they connected."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.exchange.models import Access, Code, Connection, TransferItem


def export(account: Account) -> PersonalData:
    """This function will return what a person allowed other platforms, those that they connected, and what was moved.

    Tokens are no part of it: whoever has the copy could act for them there.
    """
    connections = Connection.objects.filter(account=account).values(
        "name", "api_url", "state", "scope", "registered_at", "connected_at", "expires_at"
    )
    transfers = (
        TransferItem.objects.filter(transfer__connection__account=account)
        .order_by("transfer__created_at", "number")
        .values(
            "transfer__connection__name",
            "transfer__direction",
            "transfer__created_at",
            "name",
            "outcome",
            "detail",
        )
    )
    return PersonalData({"platforms": _given(account), "connections": connections, "transfers": transfers})


def erase(account: Account, now: datetime) -> None:
    """This function will end and delete what a person allowed other platforms, and forget those that they connected."""
    Connection.objects.filter(account=account).delete()
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
