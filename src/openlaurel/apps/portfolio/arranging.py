"""Badges of a list in order, changed by plain buttons: one up, one down, out, or others in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.portfolio.queries import in_order
from openlaurel.apps.portfolio.queries.placed import by_ref
from openlaurel.apps.wallet.held import HeldBadge, held_badges, shown_to_strangers


@dataclass(frozen=True)
class Row:
    """A badge in the list, and whether others see it there."""

    badge: HeldBadge
    is_shown: bool


@dataclass(frozen=True)
class Arrangement:
    """The badges of a list, and those that could be put into it."""

    rows: Sequence[Row]
    others: Sequence[HeldBadge]


def arrangement_of(
    account: Account, refs: Sequence[str], *, is_listed: bool = True, now: datetime
) -> Arrangement:
    """This function will return the list of `refs` as its holder arranges it; `is_listed` as in `shown_to_strangers`."""
    held = by_ref(held_badges(account, now=now))
    shown = {badge.ref for badge in shown_to_strangers(list(held.values()), is_listed=is_listed)}
    rows = [Row(badge, badge.ref in shown) for badge in in_order(refs, held)]
    return Arrangement(rows, [badge for ref, badge in held.items() if ref not in refs])


def rearranged(refs: Sequence[str], asked: QueryDict) -> tuple[list[str], str]:
    """This function will return the order after a button was pressed, and the badge to which the page goes back."""
    order = list(refs)
    for name, step in (("up", -1), ("down", 1)):
        ref = asked.get(name, "")
        if ref in order:
            place = order.index(ref)
            order.insert(max(0, min(len(order) - 1, place + step)), order.pop(place))
            return order, ref
    if (ref := asked.get("drop", "")) in order:
        order.remove(ref)
        return order, ""
    return [*order, *(ref for ref in asked.getlist("add") if ref not in order)], ""
