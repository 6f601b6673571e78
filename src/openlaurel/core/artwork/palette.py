"""A badge's colours from one hue: contrast is solved for here, and checked again where something is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from openlaurel.core.artwork.colour import (
    BLACK,
    GRAPHICS,
    TEXT,
    WHITE,
    Ground,
    contrast,
    mix,
    oklch,
)
from openlaurel.core.artwork.errors import LowContrast

VEIL = 0.1  # how much of a pattern's colour may lie over a field that carries text
GLOW = 0.34  # how much of the glow lies over the field where it is brightest: an icon may stand there
HALO = 0.13  # how much of it still reaches the field's middle, where the title begins
STEP = 0.005

Tone = tuple[float, float, float]  # lightness, chroma, and what is added to the hue


@dataclass(frozen=True)
class Palette:
    """The colours of one badge. On the `field` things are drawn in `ink`, on the `sheet` of paper in `dark`."""

    top: str
    middle: str
    bottom: str
    ink: str
    veil: str
    fold: str
    quiet: str
    accent: str
    shade: str
    glow: str
    paper: str
    tint: str
    dark: str
    line: str
    facets: tuple[str, ...]
    metals: tuple[tuple[str, ...], ...]

    @property
    def field(self) -> Ground:
        """Where text may stand: each stop of the gradient, bare and under the veil, and the halo of the glow."""
        return _field(self.top, self.middle, self.bottom, self.glow, self.veil)

    @property
    def crown(self) -> Ground:
        """The upper part of the field, which may glow, since only an icon stands there."""
        lit = (mix(self.glow, colour, GLOW) for colour in (self.top, self.middle))
        veiled = (mix(self.veil, mix(self.glow, colour, GLOW), VEIL) for colour in (self.top, self.middle))
        return Ground("the lit field", (*self.field.colours, *lit, *veiled))

    @property
    def sheet(self) -> Ground:
        return Ground("the paper", (self.paper, self.tint))

    def metal(self, level: int) -> tuple[str, ...]:
        """The stops of a rim's gradient, more precious with each level."""
        return self.metals[max(level, 1) - 1]


@dataclass(frozen=True)
class _Recipe:
    """What a family of hues has in common; `away` is the direction in lightness that leads away from the ink."""

    away: int
    ink: Tone
    top: Tone
    middle: Tone
    bottom: Tone
    quiet: Tone
    accent: Tone
    shade: Tone
    glow: Tone
    facets: tuple[Tone, Tone]


_DEEP = _Recipe(
    away=-1,
    ink=(1.0, 0.0, 0), top=(0.60, 0.20, 8), middle=(0.49, 0.20, 0), bottom=(0.30, 0.13, -14),
    quiet=(0.78, 0.06, 0), accent=(0.86, 0.14, 0), shade=(0.27, 0.10, -12), glow=(0.72, 0.18, 18),
    facets=((0.30, 0.14, -14), (0.68, 0.17, 10)),
)  # fmt: skip
_BRIGHT = _Recipe(
    away=1,
    ink=(0.26, 0.07, -16), top=(0.92, 0.12, 8), middle=(0.84, 0.16, 0), bottom=(0.73, 0.15, -14),
    quiet=(0.50, 0.08, -16), accent=(0.44, 0.13, -28), shade=(0.40, 0.10, -24), glow=(0.97, 0.08, 14),
    facets=((0.46, 0.11, -22), (0.90, 0.14, 8)),
)  # fmt: skip


