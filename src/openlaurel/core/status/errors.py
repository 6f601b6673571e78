"""StatusError is the base; the message says what is wrong with the list or the entry."""


class StatusError(Exception):
    """A status list or a status entry can't be used."""
