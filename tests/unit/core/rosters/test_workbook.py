"""Workbooks as people really have them, and those that nobody should open."""

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from openlaurel.core.rosters import (
    MAX_BYTES,
    Fault,
    NoRows,
    NotATable,
    Person,
    RosterTooLarge,
    SeveralSheets,
    as_csv,
    read_people,
    read_table,
    recognise,
)
from openlaurel.core.rosters.workbook import MAX_UNPACKED

HEADER = ("Recipient Email", "Recipient Name", "Issue date")


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def people(data: bytes) -> list[Person | Fault]:
    table = read_table(data)
    return read_people(table, recognise(table.headers).mapping)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part.filename, change(content) if part.filename == name else content)
    return out.getvalue()


def test_people_keep_their_names_and_the_line_is_the_row_of_the_sheet() -> None:
    rows = [
        HEADER,
        (),
        ("ana@example.org", "Ana Sousa", date(2026, 3, 4)),
        ("layla@example.org", "ليلى حداد", None),
    ]
    ana, layla = people(workbook(*rows))
    assert isinstance(ana, Person)
    assert isinstance(layla, Person)
    assert (ana.line, ana.name, ana.issued_on and ana.issued_on.date()) == (3, "Ana Sousa", date(2026, 3, 4))
    assert (layla.line, layla.name) == (4, "ليلى حداد")


def test_texts_that_excel_keeps_in_a_part_of_their_own_are_found() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = ("Email", "Name", "ana@example.org", "Ana Sousa")
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{2 * row - 2}</v></c><c r="B{row}" t="s"><v>{2 * row - 1}</v></c></row>'
        for row in (1, 2)
    )
    shared = "".join(f"<si><r><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r></si>" for text in texts)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    data = changed(
        workbook(("x",)),
        "xl/worksheets/sheet1.xml",
        lambda part: f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
    )
    data = changed(
        data,
        "[Content_Types].xml",
        lambda part: part.replace(
            b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
        ),
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{shared}</sst>')
    assert as_csv(out.getvalue()) == b"Email,Name\nana@example.org,Ana Sousa\n"


def test_each_kind_of_cell_becomes_the_text_that_a_spreadsheet_shows() -> None:
    row = (
        "a,b",
        'say "x"',
        7,
        7.0,
        7.5,
        True,
        datetime(2026, 3, 4),
        datetime(2026, 3, 4, 9, 30),
        "two\nlines",
    )
    text = as_csv(workbook(["h"] * len(row), row)).decode().splitlines()[1]
    assert text == '"a,b","say ""x""",7,7,7.5,TRUE,2026-03-04,2026-03-04 09:30:00,two lines'


def test_a_formula_is_its_saved_value_and_never_computed() -> None:
    """One that was saved without a value, or failed, is told by its row; it never passes for an empty cell."""
    data = workbook(
        (*HEADER, "Narrative"), ("ana@example.org", '=CONCAT("Ana"," Sousa")', None, '=REPT("x",3)')
    )
    [fault] = people(data)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.params["column"]) == ("formula", "Recipient Name")

    def calculate(sheet: bytes) -> bytes:
        for cell, value in ((b"B2", b'str"'), (b"D2", b'e"')):
            sheet = sheet.replace(b'r="' + cell + b'"', b'r="' + cell + b'" t="' + value)
        for saved_value in (b"Ana Sousa", b"#REF!"):
            assert b"<v></v>" in sheet or b"<v />" in sheet
            sheet = sheet.replace(b"<v />", b"<v></v>").replace(b"<v></v>", b"<v>" + saved_value + b"</v>", 1)
        return sheet

    [fault] = people(changed(data, "xl/worksheets/sheet1.xml", calculate))
    assert isinstance(fault, Fault)
    assert (
        fault.message
        == "“=#REF!” in the column Narrative is a formula, not a value. Save the file with its values."
    )
    assert "Ana Sousa" in as_csv(changed(data, "xl/worksheets/sheet1.xml", calculate)).decode()


def test_a_sheet_of_notes_beside_the_list_does_not_disturb() -> None:
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["How to fill this in"])
    book.active.append(["One person a row"])
    people_sheet = book.create_sheet("People")
    people_sheet.append(HEADER)
    people_sheet.append(("ana@example.org", "Ana Sousa"))
    assert [type(found) for found in people(saved(book))] == [Person]


def test_two_lists_of_people_are_asked_about_and_a_hidden_one_is_not() -> None:
    book = Workbook()
    for title in ("Spring", "Autumn"):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append((f"{title}@example.org", title))
    with pytest.raises(SeveralSheets, match="Spring, Autumn"):
        as_csv(saved(book))
    book["Autumn"].sheet_state = "hidden"
    assert b"Autumn" not in as_csv(saved(book))


def test_an_empty_workbook_is_told_as_an_empty_file_is() -> None:
    with pytest.raises(NoRows):
        read_table(workbook())
    with pytest.raises(NoRows):
        read_table(workbook(HEADER))


def test_text_that_is_no_workbook_stays_as_it_is() -> None:
    assert as_csv(b"Email,Name\n") == b"Email,Name\n"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04" + b"\x00" * 100,
        workbook(HEADER)[:-200],
        changed(workbook(HEADER), "xl/worksheets/sheet1.xml", lambda part: part[:80]),
        changed(workbook(HEADER), "xl/workbook.xml", lambda part: b"<a/>"),
        changed(workbook(HEADER), "[Content_Types].xml", lambda part: b"not XML"),
        changed(
            workbook(HEADER, ("a@b.example", "A")),
            "xl/worksheets/sheet1.xml",
            lambda part: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part.replace(b"Recipient", b"&a;"),
        ),
    ],
)
def test_a_damaged_or_hostile_one_is_refused_by_name(data: bytes) -> None:
    with pytest.raises((NotATable, NoRows)):
        read_table(data)


def test_an_archive_without_a_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("names.csv", "Email,Name\n")
    with pytest.raises(NotATable, match="an archive"):
        read_table(out.getvalue())


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    bomb = changed(workbook(HEADER), "xl/worksheets/sheet1.xml", lambda part: b" " * (MAX_UNPACKED + 1))
    assert len(bomb) < MAX_BYTES
    began = time.monotonic()
    with pytest.raises(RosterTooLarge):
        read_table(bomb)
    assert time.monotonic() - began < 2


def test_cells_at_the_end_of_the_sheet_cost_no_memory_and_little_time() -> None:
    book = Workbook()
    book.active.append(HEADER)
    book.active.append(("ana@example.org", "Ana Sousa"))
    book.active["XFD1048576"] = "far away"
    began = time.monotonic()
    assert len(people(saved(book))) == 1
    assert time.monotonic() - began < 5
