"""A résumé in each form says the same, stays text, and is what the form's own schema asks for."""

import json
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from defusedxml import ElementTree
from jsonschema import Draft7Validator, FormatChecker

from openlaurel.core.artwork.brand import brand_colours
from openlaurel.core.resumes import (
    Resume,
    ResumeBadge,
    ResumeEntry,
    ResumeLabels,
    ResumeSkill,
    to_docx,
    to_europass,
    to_html_card,
    to_json_resume,
    to_markdown_card,
)

SCHEMA = Path(__file__).parents[4] / "node_modules" / "@jsonresume" / "schema" / "schema.json"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NASTY = '<script>alert("x")</script> </w:t> ]]> &amp; [a](javascript:b) \x00\x0b\ud800 =1+1'
BADGE = ResumeBadge(
    "Tide tables",
    "Harbour Institute",
    "https://badges.example/awards/1",
    date(2026, 3, 1),
    date(2028, 3, 1),
    state="Valid",
    language="en",
    issuer_url="https://harbour.example/",
    specification={"id": "https://badges.example/achievements/tides", "type": "Qualification"},
)
RESUME = Resume(
    name="Zoë Łukasiewicz",
    language="en",
    made_on=date(2026, 11, 25),
    headline="Plans passages",
    summary="One paragraph.\n\nAnother one.",
    place="Porto",
    email="zoe@people.example",
    phone="+351 220 000 000",
    url="https://badges.example/people/zoe",
    links=(("Code", "https://code.example/zoe"),),
    badges=(BADGE, replace(BADGE, name="Knots", url="https://badges.example/awards/2", issued=None)),
    skills=(ResumeSkill("Tidal planning", "Foundation", ("Tide tables",)), ResumeSkill("Rope")),
    projects=(
        ResumeEntry(
            "A harbour map", "Porto", "https://map.example/", "Drawn.", "2024-09", "2025-02", "", (BADGE,)
        ),
    ),
    work=(ResumeEntry("Pilot", "Harbour", starts="2020", time="since 2020"),),
    degrees=(ResumeEntry("Nautical science", "School of the sea", ends="2019"),),
)
LABELS = ResumeLabels(
    "Résumé", "Badges", "Skills", "Projects", "Work", "Degrees", "Self-declared", "Proved by", "Issued",
    "Valid until", "Verify it at", "A note.", "QR code", "Page",
)  # fmt: skip


def nasty() -> Resume:
    """A résumé whose every text is an attack."""
    badge = replace(BADGE, name=NASTY, issuer=NASTY, state=NASTY)
    entry = ResumeEntry(NASTY, NASTY, "https://x.example/", NASTY, time=NASTY, badges=(badge,))
    return replace(
        RESUME, name=NASTY, headline=NASTY, summary=NASTY, place=NASTY, links=((NASTY, "https://x.example/"),),
        badges=(badge,), skills=(ResumeSkill(NASTY, NASTY, (NASTY,)),), projects=(entry,), work=(entry,), degrees=(entry,),
    )  # fmt: skip


@pytest.mark.parametrize("resume", [RESUME, Resume("Zoë", "en", date(2026, 11, 25))], ids=["full", "bare"])
def test_json_resume_follows_its_schema(resume: Resume) -> None:
    if not SCHEMA.exists():
        pytest.skip("@jsonresume/schema isn't installed: npm ci --ignore-scripts")
    document = to_json_resume(resume)

    Draft7Validator(json.loads(SCHEMA.read_text()), format_checker=FormatChecker()).validate(document)

    assert document["basics"]["name"] == resume.name
    if resume.badges:
        assert document["certificates"][0] == {
            "name": "Tide tables",
            "date": "2026-03-01",
            "url": "https://badges.example/awards/1",
            "issuer": "Harbour Institute",
        }
        assert "date" not in document["certificates"][1]
        assert document["skills"][0]["keywords"] == ["Tide tables"]


