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

__all__ = [
    "Reconciled",
    "Refusals",
    "definitions_of",
    "find_imported",
    "get_archive",
    "get_import",
    "imported_about",
    "imported_of",
    "imported_url",
    "is_active",
    "list_archives",
    "list_imported",
    "list_imports",
    "moved_addresses",
    "reconcile",
    "refusals_of",
    "subject_archives",
    "subject_imports",
]
