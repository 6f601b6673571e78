"""A hexagon standing on its point: the calm one."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import closed, polygon, rounded


def _width(y: float) -> float:
    slope = (244 - abs(y - 300)) / 122
    return 422 * min(1.0, max(0.0, slope)) - 52


def draw_hexagon(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    body = rounded(polygon(6, 262), 40)
    canvas.fill(rounded(polygon(6, 288), 46), canvas.rim_paint())
    canvas.fill(body, canvas.field_paint())
    canvas.pattern(body, 0.1)
    canvas.stroke(rounded(polygon(6, 246), 36), colours.ink, 2, 0.4)
    title = canvas.title_block(Room(306, 136, _width), 54)
    spare = 136 - (title.bottom - 306) * 2
    canvas.icon((300, 160 + spare * 0.08), 112 + max(0.0, spare) * 0.22, colours.ink, field, 1.5)
    canvas.block(title, 300, colours.ink, field)
    rule = max(386.0 - spare * 0.12, title.bottom + 14)
    canvas.fill(closed([(266, rule), (334, rule), (334, rule + 4), (266, rule + 4)]), colours.accent)
    issuer = canvas.label_block(canvas.spec.issuer, Room(rule + 35, 44, _width), 21)
    canvas.block(issuer, 300, colours.ink, field)
    canvas.pips(300, rule + 80, field)
