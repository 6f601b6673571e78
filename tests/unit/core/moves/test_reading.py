"""What other platforms export is read as it stands, and what is wrong with a line is said of that line."""

import json
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from tests import exports

from openlaurel.core.moves import (
    ArchiveTooLarge,
    DamagedArchive,
    DatesOpen,
    Export,
    MovesError,
    NotAnExport,
    NothingInIt,
    SameFileTwice,
    SeveralPlatforms,
    UnknownShape,
    UnsafePath,
    read_export,
)
from openlaurel.core.rosters import Order


def read(data: bytes, name: str = "export", order: Order | None = None) -> Export:
    export = read_export({name: data}, order=order)
    assert len(export.awards) + len(export.refused) == export.read
    return export


def test_credlys_table_is_read_line_by_line() -> None:
    export = read(exports.credly_csv(), "badges.csv")
    assert (export.platform, len(export.awards), export.refused) == ("credly", 6, ())
    assert {definition.name for definition in export.definitions} == {"Harbour pilot", "Night watch"}
    first = export.awards[0]
    assert (first.source_id, first.recipient_name) == (exports.uuid(0), "Ana Ferreira")
    assert first.recipient_email == "ana0@learners.example"
    assert first.issued_on == datetime(2024, 3, 1, 14, 41, tzinfo=UTC)
    assert first.url == f"https://badges.example/badges/{exports.uuid(0)}"
    assert export.awards[3].state == "revoked"
    assert str(first.place) == "badges.csv:2"


def test_credlys_json_says_how_many_there_are() -> None:
    export = read(exports.credly_json(4, declared=9))
    assert (export.platform, export.declared, export.read) == ("credly", 9, 4)
    [definition] = export.definitions
    assert definition.criteria == "- Ten passages with a pilot"
    assert definition.tags == ("Piloting",)
    assert export.awards[0].evidence == ({"id": "https://logs.example/1", "name": "Log"},)


def test_pages_in_an_archive_are_one_export() -> None:
    pages = {"page1.json": exports.credly_json(3, 5)}
    second = json.loads(exports.credly_json(5, 5))
    second["data"] = second["data"][3:]
    pages["page2.json"] = json.dumps(second).encode()
    export = read(exports.packed(pages), "credly.zip")
    assert (export.declared, export.read, len(export.awards)) == (5, 5, 5)


def test_accredibles_credentials_and_groups_are_read() -> None:
    files = {"credentials.json": exports.accredible_json(), "groups.json": exports.accredible_groups()}
    export = read(exports.packed(files))
    assert (export.platform, export.declared, len(export.awards)) == ("accredible", 4, 4)
    [definition] = export.definitions
    assert definition.description == "Brings a ship in, by day and by night."
    assert export.awards[0].narrative == "Grade: A"
    assert export.awards[0].url == "https://credential.example/1000"


def test_accredibles_second_version_is_read() -> None:
    entry = {
        "id": 12, "issued_on": "2025-10-31", "expired_on": None, "recipient_email": "ana@learners.example",
        "recipient_name": "Ana", "name": "Harbour pilot", "approve": False,
        "group": {"id": 5, "name": "P1", "course_name": "Harbour pilot"},
    }  # fmt: skip
    export = read(json.dumps({"credentials": [entry], "meta": {"count": 1}}).encode())
    assert (export.platform, export.declared) == ("accredible", 1)
    assert (export.awards[0].definition_id, export.awards[0].state) == ("5", "pending")


def test_accredibles_table_settles_its_dates_by_itself() -> None:
    export = read(exports.accredible_csv(), "credentials.csv")
    assert export.platform == "accredible"
    assert [award.issued_on for award in export.awards][:2] == [
        datetime(2023, 1, 28, tzinfo=UTC),
        datetime(2023, 2, 28, tzinfo=UTC),
    ]


def test_badgrs_entities_are_read_with_their_picture() -> None:
    export = read(exports.badgr_json())
    assert (export.platform, len(export.awards)) == ("badgr", 4)
    [definition] = export.definitions
    assert definition.image == exports.png()
    assert export.awards[0].recipient_name == "Ana Ferreira"
    assert (export.awards[2].state, export.awards[2].revocation_reason) == ("revoked", "Another person.")
    assert read(exports.badgr_csv(), "awards.csv").platform == "badgr"


def test_badges_as_files_are_read_and_kept_as_they_are() -> None:
    files = exports.open_badges()
    export = read(exports.packed(files), "badges.zip")
    assert (export.platform, len(export.awards), export.refused) == ("open_badges", 3, ())
    by_file = {award.place.file: award for award in export.awards}
    assert by_file["badge-1.png"].original == files["badge-1.png"]
    assert by_file["badge-0.json"].original == files["badge-0.json"]
    # the address is nowhere but in the list beside: the badge holds its hash
    assert by_file["badge-0.json"].recipient_email == "ana0@learners.example"
    assert by_file["badge-0.json"].recipient_name == "Ana Ferreira"
    [definition] = export.definitions
    assert definition.image == files["badge-1.png"]


