"""What can go wrong when a profile is changed."""

from collections.abc import Mapping


class ProfileError(Exception):
    """A change can't be made; the message says why and what to do."""


class InvalidDetails(ProfileError):
    """Fields that can't be used: `problems` maps each field's name to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class LastOwner(ProfileError):
    """The organisation would be left without an owner."""


class InvitationUnusable(ProfileError):
    """The invitation was withdrawn, used or has run out."""


class WrongAddress(ProfileError):
    """The invitation was sent to an address that isn't one of the account's confirmed ones."""


class BadPicture(ProfileError):
    """An uploaded picture can't be used; the message says why and what to do."""


class KeyUsedForAnother(ProfileError):
    """An idempotency key was used before, for a request that says something else or whose result is gone."""
