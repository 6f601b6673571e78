"""What can go wrong with a bulk action.

DeskError
├── InvalidAction          a field can't be used; `problems` maps it to what to do
├── ActionNotPossibleNow   the action's state doesn't allow it
└── KeyUsedForAnother      the idempotency key belongs to an action that was asked for in other words
"""

from collections.abc import Mapping


class DeskError(Exception):
    """It can't be done as asked; the message says why and what to do."""


class InvalidAction(DeskError):
    """A bulk action can't be made of these values: `problems` maps a field to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class ActionNotPossibleNow(DeskError):
    """The action's state doesn't allow this."""


class KeyUsedForAnother(DeskError):
    """An idempotency key was used before, for an action that does something else."""
