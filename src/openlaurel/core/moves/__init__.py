"""Moving in and out: exports of other platforms read as claims, and our own archive."""

from openlaurel.core.moves.archive import MAX_FILES, MAX_UNPACKED, Sources, open_sources
from openlaurel.core.moves.errors import (
    ArchiveTooLarge,
    DamagedArchive,
    DatesOpen,
    MovesError,
    NewerFormat,
    NotAnExport,
    NothingInIt,
    SameFileTwice,
    SeveralPlatforms,
    UnknownShape,
    UnsafePath,
)
from openlaurel.core.moves.laurel import FORMAT, MANIFEST, VERSION
from openlaurel.core.moves.model import (
    PLATFORMS,
    REASONS,
    ClaimedAward,
    ClaimedDefinition,
    Export,
    Place,
    Refused,
)
from openlaurel.core.moves.reading import read_export
from openlaurel.core.moves.redirects import FORMATS

__all__ = [
    "FORMAT",
    "FORMATS",
    "MANIFEST",
    "MAX_FILES",
    "MAX_UNPACKED",
    "PLATFORMS",
    "REASONS",
    "VERSION",
    "ArchiveTooLarge",
    "ClaimedAward",
    "ClaimedDefinition",
    "DamagedArchive",
    "DatesOpen",
    "Export",
    "MovesError",
    "NewerFormat",
    "NotAnExport",
    "NothingInIt",
    "Place",
    "Refused",
    "SameFileTwice",
    "SeveralPlatforms",
    "Sources",
    "UnknownShape",
    "UnsafePath",
    "open_sources",
    "read_export",
]
