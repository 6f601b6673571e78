"""What can go wrong when the catalogue is changed."""

from collections.abc import Mapping


class CatalogError(Exception):
    """A change can't be made; the message says why and what to do."""


class InvalidDefinition(CatalogError):
    """Fields that can't be used: `problems` maps each field's name to what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class NotComplete(InvalidDefinition):
    """Fields that must be filled before a definition can be published."""


class NotADraft(CatalogError):
    """A published version was to be changed, or a draft was expected."""


class BadArtwork(CatalogError):
    """An uploaded picture can't be used."""
