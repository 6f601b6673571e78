"""One picture in the making: what a shape draws on. Each mark names what lies behind it, and contrast is checked."""

from __future__ import annotations

import math
from collections.abc import Sequence

from openlaurel.core.artwork.colour import GRAPHICS, TEXT, Ground, check_contrast
from openlaurel.core.artwork.fitting import Block, Room, fit
from openlaurel.core.artwork.geometry import Pen, Point, draw_arc, draw_line, fraction, number, star
from openlaurel.core.artwork.palette import GLOW, Palette, palette
from openlaurel.core.artwork.patterns import pattern
from openlaurel.core.artwork.spec import HIGHEST_LEVEL, ArtworkSpec, Assets
from openlaurel.core.artwork.text import Line, Style

LARGEST_TITLE, SMALLEST_TITLE, SMALLEST_LABEL = 56, 20, 13
SMALLEST_ARC = 14.5
SHORT_TITLE = 6
LABEL_LEADING = 1.28


class Canvas:
    """Collects the SVG of one badge on a 600 by 600 box."""

    def __init__(self, spec: ArtworkSpec, assets: Assets) -> None:
        self.spec, self.assets = spec, assets
        self.colours: Palette = palette(spec.hue)
        self.titles = Style(assets.titles, spec.language, tracking=-0.012)
        self.labels = Style(assets.labels, spec.language, capitals=True, tracking=0.09)
        self._prefix = f"b{spec.seed & 0xFFFFFF:06x}"
        self._definitions: list[str] = []
        self._parts: list[str] = []

    @property
    def markup(self) -> str:
        return f"<defs>{''.join(self._definitions)}</defs>{''.join(self._parts)}"

    def gradient(self, stops: Sequence[str], *, start: Point = (0, 0), end: Point = (0.35, 1)) -> str:
        """This function will define a linear gradient and return the paint that refers to it."""
        name = f"{self._prefix}g{len(self._definitions)}"
        places = [fraction(index / (len(stops) - 1)) for index in range(len(stops))]
        colours = "".join(
            f'<stop offset="{place}" stop-color="{stop}"/>' for place, stop in zip(places, stops, strict=True)
        )
        x1, y1, x2, y2 = (fraction(value) for value in (*start, *end))
        self._definitions.append(
            f'<linearGradient id="{name}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}">{colours}</linearGradient>'
        )
        return f"url(#{name})"

    def field_paint(self) -> str:
        return self.gradient((self.colours.top, self.colours.middle, self.colours.bottom))

    def rim_paint(self) -> str:
        return self.gradient(self.colours.metal(self.spec.level), end=(1, 1))

    def glow(self, path: str, centre: Point, radius: float) -> None:
        """This function will light the field from within around `centre`; what stands there is drawn on the crown."""
        name = f"{self._prefix}g{len(self._definitions)}"
        x, y, colour = number(centre[0]), number(centre[1]), self.colours.glow
        self._definitions.append(
            f'<radialGradient id="{name}" gradientUnits="userSpaceOnUse" cx="{x}" cy="{y}" r="{number(radius)}">'
            f'<stop offset="0" stop-color="{colour}" stop-opacity="{GLOW}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>'
        )
        self.fill(path, f"url(#{name})")

    def fill(self, path: str, paint: str, opacity: float = 1) -> None:
        veil = f' fill-opacity="{fraction(opacity)}"' if opacity < 1 else ""
        self._parts.append(f'<path fill="{paint}"{veil} d="{path}"/>')

    def mark(self, path: str, colour: str, ground: Ground) -> None:
        """This function will fill a shape that means something, so that it must stand out from what is behind it."""
        check_contrast(colour, ground, GRAPHICS)
        self.fill(path, colour)

    def stroke(self, path: str, paint: str, width: float, opacity: float = 1, dashes: str = "") -> None:
        veil = f' stroke-opacity="{fraction(opacity)}"' if opacity < 1 else ""
        gaps = f' stroke-dasharray="{dashes}" stroke-linecap="round"' if dashes else ""
        self._parts.append(
            f'<path fill="none" stroke="{paint}" stroke-width="{number(width)}"{veil}{gaps} d="{path}"/>'
        )

    def clipped(self, path: str, markup: str) -> None:
        """This function will add `markup` where it lies inside `path`."""
        name = f"{self._prefix}c{len(self._definitions)}"
        self._definitions.append(f'<clipPath id="{name}"><path d="{path}"/></clipPath>')
        self._parts.append(f'<g clip-path="url(#{name})">{markup}</g>')

    def pattern(self, path: str, opacity: float, *among: str) -> None:
        """This function will lay a fine pattern over `path`, never denser than text on it can bear."""
        self.clipped(path, pattern(self.spec.pattern_seed, self.colours.veil, opacity, among=among))

    def line(
        self, line: Line, size: float, at: Point, colour: str, ground: Ground, *, anchor: str = "middle"
    ) -> None:
        """This function will draw one line; `at` is its baseline's middle, left ('start') or right ('end')."""
        check_contrast(colour, ground, TEXT)
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * line.width * size
        pen = Pen()
        draw_line(line, size, (at[0] - shift, at[1]), pen)
        self._outlines(pen, colour)

    def arc(
        self, text: str, centre: Point, radius: float, span: float, colour: str, ground: Ground,
        *, largest: float, below: bool = False,
    ) -> bool:  # fmt: skip
        """This function will bend a label around a circle over `span` degrees at most.

        Returns False, and draws nothing, where the script can't be bent or the text would be too small.
        """
        line = self.labels.line(text)
        size = min(largest, radius * math.radians(span) / max(line.width, 1))
        if line.joined or size < SMALLEST_ARC:
            return False
        check_contrast(colour, ground, TEXT)
        pen = Pen()
        draw_arc(line, size, centre, radius, pen, below=below)
        self._outlines(pen, colour)
        return True

    def _outlines(self, pen: Pen, colour: str) -> None:
        if pen.path:
            self._parts.append(f'<path transform="scale(.1)" fill="{colour}" d="{pen.path}"/>')

    def title_block(self, room: Room, largest: float = LARGEST_TITLE, lines: int = 4) -> Block:
        """This function will fit the title; a very short one, such as SQL, is set half as large again."""
        if len(self.spec.title) <= SHORT_TITLE:
            largest *= 1.5
        leading = 1.34 if self.titles.line(self.spec.title).joined else 1.12
        return fit(
            self.spec.title, self.titles, room,
            largest=largest, smallest=SMALLEST_TITLE, lines=lines, leading=leading,
        )  # fmt: skip

    def label_block(self, text: str, room: Room, largest: float, lines: int = 2) -> Block | None:
        """This function will fit a label, on one line as long as that isn't much smaller."""
        if not text:
            return None
        single = fit(text, self.labels, room, largest=largest, smallest=largest * 0.84, lines=1)
        if not single.shortened:
            return single
        return fit(
            text, self.labels, room,
            largest=largest, smallest=SMALLEST_LABEL, lines=lines, leading=LABEL_LEADING,
        )  # fmt: skip

    def block(
        self, block: Block | None, x: float, colour: str, ground: Ground, *, anchor: str = "middle"
    ) -> None:
        if block:
            for line, baseline in zip(block.lines, block.baselines, strict=True):
                self.line(line, block.size, (x, baseline), colour, ground, anchor=anchor)

    def icon(self, centre: Point, size: float, colour: str, ground: Ground, weight: float = 1.6) -> None:
        check_contrast(colour, ground, GRAPHICS)
        x, y = number(centre[0] - size / 2), number(centre[1] - size / 2)
        self._parts.append(
            f'<g transform="translate({x} {y}) scale({size / 24:.3f})" fill="none" stroke="{colour}" '
            f'stroke-width="{weight}" stroke-linecap="round" stroke-linejoin="round">'
            f"{self.assets.icon(self.spec.icon)}</g>"
        )

    def pips(self, x: float, y: float, ground: Ground, *, radius: float = 7, gap: float = 26) -> None:
        """This function will show the level as dots, lit up to it; nothing where there is no level."""
        if not self.spec.level:
            return
        lit, unlit = self.colours.accent, self.colours.quiet
        check_contrast(lit, ground, GRAPHICS)
        check_contrast(unlit, ground, GRAPHICS)
        left = x - (HIGHEST_LEVEL - 1) * gap / 2
        for index in range(HIGHEST_LEVEL):
            filled = index < self.spec.level
            self._parts.append(
                f'<circle cx="{number(left + index * gap)}" cy="{number(y)}" r="{number(radius)}" '
                f'fill="{lit if filled else "none"}" stroke="{lit if filled else unlit}" stroke-width="2.2"/>'
            )

    def stars(self, x: float, y: float, ground: Ground, *, radius: float = 12, gap: float = 32) -> None:
        """This function will show the level as that many stars."""
        left = x - (self.spec.level - 1) * gap / 2
        path = "".join(star((left + index * gap, y), radius) for index in range(self.spec.level))
        if path:
            self.mark(path, self.colours.accent, ground)
