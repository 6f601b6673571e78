"""A hexagon standing on its point: the calm one."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import bevels, closed, polygon, rounded


def _width(y: float) -> float:
    slope = (244 - abs(y - 300)) / 122
    return 422 * min(1.0, max(0.0, slope)) - 48


def draw_hexagon(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    _rim(canvas)
    body = rounded(polygon(6, 260), 40)
    canvas.fill(body, canvas.field_paint())
    canvas.glow(body, (300, 110), 200)
    canvas.pattern(body, 0.1, "contours", "rings", "dots", "weave")
    canvas.stroke(rounded(polygon(6, 246), 36), colours.ink, 2, 0.45)
    title = canvas.title_block(Room(308, 138, _width))
    spare = max(0.0, 138 - (title.bottom - 308) * 2)
    canvas.icon((300, 162 + spare * 0.06), 112 + spare * 0.24, colours.ink, colours.crown, 1.5)
    canvas.block(title, 300, colours.ink, field)
    rule = max(388.0 - spare * 0.1, title.bottom + 12)
    canvas.mark(closed([(266, rule), (334, rule), (334, rule + 4), (266, rule + 4)]), colours.accent, field)
    issuer = canvas.label_block(canvas.spec.issuer, Room(rule + 35, 44, _width), 21)
    canvas.block(issuer, 300, colours.ink, field)
    canvas.pips(300, rule + 80, field)


def _rim(canvas: Canvas) -> None:
    outline = rounded(polygon(6, 290), 46)
    canvas.fill(outline, canvas.rim_paint())
    slopes = bevels(polygon(6, 290), polygon(6, 258))
    lit = "".join(
        f'<path fill="{"#ffffff" if light > 0 else "#000000"}" fill-opacity="{abs(light) * 0.22:.2f}" '
        f'd="{closed(points)}"/>'
        for points, light in slopes
    )
    canvas.clipped(outline, lit)