@cache
def palette(hue: int) -> Palette:
    """This function will return the colours of a badge of this hue (degrees of OKLCH, 0 to 359).

    Yellows and oranges are bright fields with dark ink, since a dark yellow is brown; all others the reverse.
    """
    recipe = _BRIGHT if 48 < hue < 118 else _DEEP
    ink = _tone(recipe.ink, hue)
    veil = WHITE if recipe is _DEEP else BLACK
    top, middle, bottom = (
        _carrying(ink, veil, tone, hue, recipe.away) for tone in (recipe.top, recipe.middle, recipe.bottom)
    )
    glow = _lighting(ink, veil, recipe, hue, top, middle)
    field = _field(top, middle, bottom, glow, veil)
    gold = 85 if recipe is _DEEP else hue
    paper, tint = oklch(0.985, 0.008, hue), oklch(0.945, 0.035, hue)
    sheet = Ground("the paper", (paper, tint))
    return Palette(
        top=top,
        middle=middle,
        bottom=bottom,
        ink=ink,
        veil=veil,
        fold=BLACK if recipe is _DEEP else WHITE,
        quiet=_against(field, recipe.quiet, hue, GRAPHICS, -recipe.away),
        accent=_against(field, recipe.accent, gold, GRAPHICS, -recipe.away),
        shade=_tone(recipe.shade, hue),
        glow=glow,
        paper=paper,
        tint=tint,
        dark=_against(sheet, (0.27, 0.08, 0), hue, TEXT, -1),
        line=_against(sheet, (0.62, 0.15, 0), hue, GRAPHICS, -1),
        facets=tuple(_between(*recipe.facets, share / 10, hue) for share in range(11)),
        metals=(
            (oklch(0.95, 0.03, hue), oklch(0.90, 0.05, hue), oklch(0.86, 0.06, hue)),
            (oklch(0.95, 0.04, hue), oklch(0.78, 0.10, hue), oklch(0.90, 0.06, hue)),
            (oklch(0.98, 0.005, hue), oklch(0.76, 0.02, hue), oklch(0.94, 0.01, hue), oklch(0.64, 0.03, hue)),
            (oklch(0.96, 0.07, 92), oklch(0.80, 0.14, 84), oklch(0.93, 0.10, 90), oklch(0.64, 0.13, 66)),
        ),
    )


def _tone(tone: Tone, hue: int) -> str:
    lightness, chroma, turn = tone
    return oklch(lightness, chroma, hue + turn)


def _between(low: Tone, high: Tone, share: float, hue: int) -> str:
    lightness, chroma, turn = (a + (b - a) * share for a, b in zip(low, high, strict=True))
    return oklch(lightness, chroma, hue + turn)


def _carrying(ink: str, veil: str, tone: Tone, hue: int, away: int) -> str:
    """The field colour nearest to `tone` on which `ink` can be read, also through the veil."""
    lightness, chroma, turn = tone
    while 0 <= lightness <= 1:
        colour = oklch(lightness, chroma, hue + turn)
        if min(contrast(ink, colour), contrast(ink, mix(veil, colour, VEIL))) >= TEXT + 0.05:
            return colour
        lightness += away * STEP
    raise LowContrast(f"No field of hue {hue} carries {ink}.")


def _field(top: str, middle: str, bottom: str, glow: str, veil: str) -> Ground:
    plain = (top, middle, bottom, _haloed(glow, top, middle))
    return Ground("the field", (*plain, *(mix(veil, colour, VEIL) for colour in plain)))


def _haloed(glow: str, top: str, middle: str) -> str:
    return mix(glow, mix(middle, top, 0.65), HALO)


def _lighting(ink: str, veil: str, recipe: _Recipe, hue: int, top: str, middle: str) -> str:
    """The glow nearest to the recipe's that leaves text below and an icon within it readable."""
    lightness, chroma, turn = recipe.glow
    while 0 <= lightness <= 1:
        colour = oklch(lightness, chroma, hue + turn)
        text = contrast(ink, mix(veil, _haloed(colour, top, middle), VEIL))
        icon = min(contrast(ink, mix(veil, mix(colour, stop, GLOW), VEIL)) for stop in (top, middle))
        if text >= TEXT and icon >= GRAPHICS:
            return colour
        lightness += recipe.away * STEP
    raise LowContrast(f"No glow of hue {hue} leaves text readable.")


def _against(ground: Ground, tone: Tone, hue: int, least: float, towards: int) -> str:
    """The colour nearest to `tone` that has this contrast to all of `ground`."""
    lightness, chroma, turn = tone
    while 0 <= lightness <= 1:
        colour = oklch(lightness, chroma, hue + turn)
        if all(contrast(colour, behind) >= least for behind in ground.colours):
            return colour
        lightness += towards * STEP
    raise LowContrast(f"No colour of hue {hue} has a contrast of {least} to {ground.name}.")
