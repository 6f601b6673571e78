"""Why a badge isn't taken into a wallet."""


class WalletError(Exception):
    """Base of all; the message says what is wrong and what to do, in the reader's language."""


class NotYours(WalletError):
    """It names somebody else than the holder of the wallet."""


class NotABadge(WalletError):
    """It isn't a badge, or its signature doesn't hold."""


class KeptAlready(WalletError):
    """It is in the wallet already, since it was issued here."""


class TooMany(WalletError):
    """The wallet is full."""


class UndoneAlready(WalletError):
    """A change can be undone once."""


class ArchiveNotReady(WalletError):
    """It is being written, or isn't."""


class DidNotProved(WalletError):
    """A DID can't be added: it can't be read, or what was signed doesn't prove it."""
