"""Fine patterns behind a badge's text, each from a seed, so that two badges of a series differ a little."""

from __future__ import annotations

import math

from openlaurel.core.artwork.geometry import Point, closed, fraction, number, pair, polar, wave


def pattern(seed: int, colour: str, opacity: float, *, among: tuple[str, ...] = ()) -> str:
    """This function will draw one of the patterns over the whole 600 by 600 box; the caller clips it."""
    kinds = among or tuple(PATTERNS)
    body, filled = PATTERNS[kinds[seed % len(kinds)]](seed // 8)
    paint = (
        f'fill="{colour}" fill-opacity'
        if filled
        else f'fill="none" stroke-width="1.8" stroke="{colour}" stroke-opacity'
    )
    return f'<path {paint}="{fraction(opacity)}" d="{body}"/>'


def circle(centre: Point, radius: float) -> str:
    """A circle as a path, so that many of them are one element."""
    size = number(radius)
    across = number(2 * radius)
    return f"M{pair((centre[0] - radius, centre[1]))}a{size} {size} 0 1 0 {across} 0a{size} {size} 0 1 0 -{across} 0z"


def _rings(seed: int) -> tuple[str, bool]:
    centre = (170.0 + seed % 260, 80.0 + seed // 7 % 150)
    return "".join(circle(centre, radius) for radius in range(38, 640, 32)), False


def _rays(seed: int) -> tuple[str, bool]:
    turn = seed % 8
    rays = []
    for index in range(36):
        edges = (polar((300, 210), 620, turn + index * 10), polar((300, 210), 620, turn + index * 10 + 3.4))
        rays.append(closed([polar((300, 210), 40, turn + index * 10 + 1.7), *edges]))
    return "".join(rays), True


def _dots(seed: int) -> tuple[str, bool]:
    focus = (120.0 + seed % 360, 60.0 + seed // 5 % 80)
    dots = []
    for row in range(24):
        for column in range(24):
            spot = (column * 26 + row % 2 * 13.0, row * 26.0)
            radius = 4.2 - math.dist(spot, focus) / 95
            if radius > 0.7:
                dots.append(circle(spot, radius))
    return "".join(dots), True


def _contours(seed: int) -> tuple[str, bool]:
    lean, swell = seed % 50, seed // 3 % 60
    lines = []
    for y in range(30, 880, 28):
        bows = (
            (120, y - 90 - lean), (200, y + 70), (330, y - 20), (520, y - 130 + swell), (640, y - 40)
        )  # fmt: skip
        first, second, third, fourth, fifth = (f"{a} {b}" for a, b in bows)
        lines.append(f"M-20 {y}C{first} {second} {third}S{fourth} {fifth}")
    return "".join(lines), False


def _lattice(seed: int) -> tuple[str, bool]:
    gap, shift = 44, seed % 22
    starts = range(-600 - gap, 600 + gap, gap)
    return "".join(f"M{x + shift} 0l600 600M{x + shift} 600l600 -600" for x in starts), False


def _weave(seed: int) -> tuple[str, bool]:
    """Diagonal triangles, light as folded paper."""
    side = 100
    body = []
    for row in range(-1, 7):
        for column in range(-1, 8):
            if (row * 5 + column * 3 + seed) % 4 == 0:
                x, y = column * side - row % 2 * side / 2, row * 87.0
                body.append(closed([(x, y), (x + side, y), (x + side / 2, y + 87)]))
    return "".join(body), True


PATTERNS = {
    "rings": _rings,
    "rays": _rays,
    "dots": _dots,
    "contours": _contours,
    "lattice": _lattice,
    "weave": _weave,
}


def guilloche(centre: Point, radius: float, swing: float, waves: int, strands: int) -> str:
    """This function will draw the rosette of banknotes: wavy rings, each turned a little further."""
    step = 360 / waves / strands
    return "".join(wave(centre, radius, swing, waves, index * step) for index in range(strands))
