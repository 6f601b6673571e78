"""What can be wrong with a roster as a whole. What is wrong with one row is a Fault, and the others are read.

RostersError
├── RosterTooLarge     more bytes or rows than are read
├── LineTooLong        a line that can't be a row of a table
├── NotATable          a picture, an archive, an old workbook
├── SeveralSheets      a workbook with people on more than one sheet
├── NoHeader           the first line doesn't name the columns
├── NoRows             a header and nothing below it
├── OpenQuotation      a quotation mark that is never closed
└── ColumnsMissing     no column is known to hold the address or the name
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class RostersError(Exception):
    """Base of the package's errors. `template % params` is the message, so that it can be translated."""

    template: ClassVar[str] = ""

    def __init__(self, **params: Any) -> None:
        super().__init__(self.template % params)
        self.params: Mapping[str, Any] = params


class RosterTooLarge(RostersError):
    template = "The file has %(found)s %(unit)s; at most %(most)s are read. Split it into several files."


class LineTooLong(RostersError):
    template = "Line %(line)s has %(length)s characters, which no list of people has. Save the file as CSV, one person a line."


class NotATable(RostersError):
    template = "The file is %(kind)s. Open it in a spreadsheet and save it as an Excel workbook (.xlsx) or as CSV (UTF-8)."


class SeveralSheets(RostersError):
    template = "The workbook has people on several sheets: %(sheets)s. Save the one that you mean in a file of its own."


class NoHeader(RostersError):
    template = "The first line must name the columns, such as “Recipient Email” and “Recipient Name”. Add it above line %(line)s."


class NoRows(RostersError):
    template = "The file names no people: below the line with the column names there is nothing."


class OpenQuotation(RostersError):
    template = "A quotation mark that opens in line %(line)s is never closed. Close it, or write it twice inside a field."


class ColumnsMissing(RostersError):
    template = "No column is chosen for %(field)s. The file has the columns %(headers)s."
