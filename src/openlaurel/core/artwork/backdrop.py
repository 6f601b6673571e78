"""The coloured ground of certificates and cards: the field of the badge's hue with the rosette of banknotes."""

from __future__ import annotations

from openlaurel.core.artwork.geometry import Point, number
from openlaurel.core.artwork.palette import palette
from openlaurel.core.artwork.patterns import circle, guilloche


def backdrop(hue: int, width: float, height: float, centre: Point, radius: float) -> str:
    """This function will return the inside of an SVG of this size, with a light disc that a badge stands on.

    Text beside the disc is readable in the palette's ink.
    """
    colours = palette(hue)
    w, h = number(width), number(height)
    stops = zip((0, 0.5, 1), (colours.top, colours.middle, colours.bottom), strict=True)
    gradient = "".join(f'<stop offset="{place}" stop-color="{colour}"/>' for place, colour in stops)
    rings = "".join(
        guilloche(centre, radius * size, radius * size * 0.12, waves, 5)
        for size, waves in ((1.18, 28), (1.62, 36), (2.2, 48))
    )
    return (
        f'<defs><linearGradient id="backdrop" x1="0" y1="0" x2=".3" y2="1">{gradient}</linearGradient>'
        f'<clipPath id="backdrop-edge"><path d="M0 0H{w}V{h}H0z"/></clipPath></defs>'
        f'<path fill="url(#backdrop)" d="M0 0H{w}V{h}H0z"/><g clip-path="url(#backdrop-edge)">'
        f'<path fill="none" stroke="{colours.veil}" stroke-opacity=".1" stroke-width="1" d="{rings}"/></g>'
        f'<path fill="{colours.paper}" d="{circle(centre, radius)}"/>'
        f'<path fill="none" stroke="{colours.tint}" stroke-width="2" d="{circle(centre, radius - 6)}"/>'
    )
