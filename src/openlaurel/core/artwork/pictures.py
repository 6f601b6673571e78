"""Pictures that organisations bring: logos, pictures of programmes, signatures. Real, bounded, and written anew."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

from openlaurel.core.artwork.colour import contrast
from openlaurel.core.artwork.errors import DamagedPicture, NotAPicture, TooLarge, UnsafePicture, WrongSize
from openlaurel.core.artwork.uploads import check_proportions

MOST_BYTES = 5 * 1024 * 1024
MOST_SIDE = 6000
MOST_PIXELS = 24_000_000
KINDS = ("PNG", "JPEG", "WEBP")
WHITE_GROUND, DARK_GROUND = "#ffffff", "#1c1b22"
_SAMPLE = 64
_OPAQUE = 0.98


@dataclass(frozen=True)
class Format:
    """What one kind of picture may be: the least of its shorter side, how much longer the other may be, what is kept.

    Sides are in pixels; `kept` is the largest width and height that is stored.
    """

    least: int
    most_uneven: float
    kept: tuple[int, int]


LOGO = Format(least=48, most_uneven=8.0, kept=(1024, 512))
SIGNATURE = Format(least=48, most_uneven=8.0, kept=(1200, 600))
COVER = Format(least=300, most_uneven=3.0, kept=(1600, 1600))


def check_picture(data: bytes, form: Format) -> bytes:
    """This function will return an uploaded PNG, JPEG or WebP as a PNG of at most `form.kept`, without metadata.

    Raises UploadError of a kind that says what to do. The size is read from the file's head: nothing of more than
    24 million pixels is ever unpacked.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(
            f"The file has {len(data):,} bytes; at most {MOST_BYTES:,} are taken. Save it smaller."
        )
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as opened:
            check_dimensions(*opened.size, form)
            if getattr(opened, "is_animated", False):
                raise UnsafePicture("The picture is animated. Save a single frame.")
            opened.draft("RGB", form.kept)
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(f"The picture has more than {MOST_PIXELS:,} pixels. Scale it down.") from error
    except Image.UnidentifiedImageError as error:
        raise NotAPicture("The file is neither a PNG, a JPEG, a WebP nor an SVG picture.") from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise DamagedPicture(f"The picture is damaged ({error}). Export it again.") from error
    picture.thumbnail(form.kept, Image.Resampling.LANCZOS)
    return _written(picture)


def check_dimensions(width: int, height: int, form: Format) -> None:
    """This function will raise TooLarge or WrongSize when a picture of this many pixels isn't taken."""
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise TooLarge(
            f"The picture has {width} × {height} px; at most {MOST_SIDE} a side and {MOST_PIXELS:,} together are "
            "taken. Scale it down."
        )
    if min(width, height) < form.least:
        raise WrongSize(
            f"The picture has {width} × {height} px; each side needs at least {form.least}. Export it larger."
        )
    check_proportions(width, height, form.most_uneven)


def size_of(png: bytes) -> tuple[int, int]:
    """This function will return the width and height of a PNG that was made here."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def smaller(png: bytes, width: int, height: int) -> bytes:
    """This function will return a picture that was made here, at most this wide and high."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail((width, height), Image.Resampling.LANCZOS)
    return _written(picture)


def ground_of(png: bytes) -> str:
    """This function will return what a picture that was made here must stand on to be seen: "light", "dark" or "".

    Nothing when it covers its whole area itself; else the ground from which more of what it draws stands out.
    """
    with Image.open(io.BytesIO(png), formats=("PNG",)) as opened:
        sample = opened.convert("RGBA")
    sample.thumbnail((_SAMPLE, _SAMPLE), Image.Resampling.BOX)
    raw = sample.tobytes()
    pixels = [raw[place : place + 4] for place in range(0, len(raw), 4)]
    drawn = [f"#{pixel[:3].hex()}" for pixel in pixels if pixel[3] >= 128]
    if not drawn or len(drawn) >= _OPAQUE * len(pixels):
        return ""
    on_light, on_dark = (
        sum(min(contrast(colour, ground), 4.5) for colour in drawn) for ground in (WHITE_GROUND, DARK_GROUND)
    )
    return "light" if on_light >= on_dark else "dark"


def _written(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    clean = Image.frombytes("RGBA", picture.size, picture.tobytes())
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
