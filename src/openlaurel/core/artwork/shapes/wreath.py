"""The laurel that gave this project its name."""

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.colour import Ground
from openlaurel.core.artwork.geometry import Point, laurel, pair, polar


def wreath(
    canvas: Canvas, centre: Point, radius: float, length: float,
    *, leaves: int, opening: float, colour: str, ground: Ground,
) -> None:  # fmt: skip
    """This function will draw a wreath; its leaves are `length` long, and `opening` degrees stay free at the top."""
    size = f"{radius:.0f} {radius:.0f}"
    for side, sweep in ((1, 1), (-1, 0)):
        start, end = (polar(centre, radius, 90 + side * turn) for turn in (5, 176 - opening / 2))
        canvas.stroke(f"M{pair(start)}A{size} 0 0 {sweep} {pair(end)}", colour, length / 14)
    canvas.mark(laurel(centre, radius, length, leaves=leaves, opening=opening), colour, ground)
