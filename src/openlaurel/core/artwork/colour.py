"""Colours from a hue: OKLCH, so that each hue is equally light, and contrast that is solved for, then checked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from openlaurel.core.artwork.errors import LowContrast

TEXT = 4.5  # WCAG 2.2, 1.4.3
GRAPHICS = 3.0  # WCAG 2.2, 1.4.11
VEIL = 0.1  # how much of a pattern's colour may lie over a field that carries text
WHITE, BLACK = "#ffffff", "#000000"


@dataclass(frozen=True)
class Ground:
    """What lies behind a drawing: each colour that may be there, from the lightest to the darkest."""

    name: str
    colours: tuple[str, ...]


@dataclass(frozen=True)
class Palette:
    """The colours of one badge. On the `field` things are drawn in `ink`, on `paper` in `dark`."""

    top: str
    middle: str
    bottom: str
    ink: str
    quiet: str
    accent: str
    veil: str
    tint: str
    shade: str
    glow: str
    paper: str
    dark: str
    line: str
    facets: tuple[str, ...]
    metals: tuple[tuple[str, ...], ...]

    @property
    def field(self) -> Ground:
        stops = (self.top, self.middle, self.bottom)
        veiled = tuple(mix(self.veil, stop, VEIL) for stop in stops)
        return Ground("the field", (*stops, *veiled))

    @property
    def sheet(self) -> Ground:
        return Ground("the paper", (self.paper,))

    def metal(self, level: int) -> tuple[str, ...]:
        """The stops of a rim's gradient: more precious with each level."""
        return self.metals[max(level, 1) - 1]


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """This function will return the sRGB colour, with as much of the chroma as sRGB has at this lightness."""
    low, high = 0.0, chroma
    if _in_gamut(_linear(lightness, chroma, hue)):
        low = chroma
    else:
        for _ in range(16):
            half = (low + high) / 2
            low, high = (half, high) if _in_gamut(_linear(lightness, half, hue)) else (low, half)
    return "#" + "".join(f"{_encode(value):02x}" for value in _linear(lightness, low, hue))


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(rgb: Iterable[float]) -> bool:
    return all(-1e-4 <= value <= 1.0001 for value in rgb)


