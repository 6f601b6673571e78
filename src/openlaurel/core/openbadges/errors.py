"""What can be wrong with a badge or its picture.

OpenBadgesError
├── BadDefinition       the badge can't be built from this
│   └── BadTerm         one of its terms, at `path`, can't be read or written
│       ├── MissingTerm     a required one is absent or empty
│       ├── UnknownTerm     it stands where only the standard's own terms may
│       ├── WrongKind       text, number, list or object where another is wanted
│       ├── UnknownWord     none of the words that the standard enumerates
│       ├── BadForm         a URI, date, language or JWT that isn't one
│       └── NestedTooDeep
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


class BadTerm(BadDefinition):
    """A term of a badge can't be read or written; `path` says where it stands, "" for the whole."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(f"{path[:300] or 'The document'}: {fault}.")
        self.path = path


class MissingTerm(BadTerm):
    """A required term is absent or empty."""


class UnknownTerm(BadTerm):
    """A term stands in an object that may only hold those of the standard."""


class WrongKind(BadTerm):
    """Text, a number, a list or an object stands where another of them is wanted."""


class UnknownWord(BadTerm):
    """A word is none of those that the standard enumerates."""


class BadForm(BadTerm):
    """A URI, a date, a language or a JWT hasn't the form of one."""


class NestedTooDeep(BadTerm):
    """Parts stand in parts deeper than is read."""


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
