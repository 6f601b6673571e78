"""What can go wrong with claim codes and what people ask for.

OffersError
├── InvalidOffer    fields can't be used; `problems` maps each to what to do
└── NotOffered      closed, full, decided already or otherwise not to be had now
"""

from collections.abc import Mapping


class OffersError(Exception):
    """It can't be done as asked; the message says why and what to do."""


class InvalidOffer(OffersError):
    """Values that can't be used: `problems` maps a field to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class NotOffered(OffersError):
    """What is asked for isn't to be had now."""
