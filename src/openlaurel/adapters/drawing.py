"""Pictures ready to store: a badge's description to SVG and PNG."""

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.adapters.rasterizing import rasterize
from openlaurel.core.artwork import ArtworkSpec, render_badge


def draw_badge(spec: ArtworkSpec) -> tuple[bytes, bytes]:
    """This function will return a badge's picture as SVG and as PNG of 600 px.

    Raises ArtworkError: MissingGlyph names the character that no font has.
    """
    svg = render_badge(spec, load_assets())
    return svg.encode(), rasterize(svg)
