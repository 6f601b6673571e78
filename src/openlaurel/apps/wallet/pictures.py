"""The picture of a badge from elsewhere, drawn anew, so that nothing of its file but the pixels is shown."""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
from collections.abc import Mapping
from typing import Any

from PIL import Image

from openlaurel.adapters.rasterizing import rasterize_guarded
from openlaurel.core.artwork import ArtworkError, sanitize_svg
from openlaurel.core.openbadges import MAX_IMAGE_BYTES, PNG_SIGNATURE, looks_like_svg

SHOWN_PIXELS = 400
MOST_PIXELS = 4000
_DATA = re.compile(r"data:image/(?:png|svg\+xml)(?:;charset=[\w-]+)?;base64,([A-Za-z0-9+/=\s]+)")


def picture_in(content: bytes, document: Mapping[str, Any] | None) -> bytes | None:
    """This function will return the picture of a badge as a PNG of at most 400 px, or None when it brings none.

    It is the file itself, or what the document embeds as a data URL. Nothing is fetched: whoever hosts a picture would
    learn that the badge is looked at.
    """
    if picture := _drawn(content):
        return picture
    for place in _images(document or {}):
        if found := _DATA.fullmatch(place[: MAX_IMAGE_BYTES * 2]):
            try:
                return _drawn(base64.b64decode(found[1]))
            except binascii.Error:
                continue
    return None


def _drawn(data: bytes) -> bytes | None:
    if data.startswith(PNG_SIGNATURE):
        return _png(data)
    if looks_like_svg(data):
        try:
            return rasterize_guarded(sanitize_svg(data).decode(), SHOWN_PIXELS)
        except ArtworkError:
            return None
    return None


def _png(data: bytes) -> bytes | None:
    if len(data) < 33 or data[12:16] != b"IHDR" or max(struct.unpack(">II", data[16:24])) > MOST_PIXELS:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
            picture = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
        return None
    picture.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()


def _images(document: Mapping[str, Any]) -> list[str]:
    """Where a badge of any version names its picture."""
    subject = document.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and subject else subject
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    places = [achievement, document.get("badge"), subject, document]
    found = [place.get("image") for place in places if isinstance(place, dict)]
    return [
        text for item in found if isinstance(text := item.get("id") if isinstance(item, dict) else item, str)
    ]
