"""Pictures ready to store: drawn from a badge's description, or made of an issuer's own file."""

import re

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.adapters.rasterizing import rasterize, rasterize_guarded
from openlaurel.core.artwork import ArtworkSpec, check_png, render_badge, sanitize_svg
from openlaurel.core.artwork.pictures import Format, check_picture
from openlaurel.core.openbadges import looks_like_svg


def draw_badge(spec: ArtworkSpec) -> tuple[bytes, bytes]:
    """This function will return a badge's picture as SVG and as PNG of 600 px.

    Raises ArtworkError: MissingGlyph names the character that no font has.
    """
    svg = render_badge(spec, load_assets())
    return svg.encode(), rasterize(svg)


def read_artwork(data: bytes) -> tuple[bytes | None, bytes]:
    """This function will return an uploaded picture made harmless: its SVG, when it is one, and a PNG.

    Raises UploadError of a kind that names the fault and says what to do.
    """
    if not looks_like_svg(data) and not data.startswith(b"\x1f\x8b"):
        return None, check_png(data)
    svg = sanitize_svg(data)
    return svg, rasterize_guarded(svg.decode())


def read_picture(data: bytes, form: Format) -> tuple[bytes | None, bytes]:
    """This function will return an uploaded logo or the like made harmless: its SVG, when it is one, and a PNG.

    Raises UploadError of a kind that names the fault and says what to do.
    """
    if not looks_like_svg(data) and not data.startswith(b"\x1f\x8b"):
        return None, check_picture(data, form)
    svg = sanitize_svg(data, most_uneven=form.most_uneven)
    width, height = (float(side) for side in re.findall(rb'(?:width|height)="(\d+)"', svg[:200])[:2])
    wide = min(form.kept[0], form.kept[1] * width / max(height, 1))
    return svg, rasterize_guarded(svg.decode(), max(16, int(wide)))
