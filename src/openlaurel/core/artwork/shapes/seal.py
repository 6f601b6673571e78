"""A scalloped seal with text around it: the academic one."""

import math

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import scallops, star
from openlaurel.core.artwork.patterns import circle, guilloche
from openlaurel.core.artwork.shapes.wreath import wreath

CENTRE = (300.0, 300.0)


def _width(y: float) -> float:
    return 2 * math.sqrt(max(0.0, 170**2 - (y - 300) ** 2)) - 22


def draw_seal(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    canvas.fill(scallops(272, 30, 26), canvas.field_paint())
    canvas.stroke(circle(CENTRE, 263), colours.accent, 2.4, 1, "0.1 9.18")
    canvas.fill(circle(CENTRE, 253), colours.paper)
    canvas.stroke(guilloche(CENTRE, 218, 34, 26, 4), colours.tint, 1.6)
    canvas.stroke(circle(CENTRE, 246), colours.line, 2.4)
    core = circle(CENTRE, 182)
    canvas.fill(core, canvas.field_paint())
    canvas.glow(core, (300, 148), 165)
    canvas.pattern(core, 0.1, "rings", "contours", "dots", "lattice")
    canvas.stroke(core, canvas.rim_paint() if canvas.spec.level > 2 else colours.line, 7)
    arced = _ring(canvas)
    middle, height = (316, 118) if arced else (311, 106)
    title = canvas.title_block(Room(middle, height, _width), 50)
    spare = max(0.0, height - (title.bottom - middle) * 2)
    canvas.icon((300, 206 + spare * 0.06), 88 + spare * 0.2, colours.ink, colours.crown, 1.6)
    canvas.block(title, 300, colours.ink, field)
    if not arced:
        issuer = canvas.label_block(canvas.spec.issuer, Room(387, 38, _width), 20)
        canvas.block(issuer, 300, colours.ink, field)
    canvas.pips(300, 420 if arced else 434, field, radius=6.5, gap=23)


def _ring(canvas: Canvas) -> bool:
    """Issuer and level around the seal; a wreath where the name can't be bent."""
    colours, spec = canvas.colours, canvas.spec
    if not canvas.arc(spec.issuer, CENTRE, 208, 156, colours.dark, colours.sheet, largest=23):
        wreath(canvas, CENTRE, 216, 38, leaves=13, opening=42, colour=colours.line, ground=colours.sheet)
        canvas.mark(star((300, 84), 14), colours.line, colours.sheet)
        return False
    canvas.mark(star((85, 300), 12) + star((515, 300), 12), colours.line, colours.sheet)
    below = " · ".join(filter(None, (spec.level_label, spec.year)))
    canvas.arc(below, CENTRE, 223, 116, colours.dark, colours.sheet, largest=20, below=True)
    return True
