"""A résumé as a PDF is real tagged text with links, in both directions, and nothing that people wrote is markup."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.adapters.test_certificates import _letters, _streams
from tests.unit.core.resumes.test_forms import BADGE, LABELS, RESUME, nasty

from openlaurel.adapters.certificates import CannotBeSet
from openlaurel.adapters.resumes import render_resume
from openlaurel.core.resumes import Resume, ResumeLabels

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def rendered(
    resume: Resume, labels: ResumeLabels = LABELS, credentials: dict[str, bytes] | None = None
) -> bytes:
    return render_resume(
        resume, labels, colour="#0b6b8a", pictures={BADGE.url: SQUARE}, credentials=credentials or {}, now=NOW
    )


def test_it_is_tagged_with_language_title_headings_and_links_and_carries_the_signed_badges() -> None:
    pdf = rendered(RESUME, credentials={BADGE.url: b'{"id": "a signed badge"}'})
    everything = pdf + _streams(pdf)

    assert pdf == rendered(RESUME, credentials={BADGE.url: b'{"id": "a signed badge"}'})
    for mark in (
        b"<pdfaid:part>3</pdfaid:part>",
        b"pdfuaid:part",
        b"/StructTreeRoot",
        b"/Lang",
        b"/H1",
        b"/H2",
        b"/H3",
    ):
        assert mark in everything
    assert b"(https://badges.example/awards/1)" in everything
    assert b"a signed badge" in everything
    assert _letters(pdf) >= set("ZoëŁukasiewicz")


def test_in_arabic_it_is_set_from_right_to_left() -> None:
    arabic = replace(RESUME, name="ليلى المنصوري", language="ar", summary="أقود فرقًا صغيرة.")
    labels = replace(LABELS, badges="الشارات", is_rtl=True)

    pdf = rendered(arabic, labels)

    assert b"(ar)" in pdf + _streams(pdf)
    assert _letters(pdf) & set("ليلى") == set("ليلى")


def test_nothing_that_people_wrote_is_markup() -> None:
    hostile = nasty()
    hostile = replace(hostile, summary='#eval("1") $x$ @label *b* = Heading <tag> #read("/etc/passwd")')
    pdf = rendered(hostile)

    letters = _letters(pdf)
    assert {"#", "$", "@", "*", "<", ">"} <= letters
    everything = pdf + _streams(pdf)
    assert b"/JavaScript" not in everything
    assert b"/URI(javascript" not in everything


def test_letters_without_a_font_are_left_out_and_a_name_of_nothing_else_is_refused() -> None:
    pdf = rendered(replace(RESUME, headline="Plans 數 passages", name="Zoë 🚢"))
    assert "數" not in _letters(pdf)
    with pytest.raises(CannotBeSet, match="數學"):
        rendered(replace(RESUME, name="數學"))
