"""A medal on ribbons with a banner across: for those who lead."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import closed
from openlaurel.core.artwork.patterns import circle

CENTRE = (300.0, 262.0)


def draw_medal(canvas: Canvas) -> None:
    colours, field = canvas.colours, canvas.colours.field
    for x, side in ((206, -1), (394, 1)):
        _ribbon(canvas, x, side)
    disc = circle(CENTRE, 230)
    canvas.fill(circle(CENTRE, 248), canvas.rim_paint())
    canvas.fill(disc, canvas.field_paint())
    canvas.pattern(disc, 0.1, "rays")
    canvas.stroke(circle(CENTRE, 214), colours.ink, 2, 0.4, "1 9")
    canvas.icon((300, 204), 136, colours.ink, field, 1.35)
    issuer = canvas.label_block(canvas.spec.issuer, Room(100, 44, lambda _: 250), 19)
    canvas.block(issuer, 300, colours.ink, field)
    canvas.fill("M14 346L52 326V438L14 460L34 402ZM586 346L548 326V438L586 460L566 402Z", colours.shade)
    canvas.fill(
        "M54 314H546a14 14 0 0 1 14 14V420a14 14 0 0 1 -14 14H54a14 14 0 0 1 -14 -14V328a14 14 0 0 1 14 -14z",
        colours.paper,
    )
    canvas.stroke(
        "M57 322H543a9 9 0 0 1 9 9V417a9 9 0 0 1 -9 9H57a9 9 0 0 1 -9 -9V331a9 9 0 0 1 9 -9z", colours.line, 2
    )
    title = canvas.title_block(Room(374, 98, lambda _: 476), 48, lines=2)
    canvas.block(title, 300, colours.dark, colours.sheet)
    level = canvas.label_block(canvas.spec.level_label, Room(460, 26, lambda _: 180), 18, lines=1)
    canvas.block(level, 300, colours.ink, field)


def _ribbon(canvas: Canvas, x: float, side: int) -> None:
    tail = [(x, 400), (x + side * 62, 588), (x - side * 4, 556), (x - side * 58, 588), (x - side * 64, 400)]
    canvas.fill(closed(tail), canvas.colours.shade)
    stripe = [(x - side * 14, 400), (x + side * 6, 560), (x - side * 10, 559), (x - side * 38, 400)]
    canvas.fill(closed(stripe), canvas.colours.glow, 0.3)
