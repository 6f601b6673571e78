"""Colours by OKLCH, in which each hue is equally light, and their contrast."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from openlaurel.core.artwork.errors import LowContrast

TEXT = 4.5  # WCAG 2.2, 1.4.3
GRAPHICS = 3.0  # WCAG 2.2, 1.4.11
WHITE, BLACK = "#ffffff", "#000000"


@dataclass(frozen=True)
class Ground:
    """What lies behind a drawing: each colour that may be there, from the lightest to the darkest."""

    name: str
    colours: tuple[str, ...]


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


def lch_of(colour: str) -> tuple[float, float, float]:
    """This function will return the OKLCH lightness (0 to 1), chroma and hue (degrees) of an sRGB colour."""
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return min(1.0, max(0.0, lightness)), math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


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


@lru_cache(maxsize=8192)
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
