"""From rows to people. A row that can't be used becomes a Fault with its line and reason; the others are read."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openlaurel.core.rosters.columns import Field
from openlaurel.core.rosters.dates import AmbiguousDate, BadDate, Order, order_of, read_moment
from openlaurel.core.rosters.errors import ColumnsMissing
from openlaurel.core.rosters.table import Table, TableRow
from openlaurel.core.rosters.workbook import BROKEN

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
    "formula": "“%(value)s” in the column %(column)s is a formula, not a value. Save the file with its values.",
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
    fields: Mapping[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True)
class Further:
    """Columns beside those that every roster has, by a key of the caller's; those of `dates` hold days."""

    columns: Mapping[str, str] = field(default_factory=dict)
    dates: frozenset[str] = frozenset()


def read_people(
    table: Table,
    mapping: Mapping[Field, str],
    further: Further | None = None,
    *,
    order: Order = Order.UNKNOWN,
) -> list[Person | Fault]:
    """This function will read each row by `mapping` (field to header), in the order of the file.

    `order` is how dates are read that the file itself leaves open. Of `further` columns each person has the texts, days
    as YYYY-MM-DD. Raises ColumnsMissing when no column holds the address or no column holds a name.
    """
    further = further or Further()
    columns: dict[str, int] = {name.value: place for name, place in _columns(table, mapping).items()}
    own = {
        key: table.headers.index(header) for key, header in further.columns.items() if header in table.headers
    }
    columns |= {_OWN + key: place for key, place in own.items()}
    days = {_OWN + key for key in further.dates & own.keys()}
    orders = {name: _order(table, columns[name], order) for name in columns.keys() & (_DATES | days)}
    emails: dict[str, int] = {}
    ids: dict[str, int] = {}
    found: list[Person | Fault] = []
    for row in table.rows:
        try:
            person = _read(row, table.headers, columns, orders, list(own))
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


def open_dates(table: Table, headers: Iterable[str]) -> str:
    """This function will return the first date in those columns that can be read in two ways, "" where none can."""
    for place in [table.headers.index(header) for header in headers if header in table.headers]:
        order = _order(table, place, Order.UNKNOWN)
        for row in table.rows:
            text = row.cells[place].strip(_EDGES) if place < len(row.cells) else ""
            try:
                read_moment(text, order)
            except AmbiguousDate:
                return text
            except BadDate:
                continue
    return ""


def _order(table: Table, place: int, asked: Order) -> Order:
    found = order_of(row.cells[place] for row in table.rows if place < len(row.cells))
    return asked if found is Order.UNKNOWN else found


@dataclass(frozen=True)
class _Cells:
    """One row, by what its columns hold."""

    row: TableRow
    headers: Sequence[str]
    columns: Mapping[str, int]
    orders: Mapping[str, Order]

    def text(self, name: str) -> str:
        place = self.columns.get(name)
        if place is None or place >= len(self.row.cells):
            return ""
        text = self.row.cells[place].strip(_EDGES).replace("\r\n", "\n").replace("\r", "\n")
        if name not in _NAMES and _CONTROL(text):
            raise RowRefused("control_character", column=self.headers[place])
        # Somebody may be called anything; a name is taken for a formula only where it is a whole one.
        if _FORMULA(text) if name in _NAMES else text.startswith("=") or text in BROKEN:
            raise RowRefused("formula", value=shown(text), column=self.headers[place])
        return text

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        if text.casefold() in NEVER:
            return None
        column = self.headers[self.columns[name]]
        try:
            return read_moment(text, self.orders[name])
        except AmbiguousDate:
            raise RowRefused("ambiguous_date", value=text[:60], column=column) from None
        except BadDate:
            raise RowRefused("bad_date", value=text[:60], column=column) from None

    def own(self, key: str) -> str:
        name = _OWN + key
        if name not in self.orders:
            return self.text(name)
        moment = self.moment(name)
        return moment.date().isoformat() if moment else ""


def _read(
    row: TableRow,
    headers: Sequence[str],
    columns: Mapping[str, int],
    orders: Mapping[str, Order],
    own: Sequence[str],
) -> Person:
    if any(cell.strip() for cell in row.cells[len(headers) :]):
        raise RowRefused("too_many_cells", found=len(row.cells), wanted=len(headers))
    cells = _Cells(row, headers, columns, orders)
    email = read_email(cells.text(Field.EMAIL))
    name = read_name(cells.text(Field.NAME) or " ".join(map(cells.text, _PARTS)))
    issued_on, expires_on = cells.moment(Field.ISSUED_ON), cells.moment(Field.EXPIRES_ON)
    if issued_on and expires_on and expires_on <= issued_on:
        raise RowRefused("ends_before", start=issued_on.date(), end=expires_on.date())
    url = cells.text(Field.EVIDENCE_URL)
    if url and not _URL(url):
        raise RowRefused("bad_url", value=url[:100])
    return Person(
        line=row.line,
        name=name,
        email=email,
        issued_on=issued_on,
        expires_on=expires_on,
        narrative=cells.text(Field.NARRATIVE),
        evidence_name=cells.text(Field.EVIDENCE_NAME),
        evidence_url=url,
        evidence_text=cells.text(Field.EVIDENCE_TEXT),
        recipient_id=cells.text(Field.RECIPIENT_ID),
        language=cells.text(Field.LANGUAGE),
        fields={key: text for key in own if (text := cells.own(key))},
    )


_PARTS = (Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME)
_NAMES = frozenset({Field.NAME, *_PARTS})
_DATES: frozenset[str] = frozenset({Field.ISSUED_ON, Field.EXPIRES_ON})
_OWN = "own:"
_FORMULA = re.compile(r"=(?:#.*|[^\W\d][\w.]*\(.*\)|[$\w.!':]*\d(?:[-+*/&^].*)?)", re.DOTALL).fullmatch


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
