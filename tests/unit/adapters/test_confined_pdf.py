"""A stranger's PDF can't take more time or memory than it is given, and what was read up to there counts."""

import io
import os
import time
import zlib
from pathlib import Path

import pytest
from pypdf import PdfWriter
from tests.papers import make_pdf, pdf_of, stream

from openlaurel.adapters.confined_pdf import read_pdf
from openlaurel.core.dossiers import MAX_PAGES, Scan, read_file

LINK = "https://badges.example.org/awards/1"
FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << %s >> >>" % FONT
CATALOG, PAGES = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"


def texts(scan: Scan) -> list[str]:
    return [piece.text for piece in scan.pieces if piece.kind == "text"]


def test_a_cv_of_500_pages_is_read_up_to_a_bound_and_says_so() -> None:
    cv = make_pdf(["Ana Sousa"] * 500, links={1: [LINK], 499: ["https://badges.example.org/awards/2"]})
    reading = read_file("cv.pdf", cv, read_pdf=read_pdf)
    assert [each.address for each in reading.exhibits] == [LINK]
    assert [remark.message for remark in reading.remarks] == [
        f"It has 500 pages; only the first {MAX_PAGES} were read."
    ]


def test_what_is_protected_or_no_pdf_is_told() -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    assert read_pdf(out.getvalue()).fault == "locked"
    assert read_pdf(b"%PDF-1.7 and no more").fault == "damaged"
    assert read_pdf(b"").fault == "damaged"


def bomb_of_text() -> bytes:
    """One page whose text unfolds to 77 MB."""
    return pdf_of([CATALOG, PAGES, PAGE, stream(b"BT /F1 9 Tf " + b"(a) Tj " * 11_000_000, packed=True)])


def bomb_in_steps() -> bytes:
    """140 MB of text, packed twice to some kilobytes."""
    inner = zlib.compress(b"BT /F1 9 Tf " + b"(a) Tj " * 20_000_000, 1)
    content = stream(zlib.compress(inner, 1), more=b" /Filter [/FlateDecode /FlateDecode]")
    return pdf_of([CATALOG, PAGES, PAGE, content])


def endless_work() -> bytes:
    """A form that draws itself twice, which draws itself twice, forty deep."""
    forms = [
        stream(
            b"BT /F1 9 Tf (a) Tj ET /X Do /X Do",
            more=b" /Type /XObject /Subtype /Form /Resources << %s /XObject << /X %d 0 R >> >>"
            % (FONT, further),
        )
        for further in range(6, 46)
    ]
    page = PAGE.replace(FONT, FONT + b" /XObject << /X 5 0 R >>")
    return pdf_of([CATALOG, PAGES, page, stream(b"/X Do"), *forms, stream(b"")])


def kids_in_a_circle() -> bytes:
    return pdf_of([CATALOG, b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"])


def tables_in_a_circle() -> bytes:
    made = make_pdf(["x"])
    start = made.rindex(b"startxref") + 10
    offset = made[start : made.index(b"\n", start)]
    return made.replace(b"trailer\n<<", b"trailer\n<< /Prev " + offset)


def arrays_without_end() -> bytes:
    return pdf_of([CATALOG, b"<< /Type /Pages /Count 1 /Kids " + b"[" * 200_000 + b" >>"])


def objects_in_themselves() -> bytes:
    """An object stream whose index says that it holds itself, many times."""
    index = b" ".join(b"%d 0" % number for number in [4] * 5_000)
    content = stream(index + b" << >>", more=b" /Type /ObjStm /N 5000 /First %d /Extends 4 0 R" % len(index))
    return pdf_of([CATALOG, b"<< /Type /Pages /Count 1 /Kids 4 0 R >>", PAGE, content])


def a_count_of_billions() -> bytes:
    return pdf_of([CATALOG, b"<< /Type /Pages /Count 4000000000 /Kids [3 0 R] >>", PAGE, stream(b"")])


BOMBS = [
    bomb_of_text,
    bomb_in_steps,
    endless_work,
    kids_in_a_circle,
    tables_in_a_circle,
    arrays_without_end,
    objects_in_themselves,
    a_count_of_billions,
]


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda each: each.__name__)
def test_a_pdf_made_to_break_ends_within_its_bounds(bomb: object) -> None:
    data = bomb()  # type: ignore[operator]
    began = time.monotonic()
    scan = read_pdf(data, seconds=1)
    assert time.monotonic() - began < 6
    assert sum(map(len, texts(scan))) <= 1_000_000


def test_what_had_been_read_counts_when_the_time_is_over() -> None:
    objects = [
        CATALOG,
        PAGES,
        PAGE.replace(
            b"/Contents", b"/Annots [<< /Subtype /Link /A << /URI (%s) >> >>] /Contents" % LINK.encode()
        ),
        stream(b"BT /F1 9 Tf " + b"(a) Tj\n" * 3_000_000 + b" ET", packed=True),
    ]
    reading = read_file("cv.pdf", pdf_of(objects), read_pdf=lambda data: read_pdf(data, seconds=1))
    assert [each.address for each in reading.exhibits] == [LINK]
    assert [remark.code for remark in reading.remarks] == ["too_much_work"]


def test_the_process_gets_nothing_of_the_environment_and_writes_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENLAUREL_KEY", "00" * 32)
    monkeypatch.chdir(tmp_path)
    assert texts(read_pdf(make_pdf(["Ana Sousa"]))) == ["Ana Sousa\n"]
    assert list(tmp_path.iterdir()) == []
    assert "OPENLAUREL_KEY" in os.environ
