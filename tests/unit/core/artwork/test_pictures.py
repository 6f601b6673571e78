"""Logos and the like are what they claim to be, bounded, and carry nothing of the file that they came in."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from openlaurel.core.artwork import DamagedPicture, NotAPicture, TooLarge, UnsafePicture, WrongSize
from openlaurel.core.artwork.pictures import COVER, LOGO, check_picture, ground_of, size_of, smaller


def picture(width=200, height=80, kind="PNG", colour=(10, 95, 56, 255), **options) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGBA", (width, height), colour)
    (image if kind != "JPEG" else image.convert("RGB")).save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_of_each_kind_is_taken(kind):
    assert size_of(check_picture(picture(kind=kind), LOGO)) == (200, 80)


@pytest.mark.parametrize("size", [(10_000, 10_000), (6001, 1000), (5000, 5000), (40_000, 40_000)])
def test_a_hundred_megapixels_are_refused_before_they_are_unpacked(size):
    begun = time.perf_counter()
    with pytest.raises(TooLarge):
        check_picture(bomb(*size), LOGO)
    assert time.perf_counter() - begun < 0.5


def test_more_than_five_megabytes_are_refused():
    with pytest.raises(TooLarge):
        check_picture(picture() + b"\0" * (5 * 1024 * 1024), LOGO)


def test_too_small_and_too_long_are_refused():
    with pytest.raises(WrongSize):
        check_picture(picture(200, 40), LOGO)
    with pytest.raises(WrongSize):
        check_picture(picture(900, 100), LOGO)
    with pytest.raises(WrongSize):
        check_picture(picture(200, 200), COVER)


def test_what_is_no_picture_or_broken_is_named_as_that():
    with pytest.raises(NotAPicture):
        check_picture(b"GIF89a" + b"\0" * 100, LOGO)
    with pytest.raises(DamagedPicture):
        check_picture(picture(400, 400)[:120], LOGO)


def test_an_animation_is_refused():
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(UnsafePicture):
        check_picture(out.getvalue(), LOGO)


def test_what_a_camera_wrote_into_the_file_is_gone_and_the_picture_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "where I live"
    taken = check_picture(picture(300, 100, "JPEG", exif=exif), LOGO)
    assert size_of(taken) == (100, 300)
    assert b"where I live" not in taken


def test_a_large_logo_is_kept_smaller_and_small_ones_smaller_still():
    kept = check_picture(picture(3000, 2000), LOGO)
    assert size_of(kept) == (768, 512)
    assert size_of(smaller(kept, 256, 128)) == (192, 128)


def test_a_logo_gets_the_ground_on_which_it_is_seen():
    def drawn(colour) -> bytes:
        image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
        image.paste(colour, (20, 20, 60, 60))
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()

    assert ground_of(drawn((0, 0, 0, 255))) == "light"
    assert ground_of(drawn((255, 255, 255, 255))) == "dark"
    assert ground_of(picture()) == ""
