"""What is wrong with an export or a line of it, in the reader's language: the core's sentences, to be translated."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.issuing.roster_words import PARTS as TABLE_PARTS
from openlaurel.apps.issuing.roster_words import REASONS as TABLE_REASONS
from openlaurel.apps.issuing.roster_words import words_of_error as words_of_table
from openlaurel.core.moves import MovesError
from openlaurel.core.rosters import RostersError

REASONS = {
    "no_date": gettext_lazy("The date of issue is missing."),
    "formula": gettext_lazy("“%(value)s” begins like a formula of a spreadsheet. Correct it in the file."),
    "no_definition": gettext_lazy("It doesn't say for what it was given."),
    "definition_missing": gettext_lazy(
        "The definition that it names isn't in the export: %(value)s. Add that file."
    ),
    "twice": gettext_lazy("The same badge stands at %(place)s already."),
    "unreadable": gettext_lazy("It can't be read: %(fault)s"),
    "not_a_badge": gettext_lazy("It is neither a badge nor a definition."),
    "too_large": gettext_lazy("It has %(found)s bytes; at most %(most)s are read."),
    "nested": gettext_lazy("It is an archive in an archive, which isn't unpacked."),
    # what only this site knows
    "imported_before": gettext_lazy("It was imported before."),
    "issued_here": gettext_lazy("Your organisation issued the same badge to this address on that day."),
    "picture": gettext_lazy("Its picture was left out: %(fault)s"),
    "draft": gettext_lazy("No draft could be made of it: %(fault)s"),
    "erased": gettext_lazy("This person had their data erased."),
}

FAULTS = {
    "NothingInIt": gettext_lazy(
        "There is no badge and no definition in %(file)s. Choose the file as the platform exported it."
    ),
    "NotAnExport": gettext_lazy(
        "%(file)s is of a kind that isn't read. Give CSV, Excel, JSON, PNG, SVG or a ZIP of them."
    ),
    "UnknownShape": gettext_lazy(
        "%(file)s isn't in the form of a platform that is known. It has: %(found)s."
    ),
    "SeveralPlatforms": gettext_lazy(
        "These are exports of several platforms at once: %(platforms)s. Import them one after the other."
    ),
    "DatesOpen": gettext_lazy(
        "“%(example)s” in %(file)s can be read in two ways. Say whether the day or the month comes first."
    ),
    "ArchiveTooLarge": gettext_lazy(
        "Unpacked, the archive has %(found)s %(unit)s; at most %(most)s are read. Split it into several."
    ),
    "UnsafePath": gettext_lazy(
        "The archive holds a file that points out of it: %(file)s. Pack the export anew, without such files."
    ),
    "SameFileTwice": gettext_lazy("The file %(file)s is there twice. Keep the one that you mean."),
    "DamagedArchive": gettext_lazy("The archive is damaged or was changed at %(file)s. Export it again."),
    "NewerFormat": gettext_lazy(
        "The archive has format %(found)s; up to %(most)s is read here. Upgrade this site first."
    ),
}
PARTS = TABLE_PARTS | {"files": gettext_lazy("files")}


def words_of_error(error: MovesError | RostersError) -> str:
    """This function will say what is wrong with a file."""
    if isinstance(error, RostersError):
        return words_of_table(error)
    params = {name: str(PARTS.get(value, value)) for name, value in error.params.items()}
    return str(FAULTS[type(error).__name__]) % params


def words_of_reason(code: str, params: Mapping[str, Any]) -> str:
    """This function will say why a line is refused; nothing where it isn't."""
    if not code:
        return ""
    known = (TABLE_REASONS | REASONS).get(code)
    return str(known) % params if known is not None else _("It can't be imported.")
