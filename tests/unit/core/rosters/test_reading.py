"""Rosters as people really have them: what is read, what is refused, and with which line number."""

import time
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest

from openlaurel.core.rosters import (
    MAX_BYTES,
    REASONS,
    ColumnsMissing,
    Fault,
    Field,
    LineTooLong,
    NoHeader,
    NoRows,
    NotATable,
    OpenQuotation,
    Person,
    RostersError,
    RosterTooLarge,
    read_people,
    read_table,
    recognise,
)


def people(data: bytes) -> list[Person | Fault]:
    table = read_table(data)
    return read_people(table, recognise(table.headers).mapping)


def only(data: bytes) -> Person | Fault:
    [found] = people(data)
    return found


def refused(row: str, header: str = "Email,Name,Issue date,Evidence URL,Expires") -> str:
    fault = only(f"{header}\n{row}\n".encode())
    assert isinstance(fault, Fault), fault
    assert fault.message
    return fault.code


@pytest.mark.parametrize(
    ("dialect", "header", "row"),
    [
        (
            "credly",
            "Badge Template ID,Recipient Email,First Name,Middle Name,Last Name,Issued at,Expiration Date,"
            "Issuer Earner ID,Country,State or Province,Evidence Name,Evidence URL,Locale",
            "b-1,ana@learners.example,Ana,Maria,Sousa,2014-04-01 09:41:00 -0500,false,E7,PT,,Log,"
            "https://work.example/log,pt",
        ),
        (
            "canvas",
            "Badge Class ID,Identifier,First Name,Last Name,Narrative,Evidence Narrative,Evidence URL,"
            "Issue Date,Expiration Date",
            "b-1,ana@learners.example,Ana,Sousa,Well done.,Log,https://work.example/log,04/30/2026,",
        ),
        (
            "accredible",
            "Recipient Name,Recipient Email,Issued on,Grade",
            "Ana Sousa,ana@learners.example,2026-04-30,9",
        ),
        (
            "edubadges",
            "Recipient mailadres;First name;Surname;Narrative;Evidence URL;Evidence NAME;Evidence Description;Grade",
            "ana@learners.example;Ana;Sousa;;https://work.example/log;Log;Two pages;9",
        ),
        ("plain", "E-mail\tName", "ana@learners.example\tAna Sousa"),
        ("plain", "Correo electrónico;Nombre;Apellidos", "ana@learners.example;Ana;Sousa"),
        ("plain", "Vorname;Name;E-Mail", "Ana;Sousa;ana@learners.example"),
        ("plain", "البريد الإلكتروني,الاسم", "ana@learners.example,Ana Sousa"),
    ],
)
def test_columns_of_the_large_platforms_are_known_by_themselves(dialect: str, header: str, row: str) -> None:
    table = read_table(f"{header}\n{row}\n".encode())
    recognition = recognise(table.headers)
    assert recognition.dialect == dialect
    [person] = read_people(table, recognition.mapping)
    assert isinstance(person, Person), person
    assert person.email == "ana@learners.example"
    assert person.name in {"Ana Sousa", "Ana Maria Sousa"}
    assert Field.NARRATIVE not in recognition.mapping or person.narrative in {"Well done.", ""}


def test_a_credly_row_brings_everything_over() -> None:
    person = only(
        b"Recipient Email,First Name,Last Name,Issued at,Expiration Date,Issuer Earner ID,Evidence Name,Evidence URL,Locale\n"
        b"Ana@Learners.example,Ana,Sousa,2014-04-01 09:41:00 -0500,2016-04-01,E7,Log,https://work.example/log,pt\n"
    )
    assert person == Person(
        line=2,
        name="Ana Sousa",
        email="ana@learners.example",
        issued_on=datetime(2014, 4, 1, 14, 41, tzinfo=UTC),
        expires_on=datetime(2016, 4, 1, tzinfo=UTC),
        evidence_name="Log",
        evidence_url="https://work.example/log",
        recipient_id="E7",
        language="pt",
    )


@pytest.mark.parametrize(
    ("encoding", "bom", "named", "guessed"),
    [
        ("utf-8", b"", "utf-8", False),
        ("utf-8", b"\xef\xbb\xbf", "utf-8", False),
        ("utf-16-le", b"\xff\xfe", "utf-16", False),
        ("utf-16-be", b"\xfe\xff", "utf-16", False),
        ("utf-16-le", b"", "utf-16", False),
        ("cp1252", b"", "windows-1252", True),
        ("latin-1", b"", "windows-1252", True),
    ],
)
def test_letters_survive_every_encoding(encoding: str, bom: bytes, named: str, guessed: bool) -> None:
    text = "Email,Name\r\nzoe@learners.example,Zoë Müller-Łuczak\r\n"
    if encoding in {"cp1252", "latin-1"}:
        text = text.replace("Ł", "L")
    data = bom + text.encode(encoding)
    table = read_table(data)
    assert (table.encoding, table.encoding_is_guessed) == (named, guessed)
    person = only(data)
    assert isinstance(person, Person)
    assert person.name.startswith("Zoë Müller-")


