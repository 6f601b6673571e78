"""Open Badges 3.0: building, signing in bulk, baking, and recipients by hash."""

from openlaurel.core.openbadges.baking import PNG_SIGNATURE, bake_png, unbake, unbake_png
from openlaurel.core.openbadges.builder import build_credential, utc
from openlaurel.core.openbadges.bulk import PROOF_PATHS, BulkSigner
from openlaurel.core.openbadges.errors import (
    BadDefinition,
    BakingError,
    DamagedImage,
    NoCredential,
    NotAnImage,
    OpenBadgesError,
    SeveralCredentials,
    UnsafeImage,
)
from openlaurel.core.openbadges.identity import EMAIL, NAME, IdentityObject, hash_identity, identity_matches
from openlaurel.core.openbadges.model import (
    ACHIEVEMENT_TYPES,
    Achievement,
    Alignment,
    Evidence,
    Image,
    Profile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from openlaurel.core.openbadges.moulds import cast, pour
from openlaurel.core.openbadges.svg import MAX_IMAGE_BYTES, bake_svg, looks_like_svg, unbake_svg

__all__ = [
    "ACHIEVEMENT_TYPES",
    "EMAIL",
    "MAX_IMAGE_BYTES",
    "NAME",
    "PNG_SIGNATURE",
    "PROOF_PATHS",
    "Achievement",
    "Alignment",
    "BadDefinition",
    "BakingError",
    "BulkSigner",
    "DamagedImage",
    "Evidence",
    "IdentityObject",
    "Image",
    "NoCredential",
    "NotAnImage",
    "OpenBadgesError",
    "Profile",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "SeveralCredentials",
    "UnsafeImage",
    "bake_png",
    "bake_svg",
    "build_credential",
    "cast",
    "hash_identity",
    "identity_matches",
    "looks_like_svg",
    "pour",
    "unbake",
    "unbake_png",
    "unbake_svg",
    "utc",
]
