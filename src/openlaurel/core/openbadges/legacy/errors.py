"""What can be wrong with a badge of an older version.

LegacyError
├── NotAnAssertion      it isn't a badge of version 2.0, 1.1 or 1.0, or a required part is missing
├── BadSignedAssertion  the JWS is malformed, or signed in a way that isn't accepted
├── BadIssuerDocument   what the issuer publishes (badge class, profile, key) can't be used
└── BadRevocationList
"""

from openlaurel.core.openbadges.errors import OpenBadgesError


class LegacyError(OpenBadgesError):
    """Base of the package's errors."""


class NotAnAssertion(LegacyError):
    """The document isn't a badge of an older version that is read, or lacks a required part."""


class BadSignedAssertion(LegacyError):
    """The JWS can't be read, or asks for something that isn't allowed."""


class BadIssuerDocument(LegacyError):
    """A badge class, a profile or a key can't be read, or is another than the one that was named."""


class BadRevocationList(LegacyError):
    """The list of revoked badges can't be read, or is another issuer's."""
