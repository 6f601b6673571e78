"""CSV that spreadsheets open as it is: UTF-8 with its mark, and no cell that runs as a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any


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
        yield writer.writerow([_harmless(_text(cell)) for cell in row])


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    return "" if cell is None else str(cell)


def _harmless(cell: str) -> str:
    return "'" + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
