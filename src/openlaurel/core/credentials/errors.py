"""What can be wrong with a document before anybody asks who signed it.

CredentialsError
├── TooLarge
├── TooDeep
├── NotJson
├── NotACredential
├── BadJwt
└── BadPresentation
"""


class CredentialsError(Exception):
    """Base of the package's errors."""


class TooLarge(CredentialsError):
    """The document has more bytes than are read."""


class TooDeep(CredentialsError):
    """The document is nested deeper than is read."""


class NotJson(CredentialsError):
    """The text isn't JSON, or it is ambiguous (a key that appears twice, NaN)."""


class NotACredential(CredentialsError):
    """The JSON isn't a Verifiable Credential of a version that is read."""


class BadJwt(CredentialsError):
    """The JWT is malformed, or asks for something that isn't allowed."""


class BadPresentation(CredentialsError):
    """The JWT is whole, but what it says isn't a presentation that its holder signed."""