def test_europass_holds_each_achievement_and_says_what_it_left_out() -> None:
    export = to_europass(RESUME)

    person = export.document
    first, second = person["hasClaim"]
    assert (person["type"], person["fullName"]) == ("Person", {"en": "Zoë Łukasiewicz"})
    assert first["awardedBy"]["awardingDate"] == "2026-03-01T00:00:00Z"
    assert first["awardedBy"]["awardingBody"]["legalName"] == {"en": "Harbour Institute"}
    assert first["specifiedBy"]["type"] == "Qualification"
    assert first["supplementaryDocument"]["contentURL"] == BADGE.url
    assert "awardingDate" not in second["awardedBy"]
    assert {loss.field for loss in export.losses} == {"summary", "projects", "work", "degrees"}
    assert to_europass(Resume("Zoë", "en", date(2026, 11, 25))).losses == ()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_word_document_has_title_language_headings_and_links_that_lead_to_the_proofs() -> None:
    content = to_docx(RESUME, LABELS, qr=b"\x89PNG...")
    files = parts(content)

    assert content == to_docx(RESUME, LABELS, qr=b"\x89PNG...")
    body = ElementTree.fromstring(files["word/document.xml"])
    written = [
        (style.get(f"{WORD}val"), "".join(text.text or "" for text in paragraph.iter(f"{WORD}t")))
        for paragraph in body.iter(f"{WORD}p")
        if (style := paragraph.find(f"{WORD}pPr/{WORD}pStyle")) is not None
    ]
    assert written[0] == ("Title", "Zoë Łukasiewicz")
    assert [text for style, text in written if style == "Heading1"] == [
        "Badges",
        "Skills",
        "Projects",
        "Work",
        "Degrees",
    ]
    assert ("Heading2", "Tide tables") in written
    assert [text for style, text in written if style == "Note"].count("Self-declared") == 3
    assert b"<dc:language>en</dc:language>" in files["docProps/core.xml"]
    assert b"Zo\xc3\xab" in files["docProps/core.xml"]
    assert b'w:lang w:val="en"' in files["word/styles.xml"]
    links = files["word/_rels/document.xml.rels"].decode()
    assert f'Target="{BADGE.url}" TargetMode="External"' in links
    assert b'descr="QR code"' in files["word/document.xml"]
    assert "media/qr.png" not in parts(to_docx(RESUME, LABELS))["word/_rels/document.xml.rels"].decode()


def test_a_word_document_in_arabic_runs_from_right_to_left() -> None:
    arabic = replace(RESUME, name="ليلى", language="ar")
    files = parts(to_docx(arabic, replace(LABELS, is_rtl=True)))

    document = files["word/document.xml"].decode()
    assert '<w:pStyle w:val="Title"/><w:bidi/>' in document
    assert "<w:rtl/>" in document
    assert "<w:bidi/></w:sectPr>" in document


def test_nothing_that_people_wrote_is_markup_in_a_word_document() -> None:
    files = parts(to_docx(nasty(), LABELS))
    for name, content in files.items():
        root = ElementTree.fromstring(content)
        assert not any("script" in str(element.tag) for element in root.iter()), name
    text = "".join(
        element.text or "" for element in ElementTree.fromstring(files["word/document.xml"]).iter(f"{WORD}t")
    )
    assert '<script>alert("x")</script>' in text
    assert "\x00" not in text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_the_card_for_a_site_loads_and_runs_nothing() -> None:
    page = _Tags()
    scheme = brand_colours("#0b6b8a").light
    page.feed(to_html_card(nasty(), LABELS, scheme, {BADGE.url: b"\x89PNG"}))

    assert page.seen <= {"section", "header", "p", "a", "ul", "li", "span", "img", "br", "b"}
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert all(value.startswith("data:image/png") for name, value in page.attributes if name == "src")
    assert all(
        value.startswith("https://badges.example/") for name, value in page.attributes if name == "href"
    )
    assert "url(" not in str(page.attributes)


def test_the_card_for_a_readme_is_one_line_a_badge_and_no_markup_of_others() -> None:
    card = to_markdown_card(RESUME, LABELS, picture="https://badges.example/people/zoe/card.png")
    assert card.splitlines()[0] == (
        "[![Zoë Łukasiewicz](https://badges.example/people/zoe/card.png)](https://badges.example/people/zoe)"
    )
    assert "- [Tide tables](https://badges.example/awards/1) · Harbour Institute" in card

    hostile = to_markdown_card(nasty(), LABELS)
    assert "<script>" not in hostile.replace("\\<", "")
    assert "](javascript:" not in hostile.replace("\\]", "")
    assert to_markdown_card(Resume("Zoë", "en", date(2026, 11, 25)), LABELS) == "**Zoë**\n"
