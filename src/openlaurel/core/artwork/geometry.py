"""Points, paths and their numbers. Paths are written with one decimal, so that they are the same everywhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from openlaurel.core.artwork.text import Line

Point = tuple[float, float]


def number(value: float) -> str:
    """This function will write a number with at most one decimal and no empty zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def fraction(value: float) -> str:
    """This function will write a share of one with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def polar(centre: Point, radius: float, degrees: float) -> Point:
    """The point at an angle clockwise from the right."""
    angle = math.radians(degrees)
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def polygon(corners: int, radius: float, centre: Point = (300, 300), turn: float = -90) -> list[Point]:
    return [polar(centre, radius, turn + index * 360 / corners) for index in range(corners)]


def closed(points: Iterable[Point]) -> str:
    return "M" + "L".join(pair(point) for point in points) + "Z"


def rounded(points: Sequence[Point], radius: float) -> str:
    """This function will draw a polygon with rounded corners."""
    path = []
    for index, corner in enumerate(points):
        start = _towards(corner, points[index - 1], radius)
        end = _towards(corner, points[(index + 1) % len(points)], radius)
        path.append(f"{'L' if index else 'M'}{pair(start)}Q{pair(corner)} {pair(end)}")
    return "".join(path) + "Z"


def _towards(start: Point, goal: Point, distance: float) -> Point:
    share = distance / math.dist(start, goal)
    return start[0] + (goal[0] - start[0]) * share, start[1] + (goal[1] - start[1]) * share


def scallops(radius: float, count: int, depth: float, centre: Point = (300, 300)) -> str:
    """This function will draw a circle of `count` bows that bulge by `depth`."""
    path = ["M" + pair(polar(centre, radius, 0))]
    step = 360 / count
    for index in range(count):
        bulge = polar(centre, radius + depth, (index + 0.5) * step)
        path.append(f"Q{pair(bulge)} {pair(polar(centre, radius, (index + 1) * step))}")
    return "".join(path) + "Z"


def star(centre: Point, radius: float) -> str:
    points = [polar(centre, radius if i % 2 == 0 else radius * 0.46, -90 + 36 * i) for i in range(10)]
    return rounded(points, radius * 0.14)


def leaf(base: Point, degrees: float, length: float, breadth: float) -> str:
    """This function will draw a leaf that grows from `base` in a direction."""
    tip, waist = polar(base, length, degrees), polar(base, length * 0.42, degrees)
    one, other = polar(waist, breadth, degrees - 90), polar(waist, breadth, degrees + 90)
    return f"M{pair(base)}Q{pair(one)} {pair(tip)}Q{pair(other)} {pair(base)}Z"


def laurel(centre: Point, radius: float, length: float, *, leaves: int, opening: float) -> str:
    """This function will draw a wreath of two branches that rise from below and leave `opening` degrees at the top."""
    path = []
    step = (180 - opening / 2 - 8) / leaves
    for side in (1, -1):
        for index in range(leaves):
            angle = 90 + side * (8 + step * index)
            base, along = polar(centre, radius, angle), angle + side * 90
            size = length * (1 - 0.3 * index / leaves)
            for lean in (-34, 34):
                path.append(leaf(base, along + lean, size, size * 0.3))
        end = 90 + side * (8 + step * leaves)
        path.append(
            leaf(
                polar(centre, radius, end - side * step * 0.35), end + side * 90, length * 0.75, length * 0.22
            )
        )
    return "".join(path)


def bevels(outer: Sequence[Point], inner: Sequence[Point]) -> list[tuple[list[Point], float]]:
    """This function will return the slopes between two polygons, each with its light from -1 to 1, lit from the upper left."""
    slopes = []
    for index, corner in enumerate(outer):
        after = (index + 1) % len(outer)
        middle = _middle(corner, outer[after])
        angle = math.degrees(math.atan2(middle[1] - 300, middle[0] - 300))
        slopes.append(
            ([corner, outer[after], inner[after], inner[index]], math.cos(math.radians(angle + 118)))
        )
    return slopes


def wave(centre: Point, radius: float, swing: float, waves: int, turn: float) -> str:
    """This function will draw a closed wavy ring, one strand of a guilloche."""
    points = []
    for index in range(waves * 2):
        angle = turn + index * 180 / waves
        points.append(polar(centre, radius + (swing if index % 2 else -swing), angle))
    middles = [_middle(points[i - 1], points[i]) for i in range(len(points))]
    turns = zip(points, [*middles[1:], middles[0]], strict=True)
    return "M" + pair(middles[0]) + "".join(f"Q{pair(bow)} {pair(end)}" for bow, end in turns) + "Z"


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


class Pen:
    """Writes a path in whole tenths, each command relative to the one before: a third shorter than absolute ones.

    The path is meant for `transform="scale(.1)"`. Rounding never adds up, since it is done on absolute places.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = (0, 0)
        self._start = (0, 0)

    def add(self, command: str, points: Sequence[Point]) -> None:
        if command == "Z":
            self._parts.append("z")
            self._at = self._start
            return
        rounded_points = [(round(x * 10), round(y * 10)) for x, y in points]
        values = [value - origin for p in rounded_points for value, origin in zip(p, self._at, strict=True)]
        self._at = rounded_points[-1]
        if command == "M":
            self._start = self._at
        text = "".join(f" {value}" if value >= 0 else str(value) for value in values).lstrip()
        self._parts.append(command.lower() + text)

    @property
    def path(self) -> str:
        return "".join(self._parts)


def draw_line(line: Line, size: float, start: Point, pen: Pen) -> None:
    """This function will draw a line whose left end and baseline are at `start`."""
    for glyph in line.glyphs:
        left, base = start[0] + glyph.x * size, start[1] - glyph.y * size
        for command, values in glyph.face.outline(glyph.id):
            spots = zip(values[::2], values[1::2], strict=True)
            pen.add(command, [(left + x * size, base - y * size) for x, y in spots])


def draw_arc(line: Line, size: float, centre: Point, radius: float, pen: Pen, *, below: bool = False) -> None:
    """This function will draw a line around a circle, upright in the middle of its upper or lower half.

    Each glyph is turned as a whole, so this isn't for scripts whose letters join.
    """
    for glyph in line.glyphs:
        along = (glyph.x + glyph.advance / 2 - line.width / 2) * size / radius
        angle = math.pi / 2 - along if below else along - math.pi / 2
        turn = angle + (-math.pi / 2 if below else math.pi / 2)
        cosine, sine = math.cos(turn), math.sin(turn)
        middle = centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)
        for command, values in glyph.face.outline(glyph.id):
            spots = []
            for x, y in zip(values[::2], values[1::2], strict=True):
                right, up = (x - glyph.advance / 2) * size, (y + glyph.y) * size
                spots.append((middle[0] + right * cosine + up * sine, middle[1] + right * sine - up * cosine))
            pen.add(command, spots)
