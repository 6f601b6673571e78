"""Rosters: lists of people as spreadsheets and other platforms write them, read row by row."""

from openlaurel.core.rosters.columns import Field, Recognition, normalized, recognise, recognise_further
from openlaurel.core.rosters.dates import AmbiguousDate, BadDate, Order, order_of, read_moment
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
from openlaurel.core.rosters.people import (
    REASONS,
    Fault,
    Further,
    Person,
    RowRefused,
    open_dates,
    read_email,
    read_name,
    read_people,
    shown,
)
from openlaurel.core.rosters.table import MAX_ROWS, Table, TableRow, read_table
from openlaurel.core.rosters.workbook import as_csv

__all__ = [
    "MAX_BYTES",
    "MAX_ROWS",
    "REASONS",
    "AmbiguousDate",
    "BadDate",
    "ColumnsMissing",
    "Fault",
    "Field",
    "Further",
    "LineTooLong",
    "NoHeader",
    "NoRows",
    "NotATable",
    "OpenQuotation",
    "Order",
    "Person",
    "Recognition",
    "RosterTooLarge",
    "RostersError",
    "RowRefused",
    "SeveralSheets",
    "Table",
    "TableRow",
    "as_csv",
    "normalized",
    "open_dates",
    "order_of",
    "read_email",
    "read_moment",
    "read_name",
    "read_people",
    "read_table",
    "recognise",
    "recognise_further",
    "shown",
]
