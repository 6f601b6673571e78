"""A scalloped seal with text around it: the academic one."""

import math

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import polar, scallops, star
from openlaurel.core.artwork.patterns import circle

CENTRE = (300.0, 300.0)


def _width(y: float) -> float:
    return 2 * math.sqrt(max(0.0, 168**2 - (y - 300) ** 2)) - 24


def draw_seal(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    canvas.fill(scallops(270, 28, 30), canvas.field_paint())
    canvas.fill(circle(CENTRE, 254), colours.paper)
    canvas.stroke(circle(CENTRE, 246), colours.line, 2.5)
    core = circle(CENTRE, 180)
    canvas.fill(core, canvas.field_paint())
    canvas.pattern(core, 0.1)
    canvas.stroke(core, canvas.rim_paint() if canvas.spec.level > 2 else colours.glow, 6)
    arced = _ring(canvas)
    canvas.icon((300, 206), 88, colours.ink, field, 1.6)
    title = canvas.title_block(Room(316 if arced else 304, 118, _width), 46)
    canvas.block(title, 300, colours.ink, field)
    if not arced:
        issuer = canvas.label_block(canvas.spec.issuer, Room(386, 38, _width), 20)
        canvas.block(issuer, 300, colours.ink, field)
    canvas.pips(300, 418 if arced else 434, field, radius=6, gap=22)


def _ring(canvas: Canvas) -> bool:
    """Issuer and level around the seal, or stars where the script can't be bent or the name is too long."""
    colours = canvas.colours
    below = " · ".join(filter(None, (canvas.spec.level_label, canvas.spec.year)))
    issuer = canvas.labels.line(canvas.spec.issuer)
    size = min(23.0, 207 * math.radians(150) / max(issuer.width, 1))
    if issuer.joined or size < 15:
        points = [polar(CENTRE, 214, angle) for angle in (*range(-150, -29, 20), *range(30, 151, 20))]
        canvas.fill("".join(star(point, 8) for point in points), colours.line)
        return False
    canvas.arc(issuer, size, 207, colours.dark, colours.sheet, below=False)
    canvas.fill(star((86, 300), 11) + star((514, 300), 11), colours.line)
    if below:
        line = canvas.labels.line(below)
        size = min(20.0, 223 * math.radians(110) / max(line.width, 1))
        canvas.arc(line, size, 223, colours.dark, colours.sheet, below=True)
    return True
