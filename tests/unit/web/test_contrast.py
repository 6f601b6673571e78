"""Text on its ground can be read in both colour schemes: each pair of tokens that stand on each other contrasts."""

import math
import re
from pathlib import Path

import pytest

import openlaurel

SHEET = (Path(openlaurel.__file__).parent / "web" / "static" / "app.css").read_text("utf-8")
HUE = float(re.search(r"--h: (\d+);", SHEET)[1])  # type: ignore[index]
TEXT, SHAPE = 4.5, 3.0
GROUNDS = ("--bg", "--surface", "--raised")
PAIRS = [
    *((ink, ground, TEXT) for ink in ("--ink", "--muted", "--brand") for ground in GROUNDS),
    *(("--ink", f"--{tone}-soft", TEXT) for tone in ("ok", "warn", "bad", "brand")),
    *((f"--{tone}", f"--{tone}-soft", TEXT) for tone in ("ok", "warn", "bad", "brand")),
    *((f"--{tone}", ground, TEXT) for tone in ("ok", "warn", "bad") for ground in GROUNDS[:2]),
    ("--on-brand", "--brand-solid", TEXT),
    *(("--line-strong", ground, SHAPE) for ground in GROUNDS[:2]),
    *(("--brand", ground, SHAPE) for ground in GROUNDS),
    *(("--bar", ground, SHAPE) for ground in GROUNDS),
]  # fmt: skip
COLOUR = r"oklch\(([\d.]+)% ([\d.]+) (var\(--h\)|[\d.]+)\)"


def token(name: str, scheme: str) -> tuple[float, float, float]:
    """Linear RGB of a token in the scheme."""
    found = re.search(rf"{name}: (?:light-dark\({COLOUR}, {COLOUR}\)|{COLOUR});", SHEET)
    assert found is not None, name
    groups = found.groups()
    lightness, chroma, hue = groups[6:] if groups[6] else groups[:3] if scheme == "light" else groups[3:6]
    return linear_rgb(float(lightness) / 100, float(chroma), HUE if hue.startswith("var") else float(hue))


def linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """OKLCH to linear sRGB (CSS Color 4, section 10), clipped to what a screen shows."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return tuple(min(1.0, max(0.0, part)) for part in (red, green, blue))  # type: ignore[return-value]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """WCAG 2.2: the ratio of relative luminances."""
    bright, dark = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read(ink: str, ground: str, least: float, scheme: str) -> None:
    assert contrast(token(ink, scheme), token(ground, scheme)) >= least


def test_white_and_black_contrast_as_the_standard_says() -> None:
    assert contrast(linear_rgb(1, 0, 0), linear_rgb(0, 0, 0)) == pytest.approx(21, abs=0.01)
