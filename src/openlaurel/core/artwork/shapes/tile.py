"""A rounded tile with a mosaic: for craft and technology."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import fraction, number
from openlaurel.core.artwork.patterns import circle

CELL = 90


def _square(left: float, top: float, side: float, radius: float) -> str:
    """A square with round corners as a path."""
    run, r = number(side - 2 * radius), number(radius)
    bow = f"a{r} {r} 0 0 1"
    return (
        f"M{number(left + radius)} {number(top)}h{run}{bow} {r} {r}v{run}{bow} -{r} {r}"
        f"h-{run}{bow} -{r} -{r}v-{run}{bow} {r} -{r}z"
    )


def draw_tile(canvas: Canvas) -> None:
    colours, field, rtl = canvas.colours, canvas.colours.field, canvas.spec.rtl
    body = _square(30, 30, 540, 112)
    canvas.fill(_square(12, 12, 576, 128), canvas.rim_paint())
    canvas.fill(body, canvas.field_paint())
    canvas.clipped(body, _mosaic(canvas))
    edge, anchor, inward = (528.0, "end", -1) if rtl else (72.0, "start", 1)
    centre = edge + inward * 58
    canvas.fill(_square(centre - 58, 152, 116, 34), colours.paper)
    canvas.icon((centre, 210), 72, colours.dark, colours.sheet, 1.8)
    title = canvas.title_block(Room(372, 166, lambda _: 456), 60)
    canvas.block(title, edge, colours.ink, field, anchor=anchor)
    issuer = canvas.label_block(canvas.spec.issuer, Room(474, 42, lambda _: 440), 20)
    canvas.block(issuer, edge, colours.ink, field, anchor=anchor)
    canvas.pips(edge + inward * 46, 520, field)
    if canvas.spec.level_label:
        start = edge + inward * (106 if canvas.spec.level else 0)
        level = canvas.label_block(canvas.spec.level_label, Room(520, 24, lambda _: 270), 16, lines=1)
        canvas.block(level, start, colours.ink, field, anchor=anchor)


def _mosaic(canvas: Canvas) -> str:
    """Two rows of pieces; the lower one leaves room for the icon at the side where reading starts."""
    colours, seed = canvas.colours, canvas.spec.pattern_seed
    tones = (
        (colours.glow, 0.75),
        (colours.shade, 0.8),
        (colours.glow, 0.4),
        (colours.ink, 0.2),
        (colours.glow, 0.75),
    )
    places = [(column, 0) for column in range(6)] + [(column, 1) for column in range(2, 6)]
    gold = 3 + seed % 6
    cells = []
    for index, (column, row) in enumerate(places):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        colour, opacity = (colours.accent, 1) if index == gold else tones[(seed >> 8) % len(tones)]
        x = 30 + (5 - column if canvas.spec.rtl else column) * CELL
        path = _piece((seed >> 16) % (5 if index == gold else 6), x, 30 + row * CELL)
        if path:
            cells.append(f'<path fill="{colour}" fill-opacity="{fraction(opacity)}" d="{path}"/>')
    return "".join(cells)


def _piece(kind: int, x: int, y: int) -> str:
    pieces = (
        f"M{x} {y}h90a90 90 0 0 1 -90 90z",
        f"M{x + 90} {y + 90}h-90a90 90 0 0 1 90 -90z",
        circle((x + 45, y + 45), 30),
        f"M{x} {y + 90}l90 -90v90z",
        f"M{x} {y}a90 90 0 0 0 90 90v-90z",
        "",
    )
    return pieces[kind]
