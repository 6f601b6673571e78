import pytest

from openlaurel.core.artwork import Assets, MissingGlyph
from openlaurel.core.artwork.bidi import is_rtl, visual_runs
from openlaurel.core.artwork.text import Style, capitals, clean


@pytest.fixture
def titles(assets: Assets) -> Style:
    return Style(assets.titles, "en")


def _in_order(text: str, *, rtl: bool) -> list[str]:
    return [text[start:end] for start, end, _ in visual_runs(text, rtl=rtl)]


def test_latin_words_and_numbers_keep_their_order_within_arabic():
    text = "إدارة (ISO 31000) 2026"
    assert is_rtl(text)
    assert _in_order(text, rtl=True) == ["2026", ") ", "ISO 31000", "إدارة ("]
    assert _in_order("(ISO 31000) 2026", rtl=True) == ["2026", ") ", "ISO 31000", "("]


def test_arabic_within_a_latin_line_is_turned_alone():
    text = "Data بيانات 12 end"
    assert not is_rtl(text)
    assert visual_runs(text, rtl=False) == [(0, 5, False), (12, 14, False), (5, 12, True), (14, 18, False)]


def test_arabic_in_brackets_stays_in_its_brackets():
    assert _in_order("Data (بيانات) end", rtl=False) == ["Data (", "بيانات", ") end"]
    assert _in_order("a) b (c", rtl=True) == ["a) b (c"]


def test_each_letter_of_a_polish_name_is_drawn_and_takes_room(titles):
    line = titles.line("Łódź")
    assert len(line.glyphs) == 4
    assert all(glyph.face.outline(glyph.id) for glyph in line.glyphs)
    assert {glyph.face.name for glyph in line.glyphs} == {"Bricolage Grotesque"}


def test_an_accent_typed_on_its_own_looks_like_the_composed_letter(titles):
    assert titles.line("Cafe\u0301").glyphs == titles.line("Caf\u00e9").glyphs


def test_arabic_letters_join(assets):
    style = Style(assets.titles, "ar")
    joined = style.line("سسس")
    assert joined.joined
    assert len({glyph.id for glyph in joined.glyphs}) == 3
    assert joined.width < 3 * style.line("س").width


def test_a_word_is_never_set_in_two_fonts(titles):
    for word in ("Thành", "Київ", "Πάτρα", "חברה", "साक्षरता"):
        assert len({glyph.face for glyph in titles.line(word).glyphs}) == 1, word


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Launch 🚀 now", "ROCKET", "U+1F680"),
        ("数学", "CJK UNIFIED IDEOGRAPH-6570", "U+6570"),
        ("dev 👩‍💻", "WOMAN with ZERO WIDTH JOINER with PERSONAL COMPUTER", "U+1F469 U+200D U+1F4BB"),
    ],
)
def test_a_character_without_a_glyph_is_refused_by_name_with_the_fonts_that_were_tried(
    titles, text, name, code
):
    with pytest.raises(MissingGlyph) as caught:
        titles.line(text)
    message = str(caught.value)
    assert f"({name}, {code})" in message
    assert "Bricolage Grotesque, Vazirmatn, Noto Sans, Noto Sans Hebrew" in message
    assert caught.value.character in text


def test_marks_that_only_steer_direction_disappear_but_joiners_stay():
    assert clean(" a\u202e\u2066b \n c\u200f\0\x1b\ud800 ") == "ab c"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("istanbul", "tr", "İSTANBUL"),
        ("istanbul", "en", "ISTANBUL"),
        ("Straße", "de", "STRAẞE"),
        ("Πανεπιστήμιο", "el", "ΠΑΝΕΠΙΣΤΗΜΙΟ"),
        ("جامعة Northwind", "ar", "جامعة Northwind"),
    ],
)
def test_capitals_follow_the_language(text, language, expected):
    assert capitals(text, language) == expected
