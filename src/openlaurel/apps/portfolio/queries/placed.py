"""Badges in the order in which their holder put them."""

from collections.abc import Iterable, Mapping, Sequence

from openlaurel.apps.portfolio.models import PlacedBadge
from openlaurel.apps.wallet.held import HeldBadge


def placed_refs(rows: Iterable[PlacedBadge]) -> list[str]:
    """This function will return by what forms name the badges of a list, in order."""
    return [row.ref for row in rows]


def by_ref(badges: Iterable[HeldBadge]) -> dict[str, HeldBadge]:
    """This function will return badges by what forms name them."""
    return {badge.ref: badge for badge in badges}


def in_order(refs: Sequence[str], badges: Mapping[str, HeldBadge]) -> list[HeldBadge]:
    """This function will return the badges that `refs` name, in that order; those that aren't there are left out."""
    return [badges[ref] for ref in refs if ref in badges]
