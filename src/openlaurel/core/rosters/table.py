"""From a file to rows of cells, each with the number of the line on which it begins."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openlaurel.core.rosters.columns import normalized, recognised_count
from openlaurel.core.rosters.decoding import decode
from openlaurel.core.rosters.errors import LineTooLong, NoHeader, NoRows, OpenQuotation, RosterTooLarge
from openlaurel.core.rosters.workbook import as_csv

MAX_LINE = 50_000
MAX_ROWS = 50_000
# A cell may hold line breaks, but one of this many lines is a quotation mark that somebody forgot to close.
MAX_LINES_OF_ROW = 200
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class TableRow:
    """`line` is where the row begins in the file, counted from 1 as editors do."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file as it was read, without the lines above its header; `encoding` is Python's name of it."""

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    encoding: str
    encoding_is_guessed: bool
    delimiter: str


def read_table(data: bytes) -> Table:
    """This function will read a CSV file or Excel workbook of at most 10 MB; raises the RostersError that names what is wrong.

    Encoding and delimiter are found out. Lines without any text are left out, but count as lines.
    """
    decoded = decode(as_csv(data))
    lines = list(io.StringIO(decoded.text, newline=""))
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise LineTooLong(line=number, length=f"{len(line):,}")
    delimiter, skip = _delimiter(lines)
    rows = list(_rows(lines, delimiter, skip))
    if not rows:
        raise NoRows
    header = rows[0]
    if any("@" in cell for cell in header.cells):
        raise NoHeader(line=header.line)
    if len(rows) == 1:
        raise NoRows
    return Table(_unique(header.cells), tuple(rows[1:]), decoded.encoding, decoded.is_guessed, delimiter)


def _delimiter(lines: Sequence[str]) -> tuple[str, int]:
    """The delimiter, and how many lines stand before the header: Excel may write `sep=;` above it."""
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        text = line.strip().strip('"')
        if text.lower().startswith("sep=") and len(text) == 5 and text[4] in DELIMITERS:
            return text[4], number + 1
        return max(DELIMITERS, key=lambda mark: _score(line, mark)), number
    return ",", 0


def _score(header: str, delimiter: str) -> tuple[int, int]:
    cells = next(csv.reader([header], delimiter=delimiter), [])
    return recognised_count(cells), len(cells)


def _rows(lines: Sequence[str], delimiter: str, skip: int) -> Iterator[TableRow]:
    reader = csv.reader(_watched(lines[skip:]), delimiter=delimiter)
    begins, count = skip + 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise OpenQuotation(line=begins) from error
        ends = skip + reader.line_num
        if ends - begins >= MAX_LINES_OF_ROW or (cells and ends > len(lines)):
            raise OpenQuotation(line=begins)
        if any(cell.strip() for cell in cells):
            count += 1
            if count > MAX_ROWS + 1:
                raise RosterTooLarge(found=f"more than {MAX_ROWS:,}", unit="rows", most=f"{MAX_ROWS:,}")
            yield TableRow(begins, tuple(cells))
        begins = ends + 1


def _watched(lines: Sequence[str]) -> Iterator[str]:
    """The lines, and a sentinel that only an open quotation swallows: the reader itself accepts its end in silence."""
    yield from lines
    yield ""


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    headers = []
    for number, cell in enumerate(cells, 1):
        # The character NUL shows nowhere, and not every database takes it.
        name = " ".join(cell.replace("\x00", "").split())[:100] or f"({number})"
        seen[normalized(name)] += 1
        count = seen[normalized(name)]
        headers.append(name if count == 1 else f"{name} ({count})")
    return tuple(headers)
