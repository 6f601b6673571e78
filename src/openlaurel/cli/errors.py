"""How a command ends when it can't do what was asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from openlaurel.adapters.backups import BackupError
from openlaurel.adapters.contexts import BundleError
from openlaurel.adapters.installation import InstallationError


class CommandFailed(Exception):
    """The message, one line where it can be, says what happened, why, and what to do."""

    def __init__(self, message: object, code: int = 1) -> None:
        super().__init__(str(message))
        self.code = code


@contextmanager
def told_plainly() -> Iterator[None]:
    """This function will turn the errors that an operator causes and mends into CommandFailed."""
    try:
        yield
    except (InstallationError, BackupError, BundleError) as error:
        raise CommandFailed(error) from error