def _encode(value: float) -> int:
    value = min(1.0, max(0.0, value))
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """This function will return WCAG's contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(top: str, bottom: str, amount: float) -> str:
    """This function will return the colour that `top` gives when it covers `bottom` with this opacity."""
    pairs = zip(_channels(top), _channels(bottom), strict=True)
    return "#" + "".join(f"{round(a * amount + b * (1 - amount)):02x}" for a, b in pairs)


def check_contrast(colour: str, ground: Ground, least: float) -> None:
    """This function will raise LowContrast when `colour` is too close to any colour of `ground`."""
    for behind in ground.colours:
        found = contrast(colour, behind)
        if found < least:
            raise LowContrast(
                f"{colour} on {behind} of {ground.name} has a contrast of {found:.2f}; needed is {least}."
            )


def _solved(lightness: float, chroma: float, hue: float, ground: Ground, least: float, step: float) -> str:
    """The colour nearest to `lightness` that has this contrast to all of `ground`, going by `step`."""
    while 0 <= lightness <= 1:
        colour = oklch(lightness, chroma, hue)
        if all(contrast(colour, behind) >= least for behind in ground.colours):
            return colour
        lightness += step
    raise LowContrast(f"No colour of hue {hue:.0f} has a contrast of {least} to {ground.name}.")


def _under(ink: str, veil: str, lightness: float, chroma: float, hue: float, step: float) -> str:
    """The field colour nearest to `lightness` on which `ink` stays readable, also through the veil."""
    while 0 <= lightness <= 1:
        colour = oklch(lightness, chroma, hue)
        if min(contrast(ink, colour), contrast(ink, mix(veil, colour, VEIL))) >= TEXT + 0.05:
            return colour
        lightness += step
    raise LowContrast(f"No field of hue {hue:.0f} carries {ink}.")


@cache
def palette(hue: int) -> Palette:
    """This function will return the colours of a badge of this hue (degrees of OKLCH, 0 to 359).

    Yellows and oranges are bright fields with dark ink, since a dark yellow is brown; all others the reverse.
    """
    return _bright(hue) if 48 < hue < 118 else _deep(hue)


def _deep(hue: int) -> Palette:
    top = _under(WHITE, WHITE, 0.60, 0.20, hue + 6, -0.005)
    middle = _under(WHITE, WHITE, 0.48, 0.19, hue, -0.005)
    bottom = oklch(0.31, 0.13, hue - 14)
    field = Ground("the field", (*(mix(WHITE, c, VEIL) for c in (top, middle, bottom)), top, middle, bottom))
    warm = 85 if not 60 < hue < 150 else 95
    return _completed(
        hue, top=top, middle=middle, bottom=bottom, ink=WHITE, veil=WHITE,
        quiet=_solved(0.78, 0.06, hue, field, GRAPHICS, 0.005),
        accent=_solved(0.87, 0.14, warm, field, TEXT, 0.005),
        shade=oklch(0.27, 0.10, hue - 12), glow=oklch(0.70, 0.17, hue + 14),
        lightest=0.66, darkest=0.33, chroma=0.17,
    )  # fmt: skip


def _bright(hue: int) -> Palette:
    ink = oklch(0.26, 0.07, hue - 16)
    top = _under(ink, BLACK, 0.92, 0.12, hue + 8, 0.005)
    middle = _under(ink, BLACK, 0.84, 0.16, hue, 0.005)
    bottom = _under(ink, BLACK, 0.73, 0.15, hue - 14, 0.005)
    field = Ground("the field", (*(mix(BLACK, c, VEIL) for c in (top, middle, bottom)), top, middle, bottom))
    return _completed(
        hue, top=top, middle=middle, bottom=bottom, ink=ink, veil=BLACK,
        quiet=_solved(0.50, 0.08, hue - 16, field, GRAPHICS, -0.005),
        accent=_solved(0.44, 0.13, hue - 28, field, TEXT, -0.005),
        shade=oklch(0.42, 0.10, hue - 20), glow=oklch(0.96, 0.08, hue + 10),
        lightest=0.86, darkest=0.50, chroma=0.14,
    )  # fmt: skip


def _completed(
    hue: int, *, lightest: float, darkest: float, chroma: float,
    top: str, middle: str, bottom: str, ink: str, veil: str, quiet: str, accent: str, shade: str, glow: str,
) -> Palette:  # fmt: skip
    paper = oklch(0.985, 0.008, hue)
    sheet = Ground("the paper", (paper,))
    span = lightest - darkest
    return Palette(
        top=top, middle=middle, bottom=bottom, ink=ink, quiet=quiet, accent=accent, veil=veil, shade=shade,
        glow=glow, paper=paper, tint=oklch(0.93, 0.045, hue),
        dark=_solved(0.27, 0.08, hue, sheet, TEXT, -0.01), line=_solved(0.62, 0.15, hue, sheet, GRAPHICS, -0.01),
        facets=tuple(oklch(darkest + span * i / 8, chroma, hue - 8 + 2 * i) for i in range(9)),
        metals=(
            (oklch(0.95, 0.03, hue), oklch(0.91, 0.045, hue), oklch(0.88, 0.055, hue)),
            (oklch(0.96, 0.03, hue), oklch(0.84, 0.08, hue), oklch(0.92, 0.05, hue)),
            (oklch(0.98, 0.005, hue), oklch(0.78, 0.02, hue), oklch(0.94, 0.01, hue), oklch(0.68, 0.025, hue)),
            (oklch(0.96, 0.07, 92), oklch(0.80, 0.14, 84), oklch(0.92, 0.10, 90), oklch(0.66, 0.13, 68)),
        ),
    )  # fmt: skip
