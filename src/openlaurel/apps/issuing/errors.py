"""What can go wrong when somebody issues, accepts or revokes a badge.

IssuingError
├── InvalidAward           a field can't be used; `problems` maps it to what to do
├── NotIssuable            this definition can't be issued now
├── HeldAlready            the recipient holds the badge, and a second one is refused
├── KeyUsedForAnother      the idempotency key belongs to another badge
├── NotPossibleNow         the award's state doesn't allow it
├── RosterUnusable         the file can't be read as a roster
├── BatchNotPossibleNow    the batch's state doesn't allow it
├── InvalidKeyRevocation   a signing key can't be revoked like this; `problems` maps a field to what to do
└── KeyNotPossibleNow      the signing keys' state doesn't allow it
"""

from collections.abc import Mapping


class IssuingError(Exception):
    """It can't be done as asked; the message says why and what to do."""


class InvalidAward(IssuingError):
    """An award can't be made of these values: `problems` maps a field to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class NotIssuable(IssuingError):
    """The definition is a draft, or lacks what a badge must say."""


class HeldAlready(IssuingError):
    """The recipient holds this badge, and its micro-credential refuses a second one."""


class KeyUsedForAnother(IssuingError):
    """An idempotency key was used before, for a badge that says something else."""


class NotPossibleNow(IssuingError):
    """The award's state doesn't allow this."""


class RosterUnusable(IssuingError):
    """The file can't be read as a roster at all; rows with faults are no reason for this."""


class BatchNotPossibleNow(IssuingError):
    """The batch's state doesn't allow this."""


class InvalidKeyRevocation(IssuingError):
    """A signing key can't be revoked like this: `problems` maps a field to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class KeyNotPossibleNow(IssuingError):
    """The state of the organisation's signing keys doesn't allow this."""
