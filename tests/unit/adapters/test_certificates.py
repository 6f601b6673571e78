import re
import shutil
import zlib
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from openlaurel.adapters import certificates
from openlaurel.adapters.artwork_assets import FOLDER
from openlaurel.adapters.certificates import CannotBeSet, Certificate, CertificateLabels, render_certificate
from openlaurel.adapters.configured import draw_badge
from openlaurel.core.artwork import ArtworkSpec

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
URL = "https://badges.example.org/awards/3f2b7c1e-9d7a-4f55-8a37-0c4f7a1d2b90"
LABELS = CertificateLabels(
    heading="Certificate",
    certifies="This certifies that",
    earned="has earned the micro-credential",
    awarded_by="Awarded by",
    outcomes="What the holder can do",
    skills="Skills",
    more="More at the address below.",
    verify_at="Verify at",
    code="Code",
    note="What counts is the badge at this address.",
    name_elsewhere="The holder's name is shown at the address below.",
    badge_alt="Badge: Data Literacy",
    qr_alt="QR code that leads to the badge's page",
)


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    return Certificate(
        recipient_name="Zoë Łukasiewicz",
        title="Data Literacy",
        issuer="Cartwright Guild",
        language="en",
        hue=262,
        badge=draw_badge(ArtworkSpec("Data Literacy", "Cartwright Guild"))[0],
        url=URL,
        labels=LABELS,
        code="7KQ2-M9XD",
        dates=(("Issued on", "25 November 2026"),),
        facts=(("Workload", "160 hours"),),
        outcomes=("Can read a chart",),
        skills=("Basic SQL",),
    )


def _streams(pdf: bytes) -> bytes:
    """All compressed streams of a PDF, unpacked."""
    out = []
    for match in re.finditer(rb"stream\r?\n(.*?)\nendstream", pdf, re.DOTALL):
        try:
            out.append(zlib.decompress(match[1]))
        except zlib.error:
            out.append(match[1])
    return b"\n".join(out)


def _letters(pdf: bytes) -> set[str]:
    """The characters that a reader can select and copy, from the fonts' ToUnicode tables."""
    found = set()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", _streams(pdf), re.DOTALL):
        for code in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", block):
            found |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", _streams(pdf), re.DOTALL):
        for first, last, start in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block
        ):
            found |= {chr(int(start, 16) + step) for step in range(int(last, 16) - int(first, 16) + 1)}
    return found


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf + _streams(pdf)))


