"""The picture that a shared link shows, 1200 by 630: the badge, what it is, who awarded it, who holds it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from openlaurel.core.artwork.backdrop import backdrop
from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.artwork.colour import TEXT, check_contrast
from openlaurel.core.artwork.errors import MissingGlyph
from openlaurel.core.artwork.fitting import Block, Room, fit
from openlaurel.core.artwork.geometry import Pen, draw_line, number
from openlaurel.core.artwork.palette import palette
from openlaurel.core.artwork.spec import Assets
from openlaurel.core.artwork.text import Style

WIDTH, HEIGHT = 1200, 630
PANEL, DISC, PICTURE = 460, 186, 330
MARGIN, GAP = 64, 12
MOST_PICTURES = 4
MUTED = "#55525f"


@dataclass(frozen=True)
class Card:
    """What a card says, in `language`. `holder` is empty where the holder doesn't show a name; `note` stands below."""

    title: str
    issuer: str
    language: str
    hue: int
    holder: str = ""
    holder_label: str = ""
    note: str = ""


def draw_card(card: Card, pictures: Sequence[bytes], assets: Assets) -> str:
    """This function will return a card as SVG beside the pictures of badges, PNGs: one alone, or up to four together.

    A word that no font can draw is left out, the holder's name first: the picture alone still says what it is.
    """
    card = _drawable(card, assets)
    rtl = is_rtl(card.title)
    left = WIDTH - PANEL if rtl else 0
    colours = palette(card.hue)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>{escape(card.title)}</title>"
        f'<path fill="{colours.paper}" d="M0 0H{WIDTH}V{HEIGHT}H0z"/><g transform="translate({left} 0)">'
        f"{backdrop(card.hue, PANEL, HEIGHT, (PANEL / 2, HEIGHT / 2), DISC)}</g>"
        f"{_placed(pictures[:MOST_PICTURES], left)}{_words(card, assets, rtl)}</svg>"
    )


def _placed(pictures: Sequence[bytes], left: float) -> str:
    """The pictures in the middle of the panel, in rows of two."""
    rows = [pictures[start : start + 2] for start in range(0, len(pictures), 2)]
    size = {1: PICTURE, 2: 158}.get(len(pictures), 128)  # so that all lie on the disc
    top = (HEIGHT - len(rows) * size - (len(rows) - 1) * GAP) / 2
    found = []
    for line, row in enumerate(rows):
        start = left + (PANEL - len(row) * size - (len(row) - 1) * GAP) / 2
        for place, picture in enumerate(row):
            spot = f'x="{start + place * (size + GAP):.0f}" y="{top + line * (size + GAP):.0f}"'
            image = base64.b64encode(picture).decode()
            found.append(
                f'<image {spot} width="{size:.0f}" height="{size:.0f}" href="data:image/png;base64,{image}"/>'
            )
    return "".join(found)


def _drawable(card: Card, assets: Assets) -> Card:
    style = Style(assets.titles + assets.labels, card.language)

    def kept(text: str) -> str:
        try:
            return text if style.line(text) else ""
        except MissingGlyph:
            return ""

    return replace(
        card,
        title=kept(card.title),
        issuer=kept(card.issuer),
        holder=kept(card.holder),
        holder_label=kept(card.holder_label),
        note=kept(card.note),
    )


def _words(card: Card, assets: Assets, rtl: bool) -> str:
    colours = palette(card.hue)
    x = WIDTH - PANEL - MARGIN if rtl else PANEL + MARGIN
    width = WIDTH - PANEL - 2 * MARGIN
    faces = assets.titles + assets.labels
    title = Style(faces, card.language, tracking=-0.012)
    caps = Style(assets.labels + assets.titles, card.language, capitals=True, tracking=0.08)
    plain = Style(assets.labels + assets.titles, card.language)
    middle, height = (262, 236) if card.holder else (306, 300)
    parts = (
        (card.issuer, caps, Room(106, 62, lambda _: width), 25, 17, 2, colours.dark),
        (card.title, title, Room(middle, height, lambda _: width), 70, 30, 4, colours.dark),
        (card.holder and card.holder_label, plain, Room(424, 32, lambda _: width), 23, 17, 1, MUTED),
        (card.holder, title, Room(474, 76, lambda _: width), 42, 24, 2, colours.dark),
        (card.note, plain, Room(566, 32, lambda _: width), 23, 16, 1, MUTED),
    )
    drawn = []
    for text, style, room, largest, smallest, lines, colour in parts:
        if text:
            check_contrast(colour, colours.sheet, TEXT)
            leading = 1.34 if style.line(text).joined else 1.12
            block = fit(text, style, room, largest=largest, smallest=smallest, lines=lines, leading=leading)
            drawn.append(_outlined(block, x, colour, rtl))
    return "".join(drawn)


def _outlined(block: Block, x: float, colour: str, rtl: bool) -> str:
    pen = Pen()
    for line, baseline in zip(block.lines, block.baselines, strict=True):
        draw_line(line, block.size, (x - line.width * block.size if rtl else x, baseline), pen)
    return f'<path transform="scale({number(0.1)})" fill="{colour}" d="{pen.path}"/>'
