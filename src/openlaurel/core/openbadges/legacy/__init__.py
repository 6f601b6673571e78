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
from openlaurel.core.openbadges.legacy.model import Assertion, BadgeClass, LegacyIssuer, Reference, host_of
from openlaurel.core.openbadges.legacy.rsa import LegacyKey, SignedAssertion, parse_signed
from openlaurel.core.openbadges.legacy.v1 import read_moment
from openlaurel.core.openbadges.legacy.v2 import (
    VERSION,
    is_v2,
    read_assertion,
    read_badge_class,
    read_issuer,
    read_key,
    read_revoked,
)
from openlaurel.core.openbadges.legacy.versions import is_older, read_older, read_revocations

__all__ = [
    "VERSION",
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
    "host_of",
    "is_older",
    "is_v2",
    "is_weakly_hashed",
    "parse_signed",
    "read_assertion",
    "read_badge_class",
    "read_issuer",
    "read_key",
    "read_moment",
    "read_older",
    "read_revocations",
    "read_revoked",
    "recipient_identity",
    "same_content",
    "without_revocation",
]
