"""A rounded tile with a mosaic: for craft and technology."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.fitting import Room
from openlaurel.core.artwork.geometry import number
from openlaurel.core.artwork.patterns import circle, number_2

CELL = 90


def _square(inset: float, radius: float) -> str:
    far, bow = 600 - inset, f"a{number(radius)} {number(radius)} 0 0 1"
    return (
        f"M{number(inset + radius)} {number(inset)}H{number(far - radius)}{bow} {number(radius)} {number(radius)}"
        f"V{number(far - radius)}{bow} -{number(radius)} {number(radius)}H{number(inset + radius)}"
        f"{bow} -{number(radius)} -{number(radius)}V{number(inset + radius)}{bow} {number(radius)} -{number(radius)}z"
    )


def draw_tile(canvas: Canvas) -> None:
    colours, field, rtl = canvas.colours, canvas.colours.field, canvas.spec.rtl
    body = _square(30, 112)
    canvas.fill(_square(14, 126), canvas.rim_paint())
    canvas.fill(body, canvas.field_paint())
    canvas.clipped(body, _mosaic(canvas))
    edge, anchor = (530.0, "end") if rtl else (70.0, "start")
    inner = edge + (-58 if rtl else 58)
    canvas.fill(
        f"M{inner - 24:.0f} 152h48a34 34 0 0 1 34 34v48a34 34 0 0 1 -34 34h-48a34 34 0 0 1 -34 -34v-48a34 34 0 0 1 34 -34z",
        colours.paper,
    )
    canvas.icon((inner, 210), 72, colours.dark, colours.sheet, 1.8)
    title = canvas.title_block(Room(370, 164, lambda _: 456), 58)
    canvas.block(title, edge, colours.ink, field, anchor=anchor)
    issuer = canvas.label_block(canvas.spec.issuer, Room(474, 44, lambda _: 440), 20)
    canvas.block(issuer, edge, colours.ink, field, anchor=anchor)
    canvas.pips(edge + (-46 if rtl else 46), 520, field)


def _mosaic(canvas: Canvas) -> str:
    colours, seed = canvas.colours, canvas.spec.seed
    tones = (
        (colours.glow, 0.9),
        (colours.shade, 0.9),
        (colours.accent, 0.95),
        (colours.glow, 0.45),
        (colours.ink, 0.22),
    )
    cells = []
    for row in range(2):
        for column in range(6):
            seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
            colour, opacity = tones[(seed >> 8) % len(tones)]
            path = _piece((seed >> 16) % 6, 30 + column * CELL, 30 + row * CELL)
            if path:
                cells.append(f'<path fill="{colour}" fill-opacity="{number_2(opacity)}" d="{path}"/>')
    return "".join(cells)


def _piece(kind: int, x: int, y: int) -> str:
    return {
        0: f"M{x} {y}h90a90 90 0 0 1 -90 90z",
        1: f"M{x + 90} {y + 90}h-90a90 90 0 0 1 90 -90z",
        2: circle((x + 45, y + 45), 30),
        3: f"M{x} {y + 90}l90 -90v90z",
        4: f"M{x} {y}a90 90 0 0 0 90 90v-90z",
    }.get(kind, "")
