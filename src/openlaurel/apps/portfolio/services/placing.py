"""Putting badges into an ordered list, and rows of any list into another order."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db import models

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.portfolio.models import PlacedBadge
from openlaurel.apps.wallet.held import AWARD, own_refs, parted

MOST_PLACED = 200

Row = TypeVar("Row", bound=models.Model)


def place_badges(
    *, model: type[PlacedBadge], parent: dict[str, models.Model], account: Account, refs: Sequence[str]
) -> list[str]:
    """This function will make a list hold these badges of `account` in this order, in the caller's transaction.

    Others' badges and repetitions are passed over, and what is more than MOST_PLACED; it returns what it holds then.
    """
    wanted = list(dict.fromkeys(refs))
    allowed = own_refs(account, wanted)
    kept = [ref for ref in wanted if ref in allowed][:MOST_PLACED]
    model._default_manager.filter(**parent).delete()
    model._default_manager.bulk_create(
        model(**parent, **_foreign_key(ref), position=place) for place, ref in enumerate(kept)
    )
    return kept


def moved(ids: Sequence[UUID], chosen: UUID, step: int) -> list[UUID]:
    """This function will return the ids in the order in which `chosen` went `step` places on, or back if it is negative."""
    order = list(ids)
    if chosen in order:
        place = order.index(chosen)
        order.insert(max(0, min(len(order) - 1, place + step)), order.pop(place))
    return order


def _foreign_key(ref: str) -> dict[str, UUID]:
    awards, kept = parted([ref])
    return {"award_id": awards.pop()} if ref.startswith(f"{AWARD}:") else {"kept_id": kept.pop()}
