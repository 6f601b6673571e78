"""Rosters: lists of people as spreadsheets and other platforms write them, read row by row."""

from openlaurel.core.rosters.columns import Field, Recognition, recognise
from openlaurel.core.rosters.decoding import MAX_BYTES
from openlaurel.core.rosters.errors import (
    ColumnsMissing,
    LineTooLong,
    NoHeader,
    NoRows,
    NotATable,
    OpenQuotation,
    RostersError,
    RosterTooLarge,
    SeveralSheets,
)
from openlaurel.core.rosters.people import REASONS, Fault, Person, read_people
from openlaurel.core.rosters.table import MAX_ROWS, Table, TableRow, read_table
from openlaurel.core.rosters.workbook import as_csv

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "REASONS",
    "ColumnsMissing",
    "Fault",
    "Field",
    "LineTooLong",
    "NoHeader",
    "NoRows",
    "NotATable",
    "OpenQuotation",
    "Person",
    "Recognition",
    "RosterTooLarge",
    "RostersError",
    "SeveralSheets",
    "Table",
    "TableRow",
    "as_csv",
    "read_people",
    "read_table",
    "recognise",
]
