import pytest

from openlaurel.core.artwork import LowContrast
from openlaurel.core.artwork.colour import GRAPHICS, TEXT, Ground, check_contrast, contrast, mix, oklch
from openlaurel.core.artwork.palette import palette


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_that_of_wcag(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


def test_a_colour_beyond_srgb_keeps_its_hue_and_loses_chroma():
    assert oklch(1, 0, 0) == "#ffffff"
    assert oklch(0, 0, 0) == "#000000"
    assert oklch(0.6279, 0.2577, 29.23) == "#ff0000"
    assert oklch(0.5, 9.0, 264).startswith("#00") is False or oklch(0.5, 9.0, 264) != "#000000"


def test_a_veil_gives_the_colour_that_a_browser_would_show():
    assert mix("#ffffff", "#000000", 0.1) == "#1a1a1a"
    assert mix("#ffffff", "#123456", 0) == "#123456"


def test_on_every_hue_words_and_marks_can_be_told_from_what_lies_behind_them():
    for hue in range(360):
        colours = palette(hue)
        check_contrast(colours.ink, colours.field, TEXT)
        check_contrast(colours.ink, colours.crown, GRAPHICS)
        check_contrast(colours.accent, colours.field, GRAPHICS)
        check_contrast(colours.quiet, colours.field, GRAPHICS)
        check_contrast(colours.dark, colours.sheet, TEXT)
        check_contrast(colours.line, colours.sheet, GRAPHICS)


def test_colours_that_are_too_close_are_named_with_the_number_that_is_missing():
    with pytest.raises(
        LowContrast, match=r"#888888 on #777777 of the wall has a contrast of 1\.2\d; needed is 4\.5"
    ):
        check_contrast("#888888", Ground("the wall", ("#000000", "#777777")), TEXT)
