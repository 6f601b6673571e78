"""The picture of a shared link (og:image) as PNG."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.adapters.rasterizing import rasterize
from openlaurel.core.artwork import Card, draw_card


def render_card(card: Card, pictures: Sequence[bytes]) -> bytes:
    """This function will return the card beside the PNGs of badges, 1200 by 630 px."""
    return rasterize(draw_card(card, pictures, load_assets()), 1200)


def keep_card(file: Path, content: bytes) -> None:
    """This function will write a card whole or not at all, whoever else writes it at the time."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
    os.replace(unfinished, file)
