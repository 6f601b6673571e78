"""A shield with a band across: for security, law, care."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import pair


def _outline(scale: float) -> str:
    def at(x: float, y: float) -> str:
        return pair((300 + (x - 300) * scale, 302 + (y - 302) * scale))

    return (
        f"M{at(300, 12)}C{at(352, 50)} {at(430, 72)} {at(506, 72)}Q{at(540, 72)} {at(540, 106)}L{at(540, 290)}"
        f"C{at(540, 430)} {at(430, 530)} {at(300, 590)}C{at(170, 530)} {at(60, 430)} {at(60, 290)}"
        f"L{at(60, 106)}Q{at(60, 72)} {at(94, 72)}C{at(170, 72)} {at(248, 50)} {at(300, 12)}Z"
    )


def _width(y: float) -> float:
    return 400 if y < 330 else max(40.0, 400 - (y - 330) * 1.42)


def draw_shield(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    body = _outline(0.915)
    canvas.fill(_outline(1), canvas.rim_paint() if canvas.spec.level > 2 else colours.shade)
    canvas.fill(_outline(0.958), colours.paper)
    canvas.clipped(body, f'<path fill="{canvas.field_paint()}" d="M0 0H600V234H0ZM0 396H600V600H0Z"/>')
    canvas.glow(body, (300, 150), 170)
    canvas.pattern(body, 0.09, "lattice", "contours", "weave", "dots")
    canvas.clipped(
        body, f'<path fill="{colours.fold}" fill-opacity=".16" d="M300 0H600V234H300ZM300 396H600V600H300Z"/>'
    )
    canvas.clipped(body, f'<path fill="{colours.paper}" d="M0 234H600V396H0Z"/>')
    canvas.clipped(body, f'<path stroke="{colours.accent}" stroke-width="7" d="M0 234H600M0 396H600"/>')
    canvas.icon((300, 156), 112, colours.ink, colours.crown, 1.5)
    title = canvas.title_block(Room(315, 142, lambda _: 412))
    canvas.block(title, 300, colours.dark, colours.sheet)
    issuer = canvas.label_block(canvas.spec.issuer, Room(436, 44, _width), 20)
    canvas.block(issuer, 300, colours.ink, field)
    level = canvas.label_block(canvas.spec.level_label, Room(477, 24, _width), 16, lines=1)
    canvas.block(level, 300, colours.ink, field)
    canvas.stars(300, 513, field, radius=11, gap=28)