def test_bytes_that_windows_does_not_define_are_still_read() -> None:
    assert read_table(b"Email,Name\na@x.example,\x81\xe9\n").encoding == "latin-1"


def test_line_numbers_are_those_of_an_editor() -> None:
    data = (
        b"sep=;\r\n"
        b"Email;Name;Narrative\r\n"
        b"\r\n"
        b'a@x.example;Ana;"first\nsecond\r\nthird"\r\n'
        b";;\r\n"
        b"b@x.example;;\r\n"
        b'c@x.example;"Dwayne ""Rock"" Johnson";'
    )
    ana, nameless, rock = people(data)
    assert isinstance(ana, Person)
    assert (ana.line, ana.narrative) == (4, "first\nsecond\nthird")
    assert (nameless.line, isinstance(nameless, Fault)) == (8, True)
    assert isinstance(rock, Person)
    assert (rock.line, rock.name) == (9, 'Dwayne "Rock" Johnson')


def test_old_macintosh_line_ends_and_unicode_separators_in_names() -> None:
    first, second = people("Email,Name\ra@x.example,Ana\u2028Sousa\rb@x.example,Bo\r".encode())
    assert isinstance(first, Person)
    assert first.name == "Ana Sousa"
    assert second.line == 3


@pytest.mark.parametrize(
    "name", ["Null", "True", "NaN", "N/A", "None", "O'Brien-García", "李", "أحمد", "1e5", "İıŞ"]
)
def test_names_that_break_software_are_names(name: str) -> None:
    person = only(f"Email,Name\na@x.example,{name}\n".encode())
    assert isinstance(person, Person)
    assert person.name == name


def test_a_name_of_120_letters_with_commas_and_emoji_is_one_name() -> None:
    name = "Nguyễn, 👩‍🚀 " + "x" * 108
    person = only(f'Email,Name\na@x.example,"{name}"\n'.encode())
    assert isinstance(person, Person)
    assert person.name == name


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Ana", "no_email"),
        ("ana,Ana", "bad_email"),
        ("ana@x,Ana", "bad_email"),
        ("ana@@x.example,Ana", "bad_email"),
        ("ana@x..example,Ana", "bad_email"),
        ("ána@x.example,Ana", "bad_email"),
        ("Ana <ana@x.example>,Ana", "bad_email"),
        ("ana@x.example," + "x" * 201, "long_name"),
        ("ana@x.example,", "no_name"),
        ("ana@x.example,A\x00na", "odd_name"),
        ("ana@x.example,A\ufffdna", "odd_name"),
        ("ana@x.example,bo@x.example", "address_as_name"),
        ("ana@x.example,Ana,30 Febtober 2026", "bad_date"),
        ("ana@x.example,Ana,2026-02-30", "bad_date"),
        ("ana@x.example,Ana,46000", "bad_date"),
        ("ana@x.example,Ana,9999-12-31T23:59:59-14:00", "bad_date"),
        ("ana@x.example,Ana,0001-01-01T00:00:00+14:00", "bad_date"),
        ("ana@x.example,Ana,03/04/26", "bad_date"),
        ("ana@x.example,Ana,03/04/2026", "ambiguous_date"),
        ("ana@x.example,Ana,2026-04-30,,2026-04-29", "ends_before"),
        ("ana@x.example,Ana,,javascript:alert(1)", "bad_url"),
        ("ana@x.example,Ana,,work.example/log", "bad_url"),
        ("ana@x.example,Sousa, Ana,,,,x", "too_many_cells"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(row: str, code: str) -> None:
    assert refused(row) == code


def test_each_reason_is_worded_for_its_values() -> None:
    values = dict.fromkeys(("value", "column", "line", "length", "found", "wanted", "start", "end"), "7")
    assert all("%" not in Fault(2, code, values).message for code in REASONS)


def test_one_faulty_row_leaves_the_others_standing() -> None:
    found = people(b"Email,Name\na@x.example,Ana\nnobody,Bo\nc@x.example,Cy\n")
    assert [type(row).__name__ for row in found] == ["Person", "Fault", "Person"]
    assert found[1].line == 3


def test_duplicates_point_to_the_first_line() -> None:
    found = people(
        b"Email,Name,Learner ID\na@x.example,Ana,1\nb@x.example,Bo,2\nA@X.example,Ana,3\nc@x.example,Cy,2\nc@x.example,Cy,4\n"
    )
    assert [(row.line, row.message) for row in found if isinstance(row, Fault)] == [
        (4, "The e-mail address is the same as in line 2."),
        (5, "The id “2” is the same as in line 3."),
    ]


@pytest.mark.parametrize(
    ("texts", "months"),
    [
        (("03/04/2026", "13/04/2026"), (4, 4)),
        (("03/04/2026", "04/13/2026"), (3, 4)),
        (("4/4/2026", "04-04-2026"), (4, 4)),
        (("30.4.2026", "30. April 2026"), (4, 4)),
        (("April 30, 2026", "Sept. 1 2026"), (4, 9)),
        (("2026/4/30", "4/30/2026 12:00:00 AM"), (4, 4)),
        (("2026-04-30T23:30:00-05:00", "2026-04-30T10:00Z"), (5, 4)),
    ],
)
def test_dates_are_read_as_the_column_shows_they_are_meant(
    texts: tuple[str, str], months: tuple[int, int]
) -> None:
    rows = "".join(f'{n}@x.example,P{n},"{text}"\n' for n, text in enumerate(texts))
    found = people(f"Email,Name,Issued on\n{rows}".encode())
    assert tuple(row.issued_on.month for row in found if isinstance(row, Person) and row.issued_on) == months


def test_a_file_that_is_no_table_is_named_for_what_it_is() -> None:
    workbook = BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotATable, match="Excel"):
        read_table(workbook.getvalue())
    with pytest.raises(NotATable, match="binary"):
        read_table(bytes(range(256)) * 4 + b"\x00" * 400)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NoRows),
        (b"\n\n  \n", NoRows),
        (b"Email,Name\n", NoRows),
        (b"ana@x.example,Ana\nbo@x.example,Bo\n", NoHeader),
        (b'Email,Name\na@x.example,"Ana\nb@x.example,Bo\nc@x.example,Cy\n', OpenQuotation),
        (b'Email,Name\na@x.example,"Ana\n' + b"b@x.example,Bo\n" * 500 + b'"\n', OpenQuotation),
        (b"Email,Name\n" + b"x" * (MAX_BYTES - 11), LineTooLong),
        (b"x" * MAX_BYTES, LineTooLong),
        (b"x" * (MAX_BYTES + 1), RosterTooLarge),
        (b"Email,Name\n" + b"a@x.example,A\n" * 60_000, RosterTooLarge),
    ],
)
def test_a_hostile_file_is_refused_in_bounded_time_with_its_fault(
    data: bytes, error: type[RostersError]
) -> None:
    started = time.monotonic()
    with pytest.raises(error) as raised:
        read_table(data)
    assert time.monotonic() - started < 5
    assert len(str(raised.value)) > 20


