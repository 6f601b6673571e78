"""What a portfolio and a collection show, to their person and to others."""

from openlaurel.apps.portfolio.queries.collections import (
    CollectionPage,
    collection_page,
    collections_of,
    get_collection,
)
from openlaurel.apps.portfolio.queries.pages import (
    PortfolioPage,
    ShownEntry,
    find_portfolio,
    portfolio_of,
    portfolio_page,
    portfolio_url,
)
from openlaurel.apps.portfolio.queries.placed import in_order, placed_refs
from openlaurel.apps.portfolio.queries.skills import ProvenSkill, proven_skills

__all__ = [
    "CollectionPage",
    "PortfolioPage",
    "ProvenSkill",
    "ShownEntry",
    "collection_page",
    "collections_of",
    "find_portfolio",
    "get_collection",
    "in_order",
    "placed_refs",
    "portfolio_of",
    "portfolio_page",
    "portfolio_url",
    "proven_skills",
]
