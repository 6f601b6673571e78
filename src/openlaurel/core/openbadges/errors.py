"""What can be wrong with a badge or its picture.

OpenBadgesError
├── BadDefinition       the badge can't be built from this
└── BakingError
    ├── NotAnImage      neither PNG nor SVG
    ├── DamagedImage    the picture's structure is broken
    ├── UnsafeImage     the picture holds what a badge must not (entities, a compressed bomb)
    ├── NoCredential    a picture without a badge in it
    └── SeveralCredentials
"""


class OpenBadgesError(Exception):
    """Base of the package's errors."""


class BadDefinition(OpenBadgesError):
    """A required element is missing or has a wrong form."""


class BakingError(OpenBadgesError):
    """Base of what can go wrong with pictures."""


class NotAnImage(BakingError):
    """The bytes are neither PNG nor SVG."""


class DamagedImage(BakingError):
    """The picture's structure is broken."""


class UnsafeImage(BakingError):
    """The picture holds something that a badge must not."""


class NoCredential(BakingError):
    """The picture carries no badge."""


class SeveralCredentials(BakingError):
    """The picture carries more than one badge."""