def test_an_open_quotation_names_the_line_where_it_opens() -> None:
    with pytest.raises(OpenQuotation) as raised:
        read_table(b'Email,Name\na@x.example,Ana\nb@x.example,"Bo\nc@x.example,Cy\n')
    assert raised.value.params["line"] == 3


def test_missing_columns_are_named_with_those_that_are_there() -> None:
    table = read_table(b"Colour,Name\nred,Ana\n")
    with pytest.raises(ColumnsMissing, match="“Colour”, “Name”"):
        read_people(table, recognise(table.headers).mapping)
    table = read_table(b"Email,Colour\na@x.example,red\n")
    with pytest.raises(ColumnsMissing, match="the name"):
        read_people(table, recognise(table.headers).mapping)


def test_columns_of_one_name_can_be_told_apart() -> None:
    assert read_table(b"Email,Name,name,\na@x.example,Ana,Bo,\n").headers == (
        "Email",
        "Name",
        "name (2)",
        "(4)",
    )


def test_ten_thousand_rows_are_read_in_a_moment() -> None:
    data = b"Email,Name,Issued on\n" + b"".join(
        b"p%d@x.example,Person %d,2026-04-30\n" % (n, n) for n in range(10_000)
    )
    started = time.monotonic()
    assert len(people(data)) == 10_000
    assert time.monotonic() - started < 5


def test_a_header_with_the_character_nul_is_read_without_it() -> None:
    assert read_table(b"Email,Na\x00me,\x00\nana@x.example,Ana,x\n").headers == ("Email", "Name", "(3)")


@pytest.mark.parametrize(
    ("name", "is_formula"),
    [
        ('=CONCAT("Ana"," Sousa")', True),
        ("=Sheet2!B7", True),
        ("=B2&C2", True),
        ("#N/A", False),
        ("=SUM(A1:A9) Fields", False),
        ("= Ana =", False),
        ("Ana =1", False),
    ],
)
def test_a_whole_formula_is_nobodys_name(name: str, is_formula: bool) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    [found] = people(f"Email,Name\nana@x.example,{quoted}\n".encode())
    assert isinstance(found, Fault) is is_formula
    if isinstance(found, Fault):
        assert found.code == "formula"