def test_a_certificate_is_one_page_of_real_tagged_text_for_the_archive(certificate):
    pdf = render_certificate(certificate, now=NOW)
    everything = pdf + _streams(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert _pages(pdf) == 1
    assert _letters(pdf) >= set("ZoëŁukasiewicz")
    assert b"/StructTreeRoot" in everything
    assert b"/Lang" in everything
    assert b"<pdfaid:part>3</pdfaid:part>" in everything
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in everything
    assert b"<pdfuaid:part>1</pdfuaid:part>" in everything
    assert "Data Literacy – Zoë Łukasiewicz".encode() in everything
    assert URL.encode() in everything
    assert len(pdf) < 250_000


def test_the_same_certificate_at_the_same_moment_is_the_same_file(certificate):
    first = render_certificate(certificate, now=NOW)
    assert render_certificate(certificate, now=NOW) == first
    assert render_certificate(certificate, now=NOW.replace(year=2027)) != first


@pytest.mark.parametrize(
    "name",
    ["#panic()", "$x^2$ ] } #{1+1}", "*a* _b_ `c` <d> @e \\u{41}", '"quoted" // comment', "= Heading", "- x"],
)
def test_a_name_is_never_read_as_markup(certificate, name):
    for field in ("recipient_name", "title", "issuer", "code"):
        pdf = render_certificate(replace(certificate, **{field: name}), now=NOW)
        assert _letters(pdf) >= set(name) - {" "}
    outcomes = replace(
        certificate, outcomes=(name,), skills=(name,), facts=((name, name),), dates=((name, name),)
    )
    assert _letters(render_certificate(outcomes, now=NOW)) >= set(name) - {" "}


@pytest.mark.parametrize(
    "name",
    [
        "ليلى بنت عبد الرحمن",
        "Σωκράτης",
        "Олександр",
        "Nguyễn Thị Minh",
        "שרה",
        "प्रिया",
        "Łódź",
        "X",
        "Jose\u0301",
        "N" * 120,
    ],
)
def test_names_of_many_scripts_are_set(certificate, name):
    pdf = render_certificate(replace(certificate, recipient_name=name), now=NOW)
    assert _pages(pdf) == 1
    assert pdf != render_certificate(replace(certificate, recipient_name=""), now=NOW)


def test_a_name_that_no_font_has_gives_way_to_words_not_boxes(certificate):
    unnamed = render_certificate(replace(certificate, recipient_name=""), now=NOW)
    assert render_certificate(replace(certificate, recipient_name="李小龙"), now=NOW) == unnamed


def test_a_font_that_an_operator_adds_is_used(certificate, tmp_path, monkeypatch):
    fonts = tmp_path / "built" / "fonts"
    fonts.mkdir(parents=True)
    for file in (FOLDER / "fonts").glob("*.ttf"):
        target = tmp_path / "fonts" if "noto" in file.name else fonts
        target.mkdir(exist_ok=True)
        shutil.copy(file, target)
    indian = replace(certificate, recipient_name="प्रिया")
    monkeypatch.setattr(certificates, "FOLDER", tmp_path / "built")
    assert b"NotoSans" not in render_certificate(indian, now=NOW)
    monkeypatch.setenv("OPENLAUREL_DATA", str(tmp_path))
    assert b"NotoSans" in render_certificate(indian, now=NOW)


def test_an_emoji_is_left_out_of_a_name(certificate):
    plain = render_certificate(replace(certificate, recipient_name="Zoë Łukasiewicz"), now=NOW)
    assert render_certificate(replace(certificate, recipient_name="Zoë Łukasiewicz 🎓"), now=NOW) == plain


def test_what_else_no_font_has_is_left_out_but_a_title_is_refused_by_name(certificate):
    more = replace(
        certificate,
        outcomes=("Can read a chart", "数学"),
        skills=("Basic SQL", "数学"),
        facts=(("Workload", "160 hours"), ("語", "x")),
    )
    assert render_certificate(more, now=NOW) == render_certificate(certificate, now=NOW)
    with pytest.raises(CannotBeSet, match="“数学” can't be set: no font has “数"):
        render_certificate(replace(certificate, title="数学"), now=NOW)


def test_a_definition_of_any_length_stays_on_one_page(certificate):
    long = replace(
        certificate,
        recipient_name="Maria Magdalena " * 8,
        title="A title of many words " * 6,
        issuer="An organisation of many words " * 7,
        outcomes=tuple(
            f"Can do the thing number {number} " + "that takes many words " * 8 for number in range(30)
        ),
        skills=tuple(f"A skill of several words, number {number}" for number in range(40)),
        facts=tuple((f"Fact {number}", "that takes many words " * 6) for number in range(8)),
    )
    assert _pages(render_certificate(long, now=NOW)) == 1


def test_arabic_certificates_run_from_right_to_left(certificate):
    arabic = CertificateLabels(**{field.name: "شهادة" for field in fields(CertificateLabels)})
    pdf = render_certificate(replace(certificate, language="ar", labels=arabic), now=NOW)
    assert _pages(pdf) == 1
    assert re.search(rb"/Lang\s*\(ar\)", pdf + _streams(pdf))


def test_the_signed_badge_can_travel_within_the_certificate(certificate):
    credential = b'{"type": ["VerifiableCredential"]}'
    pdf = render_certificate(replace(certificate, credential=credential), now=NOW)
    assert credential in pdf + _streams(pdf)
    assert b"credential.json" in pdf + _streams(pdf)
    assert b"credential.json" not in render_certificate(certificate, now=NOW)


def test_an_issuers_own_png_stands_where_a_drawn_badge_would(certificate):
    png = draw_badge(ArtworkSpec("Data Literacy", "Cartwright Guild"))[1]
    assert _pages(render_certificate(replace(certificate, badge=png), now=NOW)) == 1