def test_a_class_by_address_must_lie_beside() -> None:
    badge = exports.assertion(0)
    whole = badge["badge"]
    badge["badge"] = whole["id"]
    alone = read(json.dumps(badge).encode())
    assert [refused.code for refused in alone.refused] == ["definition_missing"]
    files = {"a.json": json.dumps(badge).encode(), "class.json": json.dumps(whole).encode()}
    assert len(read(exports.packed(files)).awards) == 1


def test_dates_that_can_be_read_in_two_ways_are_asked_about() -> None:
    rows = exports.credly_rows(2)
    rows[0][6], rows[1][6] = "03/04/2024", "05/06/24"
    data = exports.table(exports.CREDLY_HEADER, rows)
    with pytest.raises(DatesOpen, match="03/04/2024"):
        read(data)
    assert read(data, order=Order.DAY_FIRST).awards[0].issued_on == datetime(2024, 4, 3, tzinfo=UTC)
    assert read(data, order=Order.MONTH_FIRST).awards[1].issued_on == datetime(2024, 5, 6, tzinfo=UTC)


def test_a_column_that_mixes_both_orders_is_asked_about_and_the_others_refused() -> None:
    rows = exports.credly_rows(3)
    rows[0][6], rows[1][6], rows[2][6] = "25/04/2024", "04/25/2024", "03/04/2024"
    data = exports.table(exports.CREDLY_HEADER, rows)
    with pytest.raises(DatesOpen):
        read(data)
    export = read(data, order=Order.DAY_FIRST)
    assert [(refused.code, refused.place.line) for refused in export.refused] == [("bad_date", 3)]
    assert len(export.awards) == 2


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        (3, "not an address", "bad_email"),
        (3, "", "no_email"),
        (4, '=HYPERLINK("https://evil.example")', "formula"),
        (2, "=1+1", "formula"),
        (6, "soon", "bad_date"),
        (6, "", "no_date"),
        (7, "2020-01-01", "ends_before"),
        (4, "A" * 300, "long_name"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_of_it(column: int, value: str, code: str) -> None:
    rows = exports.credly_rows(3)
    rows[1][column] = value
    export = read(exports.table(exports.CREDLY_HEADER, rows), "b.csv")
    assert [(refused.code, refused.place.line) for refused in export.refused] == [(code, 3)]
    assert export.refused[0].message
    assert len(export.awards) == 2


def test_a_badge_that_is_there_twice_counts_once() -> None:
    rows = exports.credly_rows(2)
    export = read(exports.table(exports.CREDLY_HEADER, [*rows, rows[0]]))
    assert [refused.code for refused in export.refused] == ["twice"]
    assert export.read == 3


def test_lines_without_an_id_get_the_same_one_each_time() -> None:
    header, rows = exports.CREDLY_HEADER[1:], [row[1:] for row in exports.credly_rows(2)]
    first, second = (read(exports.table(header, some)) for some in (rows, rows[::-1]))
    assert {award.source_id for award in first.awards} == {award.source_id for award in second.awards}
    assert all(award.id_is_made for award in first.awards)


def with_member(name: str, attributes: int = 0) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x.json")
        info.filename, info.external_attr = name, attributes
        archive.writestr(info, b"{}")
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/../../b.json", "..\\b.json", "C:\\b.json"]
)
def test_paths_that_lead_out_of_an_archive_are_refused(name: str) -> None:
    with pytest.raises(UnsafePath):
        read(with_member(name), "x.zip")


def test_links_in_an_archive_are_refused() -> None:
    with pytest.raises(UnsafePath):
        read(with_member("link.json", 0o120777 << 16), "x.zip")


def test_zip_bombs_are_refused_before_they_unfold() -> None:
    bomb = exports.packed({"a.json": b"0" * 80_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(ArchiveTooLarge):
        read(bomb, "bomb.zip")


def test_an_archive_that_lies_about_sizes_is_refused() -> None:
    data = bytearray(exports.packed({"a.json": exports.credly_json(3)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(DamagedArchive):
        read(bytes(data), "x.zip")


def test_two_files_of_one_name_are_told() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.json", b"[]")
    with pytest.raises(SameFileTwice):
        read(out.getvalue(), "x.zip")


def test_two_platforms_at_once_are_told() -> None:
    files = {"a.csv": exports.credly_csv(), "b.json": exports.badgr_json()}
    with pytest.raises(SeveralPlatforms, match="Badgr"):
        read(exports.packed(files))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7", NotAnExport),
        (exports.packed({}), NothingInIt),
        (b"Name,Shoe size\nAna,38\n", UnknownShape),
        (b'{"hello": 1}', UnknownShape),
        (b"{", UnknownShape),
        (exports.packed({"a.json": b"{}"})[:40], DamagedArchive),
    ],
)
def test_what_is_no_export_is_told_apart(data: bytes, error: type[MovesError]) -> None:
    with pytest.raises(error):
        read(data)


def test_what_is_refused_names_a_way_to_find_it() -> None:
    export = read(
        exports.packed({"a.json": exports.credly_json(1), "b.bin": b"\0\1", "in.zip": exports.packed({})})
    )
    assert {(str(refused.place), refused.code) for refused in export.refused} == {
        ("b.bin", "not_a_badge"),
        ("in.zip", "nested"),
    }
    assert replace(export, refused=()).read == 1
