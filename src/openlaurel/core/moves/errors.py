"""What can be wrong with an export as a whole. What is wrong with one line is a Refused, and the others are read.

MovesError
├── NothingInIt        no definition and no badge was found
├── NotAnExport        a file of a kind that no platform exports
├── UnknownShape       JSON or a table that isn't of a known platform
├── SeveralPlatforms   files of several platforms at once
├── DatesOpen          dates that can be read in two ways, and nobody has said how
├── ArchiveTooLarge    more files or more bytes than are unpacked, or packed tighter than files are
├── UnsafePath         a file that would be written outside of the archive's folder
├── SameFileTwice      two files of one name
├── DamagedArchive     an archive that can't be unpacked, or was changed after it was made
└── NewerFormat        an archive of a later version of this program
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class MovesError(Exception):
    """Base of the package's errors. `template % params` is the message, so that it can be translated."""

    template: ClassVar[str] = ""

    def __init__(self, **params: Any) -> None:
        super().__init__(self.template % params)
        self.params: Mapping[str, Any] = params


class NothingInIt(MovesError):
    template = "There is no badge and no definition in %(file)s. Choose the file as the platform exported it."


class NotAnExport(MovesError):
    template = "%(file)s is of a kind that isn't read. Give CSV, Excel, JSON, PNG, SVG or a ZIP of them."


class UnknownShape(MovesError):
    template = "%(file)s isn't in the form of a platform that is known. It has: %(found)s."


class SeveralPlatforms(MovesError):
    template = (
        "These are exports of several platforms at once: %(platforms)s. Import them one after the other."
    )


class DatesOpen(MovesError):
    template = (
        "“%(example)s” in %(file)s can be read in two ways. Say whether the day or the month comes first."
    )


class ArchiveTooLarge(MovesError):
    template = (
        "Unpacked, the archive has %(found)s %(unit)s; at most %(most)s are read. Split it into several."
    )


class UnsafePath(MovesError):
    template = (
        "The archive holds a file that points out of it: %(file)s. Pack the export anew, without such files."
    )


class SameFileTwice(MovesError):
    template = "The file %(file)s is there twice. Keep the one that you mean."


class DamagedArchive(MovesError):
    template = "The archive is damaged or was changed at %(file)s. Export it again."


class NewerFormat(MovesError):
    template = "The archive has format %(found)s; up to %(most)s is read here. Upgrade this site first."
