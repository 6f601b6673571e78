"""A cut stone seen from above: for mastery."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import bevels, closed, polygon, rounded


def _width(y: float) -> float:
    return min(400.0, 2 * (200 - max(0.0, abs(y - 300) - 83))) - 32


def draw_gem(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    outer, inner = polygon(8, 294, turn=-67.5), polygon(8, 216, turn=-67.5)
    facets = []
    for (a, b, c, d), light in bevels(outer, inner):
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        tone = round(5 + 4 * light)
        for points, shift in (((a, middle, d), 1), ((middle, b, c), -1), ((middle, c, d), 0)):
            colour = colours.facets[max(0, min(len(colours.facets) - 1, tone + shift))]
            facets.append(f'<path fill="{colour}" d="{closed(points)}"/>')
    canvas.clipped(rounded(outer, 30), "".join(facets))
    table = closed(inner)
    canvas.fill(table, canvas.field_paint())
    canvas.glow(table, (300, 118), 190)
    canvas.pattern(table, 0.07, "weave", "contours", "rings")
    canvas.stroke(table, canvas.rim_paint(), 7 if canvas.spec.level > 2 else 4)
    title = canvas.title_block(Room(308, 134, _width))
    spare = max(0.0, 134 - (title.bottom - 308) * 2)
    canvas.icon((300, 180 + spare * 0.05), 96 + spare * 0.2, colours.ink, colours.crown, 1.6)
    canvas.block(title, 300, colours.ink, field)
    issuer = canvas.label_block(canvas.spec.issuer, Room(400, 40, _width), 19)
    canvas.block(issuer, 300, colours.ink, field)
    canvas.stars(300, 452, field, radius=13, gap=34)
