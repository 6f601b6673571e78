"""Open Badges of older versions, for reading only."""

from openlaurel.core.openbadges.legacy.comparing import (
    is_weakly_hashed,
    recipient_identity,
    same_content,
    without_revocation,
)
from openlaurel.core.openbadges.legacy.errors import (
    BadIssuerDocument,
    BadRevocationList,
    BadSignedAssertion,
    LegacyError,
    NotAnAssertion,
)
from openlaurel.core.openbadges.legacy.model import Assertion, BadgeClass, LegacyIssuer, Reference
from openlaurel.core.openbadges.legacy.rsa import LegacyKey, SignedAssertion, parse_signed
from openlaurel.core.openbadges.legacy.v2 import (
    is_v2,
    read_assertion,
    read_badge_class,
    read_issuer,
    read_key,
    read_revoked,
)

__all__ = [
    "Assertion",
    "BadIssuerDocument",
    "BadRevocationList",
    "BadSignedAssertion",
    "BadgeClass",
    "LegacyError",
    "LegacyIssuer",
    "LegacyKey",
    "NotAnAssertion",
    "Reference",
    "SignedAssertion",
    "is_v2",
    "is_weakly_hashed",
    "parse_signed",
    "read_assertion",
    "read_badge_class",
    "read_issuer",
    "read_key",
    "read_revoked",
    "recipient_identity",
    "same_content",
    "without_revocation",
]
