"""From rows to people. A row that can't be used becomes a Fault with its line and reason; the others are read."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openlaurel.core.rosters.columns import Field
from openlaurel.core.rosters.dates import AmbiguousDate, BadDate, Order, order_of, read_moment
from openlaurel.core.rosters.errors import ColumnsMissing
from openlaurel.core.rosters.table import Table, TableRow

REASONS = {
    "too_many_cells": "The row has %(found)s cells, the header %(wanted)s. Put fields with a comma in quotation marks.",
    "no_email": "The e-mail address is missing.",
    "bad_email": "“%(value)s” is not an e-mail address.",
    "no_name": "The name is missing.",
    "long_name": "The name has %(length)s characters; at most 200 are allowed.",
    "odd_name": "The name holds an invisible control character or a letter that was lost in saving.",
    "address_as_name": "The name “%(value)s” looks like an e-mail address. Are the columns swapped?",
    "bad_date": "“%(value)s” in the column %(column)s is not a date. Write it like 2026-04-30.",
    "ambiguous_date": "“%(value)s” in the column %(column)s can be read in two ways. Write it like 2026-04-30.",
    "ends_before": "It would end on %(end)s, before it begins on %(start)s.",
    "bad_url": "“%(value)s” is not a web address. Write it in full, like https://example.org/report.",
    "control_character": "The column %(column)s holds an invisible control character.",
    "duplicate": "The e-mail address is the same as in line %(line)s.",
    "duplicate_id": "The id “%(value)s” is the same as in line %(line)s.",
}
NEVER = frozenset({"", "false", "never", "none", "n/a", "-"})
LONGEST_NAME = 200
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
).fullmatch
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,2000}").fullmatch
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]").search
_MISLEADING = re.compile("[\ufffd\u202a-\u202e\u2066-\u2069]").search
# Spaces that a copied address drags along.
_EDGES = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True)
class Person:
    """One row that can be used."""

    line: int
    name: str
    email: str
    issued_on: datetime | None = None
    expires_on: datetime | None = None
    narrative: str = ""
    evidence_name: str = ""
    evidence_url: str = ""
    evidence_text: str = ""
    recipient_id: str = ""
    language: str = ""


@dataclass(frozen=True)
class Fault:
    """Why the row at `line` can't be used. `code` is a key of REASONS."""

    line: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return REASONS[self.code] % self.params


class RowRefused(Exception):
    """A row can't be used: `code` is a key of REASONS, `params` what its sentence names."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_people(table: Table, mapping: Mapping[Field, str]) -> list[Person | Fault]:
    """This function will read each row by `mapping` (field to header), in the order of the file.

    Raises ColumnsMissing when no column holds the address or no column holds a name.
    """
    columns = _columns(table, mapping)
    orders: dict[Field, Order] = {
        name: order_of(row.cells[columns[name]] for row in table.rows if columns[name] < len(row.cells))
        for name in (Field.ISSUED_ON, Field.EXPIRES_ON)
        if name in columns
    }
    emails: dict[str, int] = {}
    ids: dict[str, int] = {}
    found: list[Person | Fault] = []
    for row in table.rows:
        try:
            person = _read(row, table.headers, columns, orders)
            if person.email in emails:
                raise RowRefused("duplicate", line=emails[person.email])
            if person.recipient_id in ids:
                raise RowRefused(
                    "duplicate_id", value=shown(person.recipient_id), line=ids[person.recipient_id]
                )
            emails[person.email] = row.line
            if person.recipient_id:
                ids[person.recipient_id] = row.line
            found.append(person)
        except RowRefused as refused:
            found.append(Fault(row.line, refused.code, refused.params))
    return found


def _columns(table: Table, mapping: Mapping[Field, str]) -> dict[Field, int]:
    columns = {
        name: table.headers.index(header) for name, header in mapping.items() if header in table.headers
    }
    headers = ", ".join(f"“{header}”" for header in table.headers[:30])
    if Field.EMAIL not in columns:
        raise ColumnsMissing(field="the e-mail address", headers=headers)
    if not {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME} & set(columns):
        raise ColumnsMissing(field="the name", headers=headers)
    return columns


def _read(
    row: TableRow, headers: Sequence[str], columns: Mapping[Field, int], orders: Mapping[Field, Order]
) -> Person:
    if any(cell.strip() for cell in row.cells[len(headers) :]):
        raise RowRefused("too_many_cells", found=len(row.cells), wanted=len(headers))

    def cell(name: Field) -> str:
        position = columns.get(name)
        text = row.cells[position].strip(_EDGES) if position is not None and position < len(row.cells) else ""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if name not in _NAMES and _CONTROL(text):
            raise RowRefused("control_character", column=headers[columns[name]])
        return text

    def moment(name: Field) -> datetime | None:
        text = cell(name)
        if text.casefold() in NEVER:
            return None
        column = headers[columns[name]]
        try:
            return read_moment(text, orders[name])
        except AmbiguousDate:
            raise RowRefused("ambiguous_date", value=text[:60], column=column) from None
        except BadDate:
            raise RowRefused("bad_date", value=text[:60], column=column) from None

    email = read_email(cell(Field.EMAIL))
    name = read_name(cell(Field.NAME) or " ".join(cell(part) for part in _PARTS))
    issued_on, expires_on = moment(Field.ISSUED_ON), moment(Field.EXPIRES_ON)
    if issued_on and expires_on and expires_on <= issued_on:
        raise RowRefused("ends_before", start=issued_on.date(), end=expires_on.date())
    url = cell(Field.EVIDENCE_URL)
    if url and not _URL(url):
        raise RowRefused("bad_url", value=url[:100])
    return Person(
        line=row.line,
        name=name,
        email=email,
        issued_on=issued_on,
        expires_on=expires_on,
        narrative=cell(Field.NARRATIVE),
        evidence_name=cell(Field.EVIDENCE_NAME),
        evidence_url=url,
        evidence_text=cell(Field.EVIDENCE_TEXT),
        recipient_id=cell(Field.RECIPIENT_ID),
        language=cell(Field.LANGUAGE),
    )


_PARTS = (Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME)
_NAMES = frozenset({Field.NAME, *_PARTS})


def read_email(text: str) -> str:
    """This function will return the address that a cell holds, in lower case; raises RowRefused."""
    text = text.removeprefix("mailto:").strip(_EDGES)
    if not text:
        raise RowRefused("no_email")
    if len(text) > 254 or not _EMAIL(text):
        raise RowRefused("bad_email", value=shown(text))
    return text.lower()


def read_name(text: str) -> str:
    """This function will return the name that a cell holds, in one form; raises RowRefused."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise RowRefused("no_name")
    if _CONTROL(text) or _MISLEADING(text):
        raise RowRefused("odd_name")
    if "@" in name:
        raise RowRefused("address_as_name", value=shown(name))
    if len(name) > LONGEST_NAME:
        raise RowRefused("long_name", length=len(name))
    return name


def shown(text: str) -> str:
    """This function will return a value as a reason can quote it: short, on one line, without what can't be seen."""
    clean = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    return clean if len(clean) <= 60 else clean[:57] + "…"
