"""A medal on ribbons with a banner across: for those who lead."""

import math

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import closed
from openlaurel.core.artwork.patterns import circle
from openlaurel.core.artwork.shapes.wreath import wreath
from openlaurel.core.artwork.spec import HIGHEST_LEVEL

CENTRE = (300.0, 258.0)


def _width(y: float) -> float:
    return 2 * math.sqrt(max(0.0, 208**2 - (y - CENTRE[1]) ** 2)) - 30


def draw_medal(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    for x, side in ((206, -1), (394, 1)):
        _ribbon(canvas, x, side)
    disc = circle(CENTRE, 226)
    canvas.fill(circle(CENTRE, 248), canvas.rim_paint())
    canvas.stroke(circle(CENTRE, 237), colours.shade, 3.2, 0.4, "0.1 11.1")
    canvas.fill(disc, canvas.field_paint())
    crowned = canvas.spec.level == HIGHEST_LEVEL
    if not crowned:
        canvas.glow(disc, (300, 230), 112)
    canvas.pattern(disc, 0.08, "rays")
    canvas.stroke(circle(CENTRE, 214), colours.ink, 2, 0.45)
    if crowned:
        wreath(canvas, (300, 202), 88, 27, leaves=8, opening=96, colour=colours.accent, ground=field)
    canvas.icon((300, 196), 100 if crowned else 132, colours.ink, colours.crown, 1.5)
    if not canvas.arc(canvas.spec.issuer, CENTRE, 186, 128, colours.ink, field, largest=20):
        issuer = canvas.label_block(canvas.spec.issuer, Room(96, 42, _width), 19)
        canvas.block(issuer, 300, colours.ink, field)
    _banner(canvas)
    title = canvas.title_block(Room(374, 102, lambda _: 480), 50, lines=3)
    canvas.block(title, 300, colours.dark, colours.sheet)
    level = canvas.label_block(canvas.spec.level_label, Room(458, 26, lambda _: 180), 18, lines=1)
    canvas.block(level, 300, colours.ink, field)


def _banner(canvas: Canvas) -> None:
    colours = canvas.colours
    canvas.fill("M12 346L52 326V438L12 462L33 404ZM588 346L548 326V438L588 462L567 404Z", colours.shade)
    canvas.fill(_plate(40, 312, 14), colours.paper)
    canvas.stroke(_plate(48, 320, 9), colours.line, 2)


def _plate(left: float, top: float, bow: float) -> str:
    right, bottom = 600 - left, 748 - top
    return (
        f"M{left + bow} {top}H{right - bow}a{bow} {bow} 0 0 1 {bow} {bow}V{bottom - bow}"
        f"a{bow} {bow} 0 0 1 -{bow} {bow}H{left + bow}a{bow} {bow} 0 0 1 -{bow} -{bow}V{top + bow}"
        f"a{bow} {bow} 0 0 1 {bow} -{bow}z"
    )


def _ribbon(canvas: Canvas, x: float, side: int) -> None:
    tail = [(x, 400), (x + side * 62, 590), (x - side * 4, 558), (x - side * 58, 590), (x - side * 64, 400)]
    canvas.fill(closed(tail), canvas.colours.shade)
    stripe = [(x - side * 14, 400), (x + side * 7, 563), (x - side * 11, 561), (x - side * 40, 400)]
    canvas.fill(closed(stripe), canvas.colours.metal(HIGHEST_LEVEL)[1], 0.85)
