"""What can go wrong when a programme is changed."""

from collections.abc import Mapping


class ProgrammeError(Exception):
    """A change can't be made; the message says why and what to do."""


class InvalidProgramme(ProgrammeError):
    """Fields that can't be used: `problems` maps each field's name to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)
