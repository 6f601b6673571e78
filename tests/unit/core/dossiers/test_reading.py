"""What somebody hands over as many is read as the badges in it; what isn't read is told."""

from pathlib import Path

import pytest
from tests.exports import png
from tests.papers import make_docx, make_pdf, make_xlsx, make_zip

from openlaurel.core.dossiers import (
    MAX_EXHIBITS,
    Part,
    PdfDamaged,
    PdfLocked,
    Reading,
    Scan,
    is_archive,
    is_single_badge,
    read_file,
    read_pieces,
    unpack,
)
from openlaurel.core.openbadges import bake_png

BADGE = Path(__file__).parents[4] / "examples" / "badge.json"
OURS = "https://badges.example.org"
CREDLY = "https://www.credly.com/badges/11111111-2222-3333-4444-555555555555"


def unconfined(data: bytes) -> Scan:
    try:
        return Scan(tuple(read_pieces(data)))
    except PdfLocked:
        return Scan(fault="locked")
    except PdfDamaged:
        return Scan(fault="damaged")


def read(data: bytes, name: str = "given") -> Reading:
    return read_file(name, data, read_pdf=unconfined, own=[OURS])


def codes(reading: Reading) -> list[str]:
    for remark in reading.remarks:
        assert remark.message
    return [remark.code for remark in reading.remarks]


def test_a_cv_as_pdf_is_read_with_its_links_its_text_and_what_is_attached() -> None:
    cv = make_pdf(
        [
            f"ANA SOUSA\nana@learners.example | Porto\nSee {OURS}/awards/2 or credly.com/badges/abc.",
            "Languages\nhttps://open.example/badges/badge.php?hash=1f-\n2e and that is all",
        ],
        links={
            1: [f"{OURS}/awards/1", "https://linkedin.com/in/badge-ana", "mailto:ana@learners.example"],
            2: [CREDLY],
        },
        attachments={"badge.json": BADGE.read_bytes(), "photo.jpg": b"\xff\xd8\xff\xe0", "notes.txt": b"{}"},
    )
    reading = read(cv)
    assert [(str(each.place), each.address) for each in reading.exhibits] == [
        ("given, attachment badge.json", ""),
        ("given, page 1", f"{OURS}/awards/1"),
        ("given, page 2", CREDLY),
        ("given, page 1", f"{OURS}/awards/2"),
        ("given, page 1", "https://credly.com/badges/abc"),
        ("given, page 2", "https://open.example/badges/badge.php?hash=1f-2e"),
    ]
    assert reading.exhibits[0].content == BADGE.read_bytes()
    assert reading.applicant.emails == ("ana@learners.example",)
    assert reading.applicant.names[:2] == ("Ana Sousa", "ANA SOUSA")
    assert codes(reading) == ["links_left"]
    assert reading.remarks[0].params == {"count": "1", "example": "https://linkedin.com/in/badge-ana"}


def test_a_cv_as_docx_is_read_with_its_links_its_text_and_its_pictures() -> None:
    baked = bake_png(png(), BADGE.read_text())
    cv = make_docx(
        ["Currículum vitae", "Íñigo de la Peña", f"{OURS}/awards/2", "x@learners.example"],
        links=[f"{OURS}/awards/1", "https://github.com/inigo/badges"],
        media={"image1.png": png(), "image2.png": baked},
        author="Íñigo Peña",
    )
    reading = read(cv)
    assert [(each.place.part, each.address, len(each.content)) for each in reading.exhibits] == [
        (Part.PICTURE, "", len(baked)),
        (Part.LINK, f"{OURS}/awards/1", 0),
        (Part.TEXT, f"{OURS}/awards/2", 0),
    ]
    assert reading.applicant.names[:2] == ("Íñigo Peña", "Íñigo de la Peña")
    assert codes(reading) == ["links_left"]


@pytest.mark.parametrize(
    "table",
    [
        f"Name;E-mail;Badge link\nAna Sousa;ANA@learners.example;{OURS}/awards/1 {CREDLY}\nBo Lind;bo@x.example;\n",
        f"First name,Last name,email,Credential URL,Portfolio\nAna,Sousa,ana@learners.example,{OURS}/awards/1,https://a.b\n"
        f",,,{CREDLY},\n",
        f"Nombre completo,Correo electrónico,Enlaces\nAna Sousa,ana@learners.example,{OURS}/awards/1|{CREDLY}\n",
    ],
)
def test_a_table_of_applicants_is_read_by_its_columns(table: str) -> None:
    reading = read(table.encode())
    assert [each.address for each in reading.exhibits] == [f"{OURS}/awards/1", CREDLY]
    first = reading.exhibits[0]
    assert (first.applicant.names, first.applicant.emails) == (("Ana Sousa",), ("ana@learners.example",))
    assert (first.place.part, first.place.number) == (Part.ROW, 2)
    assert codes(reading) == (["rows_without_link"] if "Bo Lind" in table else [])


