"""What can keep a verification from being run at all. The sentences are English; `words` translates them for pages.

VerifierError
├── Unreadable         what was given isn't a badge
├── TooLarge           it has more bytes than are read
└── NotObtained        nothing could be got from the address that was given

InquiryError           about verifying many at once; its message is in the reader's language
├── NothingGiven       there is nothing in it to verify, or too much
├── Busy               too many others are at it
└── NotPossibleNow     it isn't in the state for that
"""


class VerifierError(Exception):
    """Nothing was verified; the message says why and what to do."""


class Unreadable(VerifierError):
    """What was given isn't a badge in a form that is read."""


class TooLarge(VerifierError):
    """What was given has more bytes than are read."""


class NotObtained(VerifierError):
    """There is no badge to be had at the address that was given."""


class InquiryError(Exception):
    """Many can't be verified, or not be stopped or gone on with; the message says why and what to do."""


class NothingGiven(InquiryError):
    """There is nothing in what was given that could be verified, or more than is taken at once."""


class Busy(InquiryError):
    """Too many others are having badges verified."""


class NotPossibleNow(InquiryError):
    """The inquiry isn't in the state for that."""
