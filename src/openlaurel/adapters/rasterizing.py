"""Pixels from SVG, by resvg: no fonts, no network, bounded size."""

import io

import resvg_py
from PIL import Image

BADGE_PIXELS = 600
MAX_PIXELS = 2400


class CannotRasterize(Exception):
    """The SVG can't be drawn, or not at this size."""


def rasterize(svg: str, width: int = BADGE_PIXELS) -> bytes:
    """This function will return a PNG of `width` pixels; raises CannotRasterize."""
    if not 16 <= width <= MAX_PIXELS:
        raise CannotRasterize(f"A picture is from 16 to {MAX_PIXELS} pixels wide, not {width}.")
    try:
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
    except ValueError as error:
        raise CannotRasterize(f"The SVG can't be drawn: {error}") from error
    return _compressed(png)


def _compressed(png: bytes) -> bytes:
    with Image.open(io.BytesIO(png)) as picture:
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
    return min(png, out.getvalue(), key=len)
