"""Excel workbooks (Office Open XML) as CSV text, so that all that follows reads one form only."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from openlaurel.core.rosters.columns import recognised_count
from openlaurel.core.rosters.decoding import MAX_BYTES
from openlaurel.core.rosters.errors import NotATable, RostersError, RosterTooLarge, SeveralSheets

SIGNATURE = b"PK\x03\x04"
MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 500
MAX_COLUMNS = 200
MAX_SHEETS = 20
# Rows below this one aren't looked at: a sheet may claim a million that are empty.
MAX_SHEET_ROWS = 60_000
# What a spreadsheet shows where a formula failed.
BROKEN = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_OTHER = "an archive or a workbook of another kind"


def as_csv(data: bytes) -> bytes:
    """This function will return `data` as it is, or as CSV in UTF-8 when it is an Excel workbook (.xlsx).

    Each row of the sheet becomes the line of the same number. Dates become YYYY-MM-DD, formulas the value that was
    saved with them; one without a value, or that failed, stays a formula, for its row to be refused. Raises RosterTooLarge, NotATable, or SeveralSheets when more than one sheet lists people.
    """
    if not data.startswith(SIGNATURE):
        return data
    if len(data) > MAX_BYTES:
        raise RosterTooLarge(found=f"{len(data):,}", unit="bytes", most=f"{MAX_BYTES:,}")
    sheets = {name: rows for name, rows in _sheets(_unpacked(data)) if sum(map(bool, rows)) > 1}
    lists = {
        name: rows for name, rows in sheets.items() if recognised_count(next(filter(None, rows)))
    } or sheets
    if len(lists) > 1:
        raise SeveralSheets(sheets=", ".join(lists))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(next(iter(lists.values()), []))
    return out.getvalue().encode()


def _unpacked(data: bytes) -> io.BytesIO:
    """The parts that say something about cells, unpacked by their stated sizes, so that nothing can unfold further."""
    unpacked = io.BytesIO()
    with (
        _read_or_refused(),
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(unpacked, "w") as target,
    ):
        parts = [part for part in source.infolist() if part.filename.endswith((".xml", ".rels"))]
        size = sum(part.file_size for part in parts)
        if size > MAX_UNPACKED or len(parts) > MAX_PARTS:
            raise RosterTooLarge(found=f"{size:,}", unit="bytes", most=f"{MAX_UNPACKED:,}")
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise NotATable(kind=_OTHER)
        for part in parts:
            target.writestr(part.filename, source.read(part))
    unpacked.seek(0)
    return unpacked


@contextmanager
def _read_or_refused() -> Iterator[None]:
    """zipfile and openpyxl raise whatever comes up on a damaged part: ValueError, KeyError, struct.error, ParseError, …"""
    try:
        yield
    except RostersError:
        raise
    except Exception as error:
        raise NotATable(kind=_OTHER) from error


def _sheets(file: io.BytesIO) -> Iterator[tuple[str, list[list[str]]]]:
    """Name and rows of each sheet that is shown; a row without any text is empty."""
    from openpyxl import load_workbook

    with _read_or_refused():
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(file, read_only=True, keep_links=False) if _has_formulas(file) else None
        for number, sheet in enumerate(book.worksheets[:MAX_SHEETS]):
            if sheet.sheet_state != "visible":
                continue
            rows = _cells(sheet)
            if formulas is not None:
                rows = map(_without_gaps, rows, _cells(formulas.worksheets[number]))
            yield sheet.title, list(map(_row, rows))


def _has_formulas(file: io.BytesIO) -> bool:
    with zipfile.ZipFile(file) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f" in parts.read(name) for name in sheets)


def _without_gaps(values: tuple[Any, ...], formulas: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values, and where a formula was saved without one, the formula: it must not pass for an empty cell."""
    return tuple(
        str(getattr(formula, "text", formula)) if value is None and formula is not None else value
        for value, formula in zip(values, formulas, strict=False)
    )


def _cells(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # Stated dimensions may be wrong in both directions.
    sheet.reset_dimensions()
    return sheet.iter_rows(values_only=True, max_row=MAX_SHEET_ROWS, max_col=MAX_COLUMNS)  # type: ignore[no-any-return]


def _row(cells: tuple[Any, ...]) -> list[str]:
    if cells.count(None) == len(cells):
        return []
    texts = list(map(_text, cells))
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def _text(value: Any) -> str:
    if value is None:
        return ""
    if value in BROKEN:
        return f"={value}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).splitlines())
