"""What can be wrong with a definition before any framework is asked."""


class FrameworkError(Exception):
    """A definition can't be written out."""


class NotADefinition(FrameworkError):
    """The definition lacks what every framework stands on: an address, a name or a language."""
