"""A scalloped seal with text around it: the academic one."""

import math

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import laurel, scallops, star
from openlaurel.core.artwork.patterns import circle, guilloche

CENTRE = (300.0, 300.0)


def _width(y: float) -> float:
    return 2 * math.sqrt(max(0.0, 170**2 - (y - 300) ** 2)) - 22


def draw_seal(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    canvas.fill(scallops(272, 30, 26), canvas.field_paint())
    canvas.stroke(circle(CENTRE, 263), colours.accent, 2.4, 1, "0.1 9.18")
    canvas.fill(circle(CENTRE, 253), colours.paper)
    canvas.stroke(guilloche(CENTRE, 218, 34, 30, 6), colours.tint, 1.6)
    canvas.stroke(circle(CENTRE, 246), colours.line, 2.4)
    core = circle(CENTRE, 182)
    canvas.fill(core, canvas.field_paint())
    canvas.glow(core, (300, 205), 150)
    canvas.pattern(core, 0.1, "rings", "contours", "dots", "lattice")
    canvas.stroke(core, canvas.rim_paint() if canvas.spec.level > 2 else colours.line, 7)
    arced = _ring(canvas)
    title = canvas.title_block(Room(316 if arced else 306, 118, _width), 50)
    spare = max(0.0, 118 - (title.bottom - (316 if arced else 306)) * 2)
    canvas.icon((300, 206 + spare * 0.06), 88 + spare * 0.2, colours.ink, colours.crown, 1.6)
    canvas.block(title, 300, colours.ink, field)
    if not arced:
        issuer = canvas.label_block(canvas.spec.issuer, Room(387, 38, _width), 20)
        canvas.block(issuer, 300, colours.ink, field)
    canvas.pips(300, 420 if arced else 434, field, radius=6.5, gap=23)


def _ring(canvas: Canvas) -> bool:
    """Issuer and level around the seal; a wreath where the script can't be bent or the name is too long."""
    colours = canvas.colours
    issuer = canvas.labels.line(canvas.spec.issuer)
    size = min(23.0, 207 * math.radians(156) / max(issuer.width, 1))
    if issuer.joined or size < 14.5:
        canvas.fill(laurel(CENTRE, 216, 38, leaves=13, opening=42), colours.line)
        canvas.fill(star((300, 84), 14), colours.line)
        return False
    canvas.arc(issuer, size, 208, colours.dark, colours.sheet, below=False)
    canvas.fill(star((85, 300), 12) + star((515, 300), 12), colours.line)
    below = canvas.labels.line(" · ".join(filter(None, (canvas.spec.level_label, canvas.spec.year))))
    if not below.joined:
        size = min(20.0, 223 * math.radians(116) / max(below.width, 1))
        canvas.arc(below, size, 223, colours.dark, colours.sheet, below=True)
    return True
