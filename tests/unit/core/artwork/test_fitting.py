import itertools

import pytest

from openlaurel.core.artwork import Assets
from openlaurel.core.artwork.fitting import Room, broken, fit
from openlaurel.core.artwork.text import Style


@pytest.fixture
def style(assets: Assets) -> Style:
    return Style(assets.titles, "en")


def _fit(text: str, style: Style, *, width: float = 400, height: float = 140):
    return fit(text, style, Room(300, height, lambda _: width), largest=56, smallest=20, lines=4)


def test_lines_are_broken_evenly(style):
    assert broken(["Data", "Literacy", "for", "Public", "Service"], 2, style) == [
        "Data Literacy for",
        "Public Service",
    ]
    assert broken(["One"], 2, style) is None


@pytest.mark.parametrize(
    "text",
    [
        "SQL",
        "Kommunikationsfähigkeit und Konfliktmanagement",
        "Bewertung von Sachverständigengutachten in Rechtsschutzversicherungsfragen",
        "محو الأمية في البيانات للعاملين في القطاع العام",
        "A title of 120 characters which an issuer wrote out in full because each of its words was found to be needed by someone.",
    ],
)
def test_a_title_keeps_all_its_words_within_its_room(style, text):
    block = _fit(text, style)
    assert not block.shortened
    assert (
        "".join(line.text for line in block.lines).replace("-", "")
        == text.replace(" ", "")[:0] + "".join(text.split(" ")).replace("-", "")
        or " ".join(line.text for line in block.lines) == text
    )
    assert all(line.width * block.size <= 400 for line in block.lines)
    assert block.bottom <= 300 + 140 / 2 + block.size * 0.3


def test_a_word_wider_than_the_badge_is_divided_not_lost(style):
    word = "Donaudampfschifffahrtsgesellschaftskapitänsprüfungsvorbereitung"
    block = _fit(word, style, width=240)
    assert not block.shortened
    assert "".join(line.text.removesuffix("-") for line in block.lines) == word


def test_what_can_never_fit_ends_in_an_ellipsis(style):
    block = _fit("words " * 80, style)
    assert block.shortened
    assert block.lines[-1].text.endswith("words…")
    tiny = _fit("Something", style, width=30, height=24)
    assert tiny.shortened
    assert tiny.lines[0].width * tiny.size <= 30


def test_no_other_break_makes_the_widest_line_narrower(style):
    words = ["Foundations", "of", "Evidence-Based", "Community", "Health", "Nursing", "in", "Rural", "Places"]
    for count in (2, 3, 4):
        cut = broken(words, count, style)
        widest = max(style.width(line, 1) for line in cut)
        for ends in itertools.combinations(range(1, len(words)), count - 1):
            edges = zip((0, *ends), (*ends, len(words)), strict=True)
            other = max(style.width(" ".join(words[start:end]), 1) for start, end in edges)
            assert widest <= other + 0.05, cut


def test_a_hostile_title_is_set_in_no_time(style):
    for text in ("a " * 200, "ab " * 130, "x" * 400):
        assert _fit(text, style).lines
