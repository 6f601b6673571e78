"""What can be wrong with a key, a signature or a DID.

KeysError
├── BadKey
│   └── UnknownKey
├── BadSignature
├── SignerError
│   ├── SignerUnavailable
│   └── WrongSignature
└── BadDid
"""


class KeysError(Exception):
    """Base of the package's errors."""


class BadKey(KeysError):
    """The bytes are not a key of the expected kind."""


class UnknownKey(BadKey):
    """It may be a key, but of a kind that isn't understood or isn't expected here."""


class BadSignature(KeysError):
    """The signature was not made by this key over these bytes."""


class SignerError(KeysError):
    """What should have signed did not."""


class SignerUnavailable(SignerError):
    """It raised an error instead of answering, which is the cause of this one; asking again may help."""


class WrongSignature(SignerError):
    """It answered with something else than a signature by its key; asking again won't help."""


class BadDid(KeysError):
    """The DID or DID document can't be used; the message says why."""
