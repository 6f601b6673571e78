"""What people see of moving: imports with their plans, what was imported, and where old addresses lead."""

from openlaurel.apps.moves.queries.archives import get_archive, list_archives, subject_archives
from openlaurel.apps.moves.queries.imported import (
    find_imported,
    imported_about,
    imported_of,
    imported_url,
    list_imported,
    moved_addresses,
)
from openlaurel.apps.moves.queries.imports import (
    Reconciled,
    Refusals,
    definitions_of,
    get_import,
    is_active,
    list_imports,
    reconcile,
    refusals_of,
    subject_imports,
)
from openlaurel.apps.moves.queries.resignings import (
    count_resigning,
    get_resigning,
    is_resigning_active,
    list_resignings,
    signable_definitions,
    subject_resignings,
)

__all__ = [
    "Reconciled",
    "Refusals",
    "count_resigning",
    "definitions_of",
    "find_imported",
    "get_archive",
    "get_import",
    "get_resigning",
    "imported_about",
    "imported_of",
    "imported_url",
    "is_active",
    "is_resigning_active",
    "list_archives",
    "list_imported",
    "list_imports",
    "list_resignings",
    "moved_addresses",
    "reconcile",
    "refusals_of",
    "signable_definitions",
    "subject_archives",
    "subject_imports",
    "subject_resignings",
]
