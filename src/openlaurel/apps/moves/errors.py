"""What can go wrong with moving in or out.

MovingError
├── ImportUnusable     the file can't be read; the message says what to do
└── MoveNotPossibleNow its state doesn't allow it
"""


class MovingError(Exception):
    """It can't be done as asked; the message says why and what to do."""


class ImportUnusable(MovingError):
    """A file can't be imported."""


class MoveNotPossibleNow(MovingError):
    """The state of the import, of the archive or of the signing doesn't allow this."""
