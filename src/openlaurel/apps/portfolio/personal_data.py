"""What portfolios and collections hold about a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import PersonalData
from openlaurel.apps.portfolio.cards import erase_cards
from openlaurel.apps.portfolio.models import Collection, Entry, FormerHandle, Portfolio
from openlaurel.apps.portfolio.queries import placed_refs

FIELDS = (
    "handle", "name", "headline", "place", "statement", "language", "links", "email", "phone", "theme", "colour",
    "is_published", "is_findable", "offers_resume", "created_at", "changed_at",
)  # fmt: skip
ENTRY_FIELDS = ("kind", "title", "organisation", "url", "text", "starts", "ends")


def export(account: Account) -> PersonalData:
    """This function will return a person's portfolio with its entries, and their collections; badges by what names them."""
    return PersonalData(
        {
            "portfolios": _portfolios(account),
            "portfolio_entries": _entries(account),
            "former_handles": FormerHandle.objects.filter(portfolio__account=account).values(
                "handle", "left_at"
            ),
            "collections": _collections(account),
        }
    )


def erase(account: Account, now: datetime) -> None:
    """This function will delete a person's portfolio and collections."""
    erase_cards(account, now)
    Collection.objects.filter(account=account).delete()
    Portfolio.objects.filter(account=account).delete()


def _portfolios(account: Account) -> Iterator[dict[str, Any]]:
    for portfolio in Portfolio.objects.filter(account=account):
        fields = {name: getattr(portfolio, name) for name in FIELDS}
        yield fields | {"badges": placed_refs(portfolio.badges.all())}


def _entries(account: Account) -> Iterator[dict[str, Any]]:
    for entry in Entry.objects.filter(portfolio__account=account).prefetch_related("badges"):
        fields = {name: getattr(entry, name) for name in ENTRY_FIELDS}
        yield fields | {"badges": placed_refs(entry.badges.all())}


def _collections(account: Account) -> Iterator[dict[str, Any]]:
    for collection in Collection.objects.filter(account=account).prefetch_related("badges"):
        yield {
            "id": collection.pk,
            "name": collection.name,
            "text": collection.text,
            "visibility": collection.visibility,
            "created_at": collection.created_at,
            "badges": placed_refs(collection.badges.all()),
        }
