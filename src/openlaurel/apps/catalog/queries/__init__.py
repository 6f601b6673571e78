"""What others ask of the catalogue."""

from openlaurel.apps.catalog.queries.achievements import (
    OwnAchievement,
    artwork,
    get_own,
    get_published,
    get_version,
    list_own,
    public_versions,
    published_versions,
    skill_names,
)
from openlaurel.apps.catalog.queries.facts import Change, Fact, differences, facts_of, price_of, workload_of
from openlaurel.apps.catalog.queries.open_badges import achievement_of, achievement_url, version_url
from openlaurel.apps.catalog.queries.search import (
    Filters,
    catalogue_languages,
    catalogue_organisations,
    search_catalogue,
)
from openlaurel.apps.catalog.queries.types import type_name

__all__ = [
    "Change",
    "Fact",
    "Filters",
    "OwnAchievement",
    "achievement_of",
    "achievement_url",
    "artwork",
    "catalogue_languages",
    "catalogue_organisations",
    "differences",
    "facts_of",
    "get_own",
    "get_published",
    "get_version",
    "list_own",
    "price_of",
    "public_versions",
    "published_versions",
    "search_catalogue",
    "skill_names",
    "type_name",
    "version_url",
    "workload_of",
]
