"""The colours of an organisation's pages from its own colour: each pair that stands on each other contrasts.

Text has 4.5 to 1 (WCAG 2.2, 1.4.3), what is no text but means something 3 to 1 (1.4.11), in both schemes and for every
colour: lightness is moved until it holds, and a scheme that doesn't hold can't be made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from openlaurel.core.artwork.colour import (
    BLACK,
    GRAPHICS,
    TEXT,
    WHITE,
    Ground,
    check_contrast,
    contrast,
    lch_of,
    mix,
    oklch,
)
from openlaurel.core.artwork.errors import BadSpec, LowContrast

STEP = 0.005
COLOURED = 0.1  # the chroma from which a colour tints the grounds fully
HOVER = 0.88
_HEX = re.compile(r"#[0-9a-f]{6}").fullmatch

Tone = tuple[float, float]  # lightness and chroma


@dataclass(frozen=True)
class Scheme:
    """The tokens of one colour scheme, light or dark, each `#rrggbb`. Making one checks it, or raises LowContrast."""

    bg: str
    surface: str
    raised: str
    line: str
    line_strong: str
    ink: str
    muted: str
    brand: str
    brand_solid: str
    brand_hover: str
    brand_edge: str
    on_brand: str
    brand_soft: str
    bar: str
    accent: str

    def __post_init__(self) -> None:
        for colour, behind, least in self.pairs():
            check_contrast(colour, Ground("the page", (behind,)), least)

    def pairs(self) -> Iterator[tuple[str, str, float]]:
        """This function will return each colour with what it stands on and the contrast that it needs there."""
        for behind in (self.bg, self.surface, self.raised, self.brand_soft):
            yield from ((colour, behind, TEXT) for colour in (self.ink, self.muted, self.brand))
            yield from (
                (colour, behind, GRAPHICS)
                for colour in (self.line_strong, self.bar, self.brand_edge, self.accent)
            )
        yield self.on_brand, self.brand_solid, TEXT
        yield self.on_brand, self.brand_hover, TEXT

    def tokens(self) -> dict[str, str]:
        """This function will return the tokens by the names of the design system, without their dashes."""
        return {name.replace("_", "-"): value for name, value in asdict(self).items()}


@dataclass(frozen=True)
class BrandColours:
    """Both schemes of one brand; `hue` is an angle of OKLCH."""

    hue: int
    light: Scheme
    dark: Scheme

    def declarations(self) -> str:
        """This function will return the tokens as CSS declarations for both schemes."""
        dark = self.dark.tokens()
        pairs = (
            f"--{name}:{value}" if value == dark[name] else f"--{name}:light-dark({value},{dark[name]})"
            for name, value in self.light.tokens().items()
        )
        return ";".join((f"--h:{self.hue}", *pairs))


@dataclass(frozen=True)
class _Recipe:
    """Where a scheme's colours begin; `away` is the direction in lightness that leads away from its grounds."""

    away: int
    bg: Tone
    surface: Tone
    raised: Tone
    line: Tone
    line_strong: Tone
    ink: Tone
    muted: Tone
    brand_soft: Tone


_LIGHT = _Recipe(
    away=-1,
    bg=(0.986, 0.004), surface=(1.0, 0.0), raised=(0.966, 0.008), line=(0.91, 0.012),
    line_strong=(0.62, 0.03), ink=(0.22, 0.03), muted=(0.46, 0.03), brand_soft=(0.95, 0.03),
)  # fmt: skip
_DARK = _Recipe(
    away=1,
    bg=(0.175, 0.018), surface=(0.215, 0.02), raised=(0.26, 0.024), line=(0.33, 0.024),
    line_strong=(0.58, 0.03), ink=(0.955, 0.008), muted=(0.76, 0.02), brand_soft=(0.30, 0.07),
)  # fmt: skip


def brand_colours(colour: str, accent: str = "") -> BrandColours:
    """This function will return the schemes of a brand whose colour is `colour`, `#rrggbb`; `accent` is its second one.

    Buttons are in the very colour, with white or black on it; links and marks in the nearest that can be read. Raises
    BadSpec for what is no such colour, LowContrast never.
    """
    for value in filter(None, (colour, accent)):
        check_colour(value)
    check_colour(colour)
    light, dark = (_scheme(recipe, colour, accent or colour) for recipe in (_LIGHT, _DARK))
    return BrandColours(hue_of(colour), light, dark)


def check_colour(colour: str) -> None:
    """This function will raise BadSpec unless `colour` is written as #rrggbb in small letters."""
    if not _HEX(colour):
        raise BadSpec(f"{colour!r} is no colour; write it as # and six digits, such as #0a5f38.")


def hue_of(colour: str) -> int:
    """This function will return the colour's angle of OKLCH, 0 to 359; a grey's is that of a cool grey."""
    _, chroma, hue = lch_of(colour)
    return round(hue) % 360 if chroma >= 0.01 else 260


def _scheme(recipe: _Recipe, colour: str, accent: str) -> Scheme:
    lightness, chroma, hue = lch_of(colour)
    tint = min(1.0, chroma / COLOURED)

    def tinted(tone: Tone) -> str:
        return oklch(tone[0], tone[1] * tint, hue)

    bg, surface, raised, soft = map(tinted, (recipe.bg, recipe.surface, recipe.raised, recipe.brand_soft))
    grounds = (bg, surface, raised, soft)

    def against(tone: Tone, least: float, angle: float = hue) -> str:
        """The colour nearest to `tone` that has this contrast to all grounds."""
        level = tone[0]
        while 0 <= level <= 1:
            found = oklch(level, tone[1], angle)
            if all(contrast(found, ground) >= least for ground in grounds):
                return found
            level += recipe.away * STEP
        raise LowContrast(f"No colour of hue {angle:.0f} has a contrast of {least} to {', '.join(grounds)}.")

    second = lch_of(accent)
    on_brand = max((WHITE, BLACK), key=lambda ink: contrast(ink, colour))
    return Scheme(
        bg=bg,
        surface=surface,
        raised=raised,
        line=tinted(recipe.line),
        line_strong=against((recipe.line_strong[0], recipe.line_strong[1] * tint), GRAPHICS),
        ink=against((recipe.ink[0], recipe.ink[1] * tint), TEXT),
        muted=against((recipe.muted[0], recipe.muted[1] * tint), TEXT),
        brand=against((lightness, chroma), TEXT),
        brand_solid=colour,
        brand_hover=mix(colour, BLACK if on_brand == WHITE else WHITE, HOVER),
        brand_edge=against((lightness, chroma), GRAPHICS),
        on_brand=on_brand,
        brand_soft=soft,
        bar=against((lightness, chroma), GRAPHICS),
        accent=against(second[:2], GRAPHICS, second[2]),
    )
