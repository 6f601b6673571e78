"""Tables of applicants: which columns hold the name, the address and the links to badges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from openlaurel.core.dossiers.addresses import as_address, cut
from openlaurel.core.dossiers.model import Applicant, Exhibit, Part, Place, Reading, Remark
from openlaurel.core.rosters import (
    Field,
    RostersError,
    RowRefused,
    Table,
    TableRow,
    normalized,
    read_email,
    read_name,
    read_table,
    recognise,
)

# Column names as they are compared: a column of links has one of these words in its name.
_WORDS = (
    "badge", "badges", "credential", "credentials", "certificate", "certificates", "award", "assertion", "verify",
    "verification", "openbadge", "insignia", "insignias", "credencial", "credenciales", "certificado", "certificados",
    "verificación", "zertifikat", "nachweis", "attestation", "certificat", "شارة", "شارات", "الشارة", "شهادة",
)  # fmt: skip
_PLAIN = frozenset(
    {"link", "links", "url", "urls", "enlace", "enlaces", "enlace url", "lien", "رابط", "روابط"}
)
# Words of columns that hold something else than a link although they speak of badges.
_NOT = re.compile(r"\b(?:id|name|template|class|type|title|date|level|issuer|nombre|fecha)\b").search
_IN_A_CELL = re.compile(r"[\s,;|<>\"]+")


def read_applicants(data: bytes, name: str) -> Reading:
    """This function will read a CSV file or an Excel workbook of applicants: an exhibit for each link in a row."""
    try:
        table = read_table(data)
    except RostersError as error:
        return Reading(remarks=(Remark(Place(name), "table", {"fault": str(error)[:500]}),))
    columns = link_columns(table)
    if not columns:
        found = ", ".join(f"“{header}”" for header in table.headers[:20])
        return Reading(remarks=(Remark(Place(name), "no_link_column", {"found": found}),))
    mapping = {
        field: table.headers.index(header) for field, header in recognise(table.headers).mapping.items()
    }
    exhibits: list[Exhibit] = []
    without: list[int] = []
    for row in table.rows:
        addresses = _addresses(row, columns)
        if not addresses:
            without.append(row.line)
            continue
        place, applicant = Place(name, Part.ROW, row.line), _applicant(row, mapping)
        exhibits += [Exhibit(place, applicant, address=address) for address in addresses]
    remarks = []
    if without:
        params = {"count": f"{len(without):,}", "row": str(without[0])}
        remarks.append(Remark(Place(name), "rows_without_link", params))
    return cut(Reading(tuple(exhibits), tuple(remarks)), name)


def link_columns(table: Table) -> list[int]:
    """This function will return which columns hold links to badges: by their names, else by what stands in them."""
    names = [normalized(header) for header in table.headers]
    known = set(recognise(table.headers).mapping.values())
    others = [number for number, header in enumerate(table.headers) if header not in known]
    telling = [n for n in others if set(names[n].split()) & set(_WORDS) and not _NOT(names[n])]
    if found := [n for n in telling if _holds_addresses(table, n)] or telling:
        return found
    return [n for n in others if names[n] in _PLAIN and _holds_addresses(table, n)]


def _holds_addresses(table: Table, column: int) -> bool:
    return any(_addresses(row, [column]) for row in table.rows[:200])


def _addresses(row: TableRow, columns: Sequence[int]) -> list[str]:
    words = [word for n in columns if n < len(row.cells) for word in _IN_A_CELL.split(row.cells[n])]
    written = [
        word for word in words if word.lower().startswith(("http://", "https://", "www.")) or "/" in word[4:]
    ]
    return list(dict.fromkeys(address for word in written if (address := as_address(word))))


def _applicant(row: TableRow, mapping: dict[Field, int]) -> Applicant:
    def cell(field: Field) -> str:
        position = mapping.get(field)
        return row.cells[position].strip() if position is not None and position < len(row.cells) else ""

    whole = cell(Field.NAME) or " ".join(
        cell(part) for part in (Field.FIRST_NAME, Field.MIDDLE_NAME, Field.LAST_NAME) if cell(part)
    )
    names, emails = [], []
    with suppress(RowRefused):
        names.append(read_name(whole))
    with suppress(RowRefused):
        emails.append(read_email(cell(Field.EMAIL)))
    return Applicant(tuple(names), tuple(emails))
