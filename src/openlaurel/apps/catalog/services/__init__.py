"""What changes in the catalogue: definitions, their versions and their artwork."""

from openlaurel.apps.catalog.services.artwork import preview_artwork, remove_artwork, upload_artwork
from openlaurel.apps.catalog.services.custom_fields import set_custom_fields
from openlaurel.apps.catalog.services.definitions import Definition, SkillClaim, definition_of
from openlaurel.apps.catalog.services.drafts import (
    define_achievement,
    discard_draft,
    edit_draft,
    start_version,
)
from openlaurel.apps.catalog.services.errors import (
    BadArtwork,
    CatalogError,
    InvalidDefinition,
    NotADraft,
    NotComplete,
)
from openlaurel.apps.catalog.services.families import (
    Look,
    change_family,
    create_family,
    delete_family,
    put_in_family,
)
from openlaurel.apps.catalog.services.publishing import (
    allow_suspension,
    archive_achievement,
    decide_duplicates,
    publish_version,
    restore_achievement,
)

__all__ = [
    "BadArtwork",
    "CatalogError",
    "Definition",
    "InvalidDefinition",
    "Look",
    "NotADraft",
    "NotComplete",
    "SkillClaim",
    "allow_suspension",
    "archive_achievement",
    "change_family",
    "create_family",
    "decide_duplicates",
    "define_achievement",
    "definition_of",
    "delete_family",
    "discard_draft",
    "edit_draft",
    "preview_artwork",
    "publish_version",
    "put_in_family",
    "remove_artwork",
    "restore_achievement",
    "set_custom_fields",
    "start_version",
    "upload_artwork",
]
