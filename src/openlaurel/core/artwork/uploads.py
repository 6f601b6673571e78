"""Own pictures as PNG: real, about square, not too small, not a bomb, and written anew."""

from __future__ import annotations

import io
import struct

from PIL import Image

from openlaurel.core.artwork.errors import DamagedPicture, NotAPicture, TooLarge, UnsafePicture, WrongSize

PNG_BYTES = 5 * 1024 * 1024
LEAST_PIXELS, MOST_PIXELS, KEPT_PIXELS = 400, 4000, 1200
MOST_UNEVEN = 1.25
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def check_png(data: bytes) -> bytes:
    """This function will return an uploaded PNG written anew: 1200 px at most, without metadata or hidden data.

    Raises UploadError of a kind that says what to do; nothing larger than 4000 by 4000 px is ever unpacked.
    """
    if len(data) > PNG_BYTES:
        raise TooLarge(f"The file has {len(data):,} bytes; at most {PNG_BYTES:,} are taken. Save it smaller.")
    if not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR" or len(data) < 33:
        raise NotAPicture("The file is not a PNG picture. Upload a PNG or an SVG.")
    check_size(*struct.unpack(">II", data[16:24]))
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
            if getattr(opened, "is_animated", False):
                raise UnsafePicture("The picture is animated. Save a single frame as PNG.")
            picture = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise DamagedPicture(f"The PNG is damaged ({error}). Export it again.") from error
    picture.thumbnail((KEPT_PIXELS, KEPT_PIXELS), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    clean = Image.frombytes("RGBA", picture.size, picture.tobytes())
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()


def check_size(width: int, height: int) -> None:
    """This function will raise when a picture of this many pixels can't stand for a badge."""
    if width > MOST_PIXELS or height > MOST_PIXELS:
        raise TooLarge(
            f"The picture has {width} × {height} px; at most {MOST_PIXELS} × {MOST_PIXELS} are taken. "
            "Scale it down."
        )
    if width < LEAST_PIXELS or height < LEAST_PIXELS:
        raise WrongSize(
            f"The picture has {width} × {height} px; a badge needs at least {LEAST_PIXELS} × {LEAST_PIXELS}. "
            "Export it larger."
        )
    check_proportions(width, height)


def check_proportions(width: float, height: float, most_uneven: float = MOST_UNEVEN) -> None:
    if max(width, height) > most_uneven * min(width, height):
        if most_uneven != MOST_UNEVEN:
            raise WrongSize(
                f"The picture is {width:g} × {height:g}; one side may be {most_uneven:g} times as long as the "
                "other. Crop it."
            )
        raise WrongSize(
            f"The picture is {width:g} × {height:g}, but a badge is about as wide as it is high. "
            "Crop it, or put it on a square with clear sides."
        )
