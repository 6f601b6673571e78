import io
from dataclasses import replace

import pytest
from PIL import Image

from openlaurel.core.artwork import Card, draw_card

CARD = Card("Data Literacy", "Guild", "en", 200, "Zoë Łukasiewicz", "Earned by", "badges.example.org")


@pytest.fixture
def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10)).save(out, "PNG")
    return out.getvalue()


def test_a_name_without_a_glyph_leaves_the_card_as_if_nobody_were_named(assets, picture):
    unnamed = draw_card(replace(CARD, holder=""), [picture], assets)
    assert draw_card(replace(CARD, holder="李小龙"), [picture], assets) == unnamed
    assert draw_card(CARD, [picture], assets) != unnamed


def test_a_title_that_no_font_has_leaves_the_picture_to_speak(assets, picture):
    card = draw_card(replace(CARD, title="数学"), [picture], assets)
    assert "<image " in card
    assert "数" not in card


def test_arabic_cards_have_the_picture_where_reading_starts(assets, picture):
    assert '<g transform="translate(0 0)">' in draw_card(CARD, [picture], assets)
    arabic = replace(CARD, title="محو الأمية في البيانات", language="ar")
    assert '<g transform="translate(740 0)">' in draw_card(arabic, [picture], assets)
