"""What is wrong with a roster or a row of it, in the reader's language: the core's sentences, to be translated."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.issuing.models import BatchRow
from openlaurel.core.rosters import Field, Order, RostersError

REASONS = {
    "too_many_cells": gettext_lazy(
        "The row has %(found)s cells, the header %(wanted)s. Put fields with a comma in quotation marks."
    ),
    "no_email": gettext_lazy("The e-mail address is missing."),
    "bad_email": gettext_lazy("“%(value)s” is not an e-mail address."),
    "no_name": gettext_lazy("The name is missing."),
    "long_name": gettext_lazy("The name has %(length)s characters; at most 200 are allowed."),
    "odd_name": gettext_lazy(
        "The name holds an invisible control character or a letter that was lost in saving."
    ),
    "address_as_name": gettext_lazy(
        "The name “%(value)s” looks like an e-mail address. Are the columns swapped?"
    ),
    "bad_date": gettext_lazy("“%(value)s” in the column %(column)s is not a date. Write it like 2026-04-30."),
    "ambiguous_date": gettext_lazy(
        "“%(value)s” in the column %(column)s can be read in two ways. Write it like 2026-04-30."
    ),
    "ends_before": gettext_lazy("It would end on %(end)s, before it begins on %(start)s."),
    "bad_url": gettext_lazy(
        "“%(value)s” is not a web address. Write it in full, like https://example.org/report."
    ),
    "control_character": gettext_lazy("The column %(column)s holds an invisible control character."),
    "formula": gettext_lazy(
        "“%(value)s” in the column %(column)s is a formula, not a value. Save the file with its values."
    ),
    "duplicate": gettext_lazy("The e-mail address is the same as in line %(line)s."),
    "duplicate_id": gettext_lazy("The id “%(value)s” is the same as in line %(line)s."),
    # what only this site knows
    "erased": gettext_lazy("This person had their data erased."),
    "holds_already": gettext_lazy("This person holds the badge already."),
}

FAULTS = {
    "RosterTooLarge": gettext_lazy(
        "The file has %(found)s %(unit)s; at most %(most)s are read. Split it into several files."
    ),
    "LineTooLong": gettext_lazy(
        "Line %(line)s has %(length)s characters, which no list of people has. Save the file as CSV, one person a line."
    ),
    "SeveralSheets": gettext_lazy(
        "The workbook has people on several sheets: %(sheets)s. Save the one that you mean in a file of its own."
    ),
    "NotATable": gettext_lazy(
        "The file is %(kind)s. Open it in a spreadsheet and save it as an Excel workbook (.xlsx) or as CSV (UTF-8)."
    ),
    "NoHeader": gettext_lazy(
        "The first line must name the columns, such as “Recipient Email” and “Recipient Name”. Add it above line %(line)s."
    ),
    "NoRows": gettext_lazy(
        "The file names no people: below the line with the column names there is nothing."
    ),
    "OpenQuotation": gettext_lazy(
        "A quotation mark that opens in line %(line)s is never closed. Close it, or write it twice inside a field."
    ),
    "ColumnsMissing": gettext_lazy(
        "No column is chosen for %(field)s. The file has the columns %(headers)s."
    ),
}
# Words that stand in the sentences above.
PARTS = {
    "bytes": gettext_lazy("bytes"),
    "rows": gettext_lazy("rows"),
    "the e-mail address": gettext_lazy("the e-mail address"),
    "the name": gettext_lazy("the name"),
    "an archive or a workbook of another kind": gettext_lazy("an archive or a workbook of another kind"),
    "an old Excel workbook": gettext_lazy("an old Excel workbook"),
    "a PDF": gettext_lazy("a PDF"),
    "a picture": gettext_lazy("a picture"),
    "a compressed file": gettext_lazy("a compressed file"),
    "binary data": gettext_lazy("binary data"),
    "damaged UTF-16 text": gettext_lazy("damaged UTF-16 text"),
}
FIELDS = {
    Field.EMAIL: gettext_lazy("E-mail address"),
    Field.NAME: gettext_lazy("Whole name"),
    Field.FIRST_NAME: gettext_lazy("First name"),
    Field.MIDDLE_NAME: gettext_lazy("Middle name"),
    Field.LAST_NAME: gettext_lazy("Last name"),
    Field.ISSUED_ON: gettext_lazy("Date of issue"),
    Field.EXPIRES_ON: gettext_lazy("Valid until"),
    Field.NARRATIVE: gettext_lazy("What the person did"),
    Field.EVIDENCE_NAME: gettext_lazy("Name of the evidence"),
    Field.EVIDENCE_URL: gettext_lazy("Address of the evidence"),
    Field.EVIDENCE_TEXT: gettext_lazy("Description of the evidence"),
    Field.RECIPIENT_ID: gettext_lazy("Your id of the person"),
    Field.LANGUAGE: gettext_lazy("Language of the mail"),
}
DATE_ORDERS = {
    Order.DAY_FIRST: gettext_lazy("The day comes first: 03/04/2026 is the 3rd of April"),
    Order.MONTH_FIRST: gettext_lazy("The month comes first: 03/04/2026 is the 4th of March"),
}
DIALECTS = {
    "credly": "Credly",
    "canvas": "Canvas Credentials",
    "accredible": "Accredible",
    "edubadges": "edubadges",
}


def words_of_error(error: RostersError) -> str:
    """This function will say what is wrong with a file."""
    known = FAULTS[type(error).__name__]
    return str(known) % {name: _part(value) for name, value in error.params.items()}


def words_of_row(row: BatchRow) -> str:
    """This function will say why a row is refused; nothing for one that isn't."""
    return words_of_reason(row.reason, row.reason_params) if row.reason else ""


def words_of_reason(code: str, params: Mapping[str, Any]) -> str:
    if code == "stated":
        return str(params["text"])
    known = REASONS.get(code)
    return str(known) % params if known is not None else _("It can't be issued.")


def _part(value: Any) -> str:
    return str(PARTS.get(value, value)) if isinstance(value, str) else str(value)
