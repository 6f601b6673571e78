"""Moving in and out: imports of what other platforms exported, what came of them, and archives of an organisation."""

from openlaurel.apps.moves.models.archives import Archive, ArchivePart, ArchiveState
from openlaurel.apps.moves.models.imported import ImportedAward, ImportedDefinition
from openlaurel.apps.moves.models.imports import Import, ImportRow, ImportState, RowState
from openlaurel.apps.moves.models.resigning import ResignedState, Resigning, ResigningItem, ResigningState

__all__ = [
    "Archive",
    "ArchivePart",
    "ArchiveState",
    "Import",
    "ImportRow",
    "ImportState",
    "ImportedAward",
    "ImportedDefinition",
    "ResignedState",
    "Resigning",
    "ResigningItem",
    "ResigningState",
    "RowState",
]
