import re
from pathlib import Path

import pytest

from openlaurel.adapters import rasterizing
from openlaurel.core.artwork import SHAPES, errors, sanitize, uploads
from openlaurel.core.artwork.palette import palette

REFERENCE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "artwork.md"


@pytest.fixture(scope="module")
def text() -> str:
    return REFERENCE.read_text("utf-8")


def test_the_reference_names_each_shape(text):
    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == SHAPES


def test_the_reference_states_the_limits_that_hold(text):
    for limit in (
        f"{uploads.LEAST_PIXELS} to {uploads.MOST_PIXELS:,} px a side, at most {uploads.PNG_BYTES >> 20} MB",
        f"{uploads.KEPT_PIXELS:,} px at most",
        f"at most {sanitize.SVG_BYTES >> 20} MB, {sanitize.MOST_ELEMENTS:,} elements, {sanitize.MOST_DEPTH} levels",
        f"more than {sanitize.MOST_DRAWN:,} times",
        f"after {rasterizing.SECONDS} seconds or at {rasterizing.MEMORY >> 30} GB",
    ):
        assert limit in text


def test_the_reference_says_which_hues_are_bright(text):
    first, last = map(int, re.search(r"From (\d+) to (\d+) \(orange to lime\)", text).groups())
    bright = [hue for hue in range(360) if palette(hue).ink != "#ffffff"]
    assert bright == list(range(first, last + 1))


def test_the_errors_that_the_reference_names_exist(text):
    for name in ("MissingGlyph", "LowContrast", "ArtworkError"):
        assert f"`{name}`" in text
        assert hasattr(errors, name)


def test_the_example_for_programs_runs(text):
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    names: dict[str, bytes] = {}
    exec(example, names)
    assert names["svg"].startswith(b"<svg ")
    assert names["png"].startswith(b"\x89PNG")


def test_each_picture_of_the_reference_is_there_and_small(text):
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(pictures) == 4
    for picture in pictures:
        assert 0 < (REFERENCE.parent / picture).stat().st_size < 400_000
