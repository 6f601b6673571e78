"""The outside, ready to use: what services call without knowing what it is made of."""

from openlaurel.adapters.drawing import draw_badge, read_artwork, read_picture

__all__ = ["draw_badge", "read_artwork", "read_picture"]
