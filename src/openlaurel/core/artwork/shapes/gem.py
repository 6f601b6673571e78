"""A cut stone seen from above: for mastery."""

import math

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import closed, polygon, rounded


def _width(y: float) -> float:
    return min(392.0, 2 * (196 - max(0.0, abs(y - 300) - 81))) - 34


def draw_gem(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    outer, inner = polygon(8, 292, turn=-67.5), polygon(8, 212, turn=-67.5)
    facets = []
    for index in range(8):
        a, b, c, d = outer[index], outer[(index + 1) % 8], inner[(index + 1) % 8], inner[index]
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        light = 4 + round(3 * math.cos(math.radians(index * 45 + 90)))
        for points, tone in (
            ((a, middle, d), light + 1),
            ((middle, b, c), light - 1),
            ((middle, c, d), light),
        ):
            facets.append(f'<path fill="{colours.facets[max(0, min(8, tone))]}" d="{closed(points)}"/>')
    canvas.clipped(rounded(outer, 30), "".join(facets))
    table = closed(inner)
    canvas.fill(table, canvas.field_paint())
    canvas.pattern(table, 0.08)
    canvas.stroke(table, canvas.rim_paint(), 6 if canvas.spec.level > 2 else 3)
    canvas.icon((300, 182), 96, colours.ink, field, 1.6)
    title = canvas.title_block(Room(306, 132, _width), 50)
    canvas.block(title, 300, colours.ink, field)
    issuer = canvas.label_block(canvas.spec.issuer, Room(396, 40, _width), 18)
    canvas.block(issuer, 300, colours.ink, field)
    canvas.stars(300, 448, field)
