"""CSV that spreadsheets open as it is: UTF-8 with its mark, and no cell that runs as a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

# How formulas begin, also in full width, which some spreadsheets take for the same; what is passed over before them;
# and what some take for the end of the row.
_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_PASSED_OVER = " \u00a0\u200b\ufeff"
_ROWS = frozenset("\t\r\n")


class _Line:
    """What csv.writer writes to: hands back each line."""

    def write(self, text: str) -> str:
        return text


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """This function will return the lines of a CSV file (RFC 4180); moments to the second, nothing for None."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([harmless(_text(cell)) for cell in row])


def harmless(cell: str) -> str:
    """This function will return a cell that no spreadsheet runs as a formula, whatever blank or wide form it begins with."""
    begins = cell.lstrip(_PASSED_OVER)[:1]
    return "'" + cell if begins in _FORMULA or cell[:1] in _ROWS else cell


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return "" if cell is None else str(cell)
