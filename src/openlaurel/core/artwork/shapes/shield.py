"""A shield with a band across: for security, law, care."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import pair


def _outline(scale: float) -> str:
    def at(x: float, y: float) -> str:
        return pair((300 + (x - 300) * scale, 305 + (y - 305) * scale))

    return (
        f"M{at(300, 14)}C{at(352, 52)} {at(430, 74)} {at(506, 74)}Q{at(540, 74)} {at(540, 108)}L{at(540, 290)}"
        f"C{at(540, 430)} {at(430, 530)} {at(300, 590)}C{at(170, 530)} {at(60, 430)} {at(60, 290)}"
        f"L{at(60, 108)}Q{at(60, 74)} {at(94, 74)}C{at(170, 74)} {at(248, 52)} {at(300, 14)}Z"
    )


def _width(y: float) -> float:
    return 400 if y < 330 else max(40.0, 400 - (y - 330) * 1.42)


def draw_shield(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    body = _outline(0.925)
    canvas.fill(_outline(1), canvas.rim_paint() if canvas.spec.level > 2 else colours.shade)
    canvas.fill(_outline(0.968), colours.paper)
    canvas.fill(body, canvas.field_paint())
    canvas.pattern(body, 0.09)
    canvas.clipped(body, f'<path fill="{colours.paper}" d="M0 236H600V396H0Z"/>')
    canvas.clipped(body, f'<path stroke="{colours.glow}" stroke-width="6" d="M0 236H600M0 396H600"/>')
    canvas.icon((300, 154), 112, colours.ink, field, 1.5)
    title = canvas.title_block(Room(316, 140, lambda _: 412), 54)
    canvas.block(title, 300, colours.dark, colours.sheet)
    issuer = canvas.label_block(canvas.spec.issuer, Room(433, 44, _width), 20)
    canvas.block(issuer, 300, colours.ink, field)
    level = canvas.label_block(canvas.spec.level_label, Room(473, 24, _width), 16, lines=1)
    canvas.block(level, 300, colours.accent, field)
    canvas.stars(300, 510, field, radius=11, gap=28)
