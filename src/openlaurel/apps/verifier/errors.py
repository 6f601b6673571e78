"""What can keep a verification from being run at all. The sentences are English; `words` translates them for pages.

VerifierError
├── Unreadable         what was given isn't a badge
├── TooLarge           it has more bytes than are read
└── NotObtained        nothing could be got from the address that was given
"""


class VerifierError(Exception):
    """Nothing was verified; the message says why and what to do."""


class Unreadable(VerifierError):
    """What was given isn't a badge in a form that is read."""


class TooLarge(VerifierError):
    """What was given has more bytes than are read."""


class NotObtained(VerifierError):
    """There is no badge to be had at the address that was given."""
