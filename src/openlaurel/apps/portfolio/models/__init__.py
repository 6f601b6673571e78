"""What holders make of their badges for others: portfolios and collections."""

from openlaurel.apps.portfolio.models.collections import CollectedBadge, Collection
from openlaurel.apps.portfolio.models.placed import PlacedBadge
from openlaurel.apps.portfolio.models.portfolios import (
    Entry,
    EntryBadge,
    EntryKind,
    FormerHandle,
    Portfolio,
    PortfolioBadge,
    Theme,
)
from openlaurel.apps.portfolio.models.records import RecordKeeper

__all__ = [
    "CollectedBadge",
    "Collection",
    "Entry",
    "EntryBadge",
    "EntryKind",
    "FormerHandle",
    "PlacedBadge",
    "Portfolio",
    "PortfolioBadge",
    "RecordKeeper",
    "Theme",
]
