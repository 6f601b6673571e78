"""Exports that are tables: Credly's, Accredible's and Canvas Credentials', by the columns that each is known for.

Which columns these are, and where that is published, is told in docs/reference/moves.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openlaurel.core.moves.cells import (
    check_span,
    email_of,
    evidence_of,
    id_of,
    id_of_name,
    line_of,
    made_id,
    moment_of,
    name_of,
    refusal,
    settled_order,
    text_of,
    url_of,
)
from openlaurel.core.moves.errors import UnknownShape
from openlaurel.core.moves.model import (
    ClaimedAward,
    ClaimedDefinition,
    Export,
    Place,
    Platform,
    Refused,
    State,
)
from openlaurel.core.rosters import Field, Order, RowRefused, Table, TableRow, normalized, recognise

# Beside the columns of people, which core.rosters knows; in the form in which column names are compared.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("issued badge id", "credential id", "assertion id", "award id", "badge id", "entityid", "id"),
    "definition_id": (
        "badge template id",
        "template id",
        "badge class id",
        "badgeclass id",
        "group id",
        "badgeclass",
    ),
    "definition": (
        "badge template name",
        "badge template",
        "badge name",
        "badge class name",
        "badge class",
        "group name",
        "course name",
        "credential name",
        "badge",
        "group",
    ),
    "description": ("badge template description", "badge description", "credential description"),
    "url": ("badge url", "credential url", "assertion url", "public url", "open badge id", "url", "link"),
    "state": ("state", "status", "badge state", "acceptance"),
    "revoked": ("revoked",),
    "reason": ("revocation reason", "revoked reason", "reason"),
    "email": ("recipient email", "recipient", "recipient identifier", "learner email"),
}
_STATES: Mapping[str, State] = {
    "pending": "pending",
    "unaccepted": "pending",
    "rejected": "declined",
    "declined": "declined",
    "revoked": "revoked",
}
_OWN: tuple[tuple[Platform, frozenset[str]], ...] = (
    ("credly", frozenset({"badge template id"})),
    ("credly", frozenset({"badge template name"})),
    ("credly", frozenset({"issuer earner id"})),
    ("badgr", frozenset({"badge class id"})),
    ("badgr", frozenset({"badge class name"})),
    ("badgr", frozenset({"badgeclass"})),
    ("badgr", frozenset({"identifier", "issue date"})),
    ("accredible", frozenset({"credential id"})),
    ("accredible", frozenset({"group id"})),
    ("accredible", frozenset({"group name"})),
    ("accredible", frozenset({"recipient name", "recipient email", "issued on"})),
    ("credly", frozenset({"recipient email", "issued at"})),
)


@dataclass(frozen=True)
class _Columns:
    at: Mapping[str, int]
    headers: tuple[str, ...]

    def cell(self, row: TableRow, name: str) -> str:
        position = self.at.get(name)
        return row.cells[position].strip() if position is not None and position < len(row.cells) else ""

    def header(self, name: str) -> str:
        position = self.at.get(name)
        return self.headers[position] if position is not None else name


def platform_of(headers: tuple[str, ...]) -> Platform | None:
    """This function will tell whose table it is by its columns."""
    known = {normalized(header) for header in headers}
    return next((platform for platform, own in _OWN if own <= known), None)


def people_in(table: Table) -> Iterator[tuple[str, str]]:
    """This function will return the addresses and names in a table, for badges that only hold a hash of one."""
    columns = _columns(table)
    for row in table.rows:
        try:
            yield email_of(columns.cell(row, "email")), name_of(_name(columns, row))
        except RowRefused:
            continue


def read_export_table(table: Table, file: str, asked: Order | None) -> Export:
    """This function will read each row as a badge. Raises UnknownShape, DatesOpen."""
    platform = platform_of(table.headers)
    columns = _columns(table)
    is_usable = "email" in columns.at and {"definition", "definition_id"} & set(columns.at)
    if platform is None or not is_usable:
        raise UnknownShape(file=file, found=", ".join(f"“{header}”" for header in table.headers[:20]))
    dates = [columns.cell(row, name) for name in ("issued_on", "expires_on") for row in table.rows]
    order = settled_order(dates, asked, file)
    definitions: dict[str, ClaimedDefinition] = {}
    awards: list[ClaimedAward] = []
    refused: list[Refused] = []
    for row in table.rows:
        place = Place(file, row.line)
        try:
            definition = _definition(row, columns, place)
            awards.append(_award(row, columns, place, definition.source_id, order))
            definitions.setdefault(definition.source_id, definition)
        except RowRefused as error:
            said = {name: columns.cell(row, name) for name in ("email",)}
            refused.append(
                refusal(place, error, source_id=columns.cell(row, "id"), name=_name(columns, row), **said)
            )
    return Export(platform, tuple(definitions.values()), tuple(awards), tuple(refused))


def _columns(table: Table) -> _Columns:
    names = [normalized(header) for header in table.headers]
    at = {
        key: next(names.index(name) for name in known if name in names)
        for key, known in _COLUMNS.items()
        if set(known) & set(names)
    }
    people = {
        field.value: table.headers.index(header) for field, header in recognise(table.headers).mapping.items()
    }
    if "name" in people and people["name"] == at.get("definition"):
        del people["name"]
    return _Columns(at | people, table.headers)


def _name(columns: _Columns, row: TableRow) -> str:
    parts = (Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME)
    return columns.cell(row, "name") or " ".join(columns.cell(row, part.value) for part in parts).strip()


def _definition(row: TableRow, columns: _Columns, place: Place) -> ClaimedDefinition:
    if any(cell.strip() for cell in row.cells[len(columns.headers) :]):
        raise RowRefused("too_many_cells", found=len(row.cells), wanted=len(columns.headers))
    name = columns.cell(row, "definition")
    if name.lstrip("'").startswith(("=", "+", "@")):
        raise RowRefused("formula", value=name[:60])
    name, known = line_of(name, 200), id_of(columns.cell(row, "definition_id"))
    if not name and not known:
        raise RowRefused("no_definition")
    return ClaimedDefinition(
        place,
        source_id=known or id_of_name(name),
        name=name or known,
        description=text_of(columns.cell(row, "description"), 2000),
    )


def _award(row: TableRow, columns: _Columns, place: Place, definition_id: str, order: Order) -> ClaimedAward:
    email, name = email_of(columns.cell(row, "email")), name_of(_name(columns, row))
    expires_on = moment_of(columns.cell(row, "expires_on"), columns.header("expires_on"), order)
    issued_on = check_span(
        moment_of(columns.cell(row, "issued_on"), columns.header("issued_on"), order), expires_on
    )
    own = id_of(columns.cell(row, "id"))
    state = _STATES.get(columns.cell(row, "state").casefold(), "valid")
    if columns.cell(row, "revoked").casefold() in {"true", "yes", "1"}:
        state = "revoked"
    return ClaimedAward(
        place,
        source_id=own or made_id(definition_id, email, issued_on.isoformat()),
        id_is_made=not own,
        definition_id=definition_id,
        recipient_name=name,
        recipient_email=email,
        issued_on=issued_on,
        expires_on=expires_on,
        url=url_of(columns.cell(row, "url")),
        state=state,
        revocation_reason=line_of(columns.cell(row, "reason")) if state == "revoked" else "",
        narrative=text_of(columns.cell(row, "narrative")),
        evidence=evidence_of(
            columns.cell(row, "evidence_url"),
            columns.cell(row, "evidence_name"),
            columns.cell(row, "evidence_text"),
        ),
    )
