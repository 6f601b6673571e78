"""Whatever colour an organisation has, its pages can be read: 4.5 to 1 for text, 3 to 1 for what means something."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.web.test_contrast import SHEET

from openlaurel.core.artwork import BadSpec, LowContrast
from openlaurel.core.artwork.brand import Scheme, brand_colours, hue_of
from openlaurel.core.artwork.colour import contrast, lch_of, oklch

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
TONES = {
    name: pair
    for name, *pair in re.findall(
        r"--(ok|warn|bad): light-dark\(oklch\(([\d. %]+)\), oklch\(([\d. %]+)\)\)", SHEET
    )
}


def faint(colour: str, accent: str = "") -> list[tuple[str, str, str]]:
    """Measured here once more, from the colours alone: what is too close to what it stands on."""
    brand = brand_colours(colour, accent)
    found = []
    for number, scheme in enumerate((brand.light, brand.dark)):
        tones = [oklch(float(v[0].rstrip("%")) / 100, float(v[1]), float(v[2])) for v in (
            pair[number].split() for pair in TONES.values()
        )]  # fmt: skip
        for ground in (scheme.bg, scheme.surface, scheme.raised, scheme.brand_soft):
            needs = [(ink, 4.5) for ink in (scheme.ink, scheme.muted, scheme.brand)]
            needs += [(ui, 3.0) for ui in (scheme.line_strong, scheme.bar, scheme.brand_edge, scheme.accent)]
            if ground in {scheme.bg, scheme.surface}:
                needs += [(tone, 4.5) for tone in tones]
            found += [(colour, ink, ground) for ink, least in needs if contrast(ink, ground) < least]
        for ground in (scheme.brand_solid, scheme.brand_hover):
            if contrast(scheme.on_brand, ground) < 4.5:
                found.append((colour, scheme.on_brand, ground))
    return found


def test_the_tones_of_the_design_system_are_known():
    assert set(TONES) == {"ok", "warn", "bad"}


def test_every_colour_of_a_fine_grid_can_be_read():
    steps = range(0, 256, 17)
    grid = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in itertools.product(steps, repeat=3))
    assert [fault for colour in grid for fault in faint(colour)] == []


@given(COLOURS, COLOURS)
def test_any_two_colours_can_be_read(colour, accent):
    assert faint(colour, accent) == []


@given(COLOURS)
def test_buttons_are_in_the_very_colour(colour):
    brand = brand_colours(colour)
    assert brand.light.brand_solid == brand.dark.brand_solid == colour


@given(COLOURS)
def test_a_colour_keeps_its_hue_where_it_is_made_darker(colour):
    _, chroma, hue = lch_of(colour)
    _, text_chroma, text_hue = lch_of(brand_colours(colour).light.brand)
    if chroma > 0.05 and text_chroma > 0.05:
        assert abs((hue - text_hue + 180) % 360 - 180) < 8


def test_what_can_be_read_already_stays():
    assert brand_colours("#0a5f38").light.brand == "#0a5f38"
    assert brand_colours("#ffcc00").light.brand != "#ffcc00"
    assert brand_colours("#ffcc00").dark.brand == "#ffcc00"


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#GGGGGG", "#0A5F38", "#0a5f38;}", "#0a5f38\n"])
def test_only_six_digits_are_a_colour(colour):
    with pytest.raises(BadSpec):
        brand_colours(colour)


def test_a_grey_has_a_hue_to_draw_with():
    assert hue_of("#808080") == 260


def test_a_scheme_that_cannot_be_read_cannot_be_made():
    good = brand_colours("#0a5f38").light
    with pytest.raises(LowContrast):
        Scheme(**{**{name: getattr(good, name) for name in good.__dataclass_fields__}, "muted": good.raised})


@given(COLOURS)
def test_oklch_is_read_as_it_is_written(colour):
    back = oklch(*lch_of(colour))
    assert all(abs(int(colour[i : i + 2], 16) - int(back[i : i + 2], 16)) <= 1 for i in (1, 3, 5))