def test_a_workbook_is_a_table_too_and_one_without_links_says_which_columns_it_has() -> None:
    rows = [["Name", "Email", "Badges"], ["Ana Sousa", "ana@learners.example", f"{OURS}/awards/1"]]
    assert [each.address for each in read(make_xlsx(rows)).exhibits] == [f"{OURS}/awards/1"]
    bare = read(make_xlsx([["Name", "Phone", "Badge name"], ["Ana", 12, "Tides"]]))
    assert codes(bare) == ["no_link_column"]
    assert "“Badge name”" in bare.remarks[0].message


def test_a_list_of_addresses_is_read_whole_and_each_once() -> None:
    reading = read(
        f"{OURS}/awards/1\nwww.any.example/x, {OURS}/awards/1\nhttps://a.example/# soon\n".encode()
    )
    assert [(each.address, each.place.number) for each in reading.exhibits] == [
        (f"{OURS}/awards/1", 1),
        ("https://www.any.example/x", 2),
        ("https://a.example/", 3),
    ]
    assert codes(reading) == ["words_left"]


def test_an_archive_is_unpacked_by_bounds_and_nothing_of_it_leads_out() -> None:
    inner = make_zip({"a.json": b"{}"})
    files, remarks = unpack(
        "all.zip", make_zip({"cvs/ana.pdf": make_pdf([""]), "b.json": b"{}", "in.zip": inner})
    )
    assert sorted(files) == ["all.zip/b.json", "all.zip/cvs/ana.pdf", "all.zip/in.zip"]
    assert remarks == ()
    assert codes(read(files["all.zip/in.zip"])) == ["nested"]
    for archive, code in (
        (make_zip({"../out.json": b"{}"}), "unsafe_path"),
        (make_zip({"/etc/x": b"{}"}), "unsafe_path"),
        (make_zip({"zeros": b"0" * 80_000_000}), "archive_too_large"),
        (make_zip({str(n): b"" for n in range(501)}), "archive_too_large"),
        (make_zip({"a": b"{}" * 500})[:-60], "archive_damaged"),
        (make_zip({}), "nothing_in_it"),
    ):
        files, remarks = unpack("bad.zip", archive)
        assert ([remark.code for remark in remarks], files) == ([code], {})
        assert remarks[0].message


def test_an_archive_is_told_from_documents_that_are_archives_too() -> None:
    assert is_archive(make_zip({"a.json": b"{}"}))
    for data in (make_docx(["x"]), make_xlsx([["a"]]), b"PK", b"", b"{}"):
        assert not is_archive(data)
    assert is_single_badge(BADGE.read_bytes())
    assert not is_single_badge(make_pdf(["x"]))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xd8\xff\xe0", "photo"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old_office"),
        (b"{\\rtf1 Ana}", "old_office"),
        (make_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "old_office"),
        (b"<!doctype html><p>", "page"),
        (b"7z\xbc\xaf\x27\x1c", "unknown"),
        (b"\x00\x01\x02\x03" * 40, "unknown"),
        (b"one word", "unknown"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (make_zip({"word/document.xml": b"<w"}), "damaged"),
        (b"x" * (13 * 1024 * 1024), "too_large"),
        (b"a,b\n1,2\n", "no_link_column"),
        (b'badge,b\n"1', "table"),
        (make_docx(["A CV without any link"]), "nothing_in_it"),
    ],
)
def test_what_cannot_be_read_is_told_and_raises_nothing(data: bytes, code: str) -> None:
    reading = read(data)
    assert codes(reading) == [code]
    assert reading.exhibits == ()


def test_what_is_too_much_is_cut_and_told() -> None:
    many = "Name,Badge link\n" + "".join(f"A B,{OURS}/awards/{n}\n" for n in range(MAX_EXHIBITS + 5))
    reading = read(many.encode())
    assert len(reading.exhibits) == MAX_EXHIBITS
    assert codes(reading) == ["exhibits_cut"]
    assert reading.remarks[0].params["found"] == "1,005"
    rows = "Name,Badge link\n" + "A B,\n" * 60_000
    assert "50,000" in read(rows.encode()).remarks[0].message
    wide = read(b"badge," * 9_000 + b"\n" + b"x" * 60_000)
    assert codes(wide) == ["table"]


@pytest.mark.parametrize(
    "part",
    [
        b"0" * 30_000_000,
        b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><w:document>&b;</w:document>',
        b"<a>" * 60_000,
    ],
    ids=["bomb", "entities", "depth"],
)
def test_a_docx_made_to_break_is_refused(part: bytes) -> None:
    assert codes(read(make_docx(["x"], parts={"word/document.xml": part}))) in (
        ["damaged"],
        ["too_much_work"],
    )


def test_a_docx_of_endless_text_is_cut() -> None:
    reading = read(make_docx(["Lorem ipsum dolor sit amet " * 20] * 2_500))
    assert "text_cut" in codes(reading)
