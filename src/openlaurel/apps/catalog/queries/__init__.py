"""What others ask of the catalogue."""

from openlaurel.apps.catalog.queries.achievements import (
    artwork,
    earnable_among,
    get_published,
    get_version,
    names_of,
    proving,
    public_versions,
    published_versions,
    required_by,
    skill_names,
)
from openlaurel.apps.catalog.queries.facts import Change, Fact, differences, facts_of, price_of, workload_of
from openlaurel.apps.catalog.queries.frameworks import Framework, written_as
from openlaurel.apps.catalog.queries.open_badges import achievement_of, achievement_url, version_url
from openlaurel.apps.catalog.queries.results import ResultFact, results_of
from openlaurel.apps.catalog.queries.search import (
    PAGE_SIZE,
    Filters,
    catalogue_languages,
    catalogue_organisations,
    found_versions,
    search_catalogue,
)
from openlaurel.apps.catalog.queries.types import type_name
from openlaurel.apps.catalog.queries.workspace import (
    Check,
    HeldVersion,
    OwnAchievement,
    check_list,
    count_own,
    draft_artwork,
    get_own,
    list_own,
    versions_held,
)

__all__ = [
    "PAGE_SIZE",
    "Change",
    "Check",
    "Fact",
    "Filters",
    "Framework",
    "HeldVersion",
    "OwnAchievement",
    "ResultFact",
    "achievement_of",
    "achievement_url",
    "artwork",
    "catalogue_languages",
    "catalogue_organisations",
    "check_list",
    "count_own",
    "differences",
    "draft_artwork",
    "earnable_among",
    "facts_of",
    "found_versions",
    "get_own",
    "get_published",
    "get_version",
    "list_own",
    "names_of",
    "price_of",
    "proving",
    "public_versions",
    "published_versions",
    "required_by",
    "results_of",
    "search_catalogue",
    "skill_names",
    "type_name",
    "version_url",
    "versions_held",
    "workload_of",
    "written_as",
]
