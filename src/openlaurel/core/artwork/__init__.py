"""Pictures of badges from data, and own pictures made harmless. Fonts and icons are passed in."""

from openlaurel.core.artwork.card import Card, draw_card
from openlaurel.core.artwork.errors import (
    ArtworkError,
    BadSpec,
    DamagedPicture,
    LowContrast,
    MissingGlyph,
    NotAPicture,
    NotSelfContained,
    TooLarge,
    UnsafePicture,
    UploadError,
    WrongSize,
)
from openlaurel.core.artwork.render import render_badge
from openlaurel.core.artwork.sanitize import sanitize_svg
from openlaurel.core.artwork.spec import HIGHEST_LEVEL, SHAPES, ArtworkSpec, Assets
from openlaurel.core.artwork.text import Face
from openlaurel.core.artwork.uploads import check_png

__all__ = [
    "HIGHEST_LEVEL",
    "SHAPES",
    "ArtworkError",
    "ArtworkSpec",
    "Assets",
    "BadSpec",
    "Card",
    "DamagedPicture",
    "Face",
    "LowContrast",
    "MissingGlyph",
    "NotAPicture",
    "NotSelfContained",
    "TooLarge",
    "UnsafePicture",
    "UploadError",
    "WrongSize",
    "check_png",
    "draw_card",
    "render_badge",
    "sanitize_svg",
]
