"""A badge's picture from its description: one SVG that needs nothing else."""

from __future__ import annotations

from html import escape

from openlaurel.core.artwork.canvas import Canvas
from openlaurel.core.artwork.shapes import DRAWINGS
from openlaurel.core.artwork.spec import ArtworkSpec, Assets


def render_badge(spec: ArtworkSpec, assets: Assets) -> str:
    """This function will return a badge as SVG: text as outlines, no fonts, no styles, no links, the same each time.

    Raises MissingGlyph when no font has a character, BadSpec for an unknown icon, LowContrast never for a hue
    that the palette knows.
    """
    canvas = Canvas(spec, assets)
    DRAWINGS[spec.shape](canvas)
    name = escape(", ".join(filter(None, (spec.title, spec.level_label, spec.issuer))))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600" role="img" '
        f'xml:lang="{spec.language}"><title>{name}</title>{canvas.markup}</svg>'
    )
