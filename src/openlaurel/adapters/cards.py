"""The picture of a shared link (og:image) as PNG."""

from collections.abc import Sequence

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.adapters.rasterizing import rasterize
from openlaurel.core.artwork import Card, draw_card


def render_card(card: Card, pictures: Sequence[bytes]) -> bytes:
    """This function will return the card beside the PNGs of badges, 1200 by 630 px."""
    return rasterize(draw_card(card, pictures, load_assets()), 1200)
