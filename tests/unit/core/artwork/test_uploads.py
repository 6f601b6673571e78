import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from openlaurel.core.artwork import (
    DamagedPicture,
    NotAPicture,
    TooLarge,
    UnsafePicture,
    UploadError,
    WrongSize,
    check_png,
)


def _png(width: int = 600, height: int = 600, mode: str = "RGBA", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 200 if mode in {"L", "P", "I;16"} else (200,) * len(mode)).save(
        out, "PNG", **options
    )
    return out.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "I;16", "1"])
def test_any_kind_of_png_becomes_a_clean_one(mode):
    with Image.open(io.BytesIO(check_png(_png(mode=mode) if mode != "1" else _one_bit()))) as picture:
        assert picture.format == "PNG"
        assert picture.mode == "RGBA"
        assert picture.size == (600, 600)


def _one_bit() -> bytes:
    out = io.BytesIO()
    Image.new("1", (600, 600), 1).save(out, "PNG")
    return out.getvalue()


def test_what_was_hidden_in_the_file_is_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "secret place")
    info.add_itxt("openbadgecredential", "eyJ.someone.else")
    cleaned = check_png(_png(pnginfo=info) + b"PK\x03\x04 a zip after the end")
    assert b"secret" not in cleaned
    assert b"openbadgecredential" not in cleaned
    assert b"PK\x03\x04" not in cleaned


def test_a_large_picture_is_kept_at_a_useful_size():
    with Image.open(io.BytesIO(check_png(_png(3000, 3000)))) as picture:
        assert picture.size == (1200, 1200)


@pytest.mark.parametrize(
    ("data", "fault", "words"),
    [
        (_png(300, 300), WrongSize, "300 × 300 px; a badge needs at least 400"),
        (_png(1000, 500), WrongSize, "about as wide as it is high"),
        (_png(4001, 4001), TooLarge, "at most 4000"),
        (_png()[:-200], DamagedPicture, "damaged"),
        (b"GIF89a" + b"\0" * 50, NotAPicture, "not a PNG"),
        (b"", NotAPicture, "not a PNG"),
        (b"\x89PNG\r\n\x1a\n", NotAPicture, "not a PNG"),
        (_png() + b"\0" * (5 * 1024 * 1024), TooLarge, "at most 5,242,880"),
    ],
)
def test_a_picture_that_cant_be_a_badge_says_why_and_what_to_do(data, fault, words):
    with pytest.raises(fault, match=words):
        check_png(data)


def test_a_bomb_is_refused_before_it_is_unpacked():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000))
    with pytest.raises(TooLarge, match="60000 × 60000"):
        check_png(bomb)
    text = zlib.compress(b"a" * 50_000_000)
    hidden = _png()[:33] + _chunk(b"zTXt", b"comment\0\0" + text) + _png()[33:]
    with pytest.raises(DamagedPicture):
        check_png(hidden)


def test_a_checksum_that_doesnt_match_is_damage():
    data = bytearray(_png())
    data[60] ^= 0xFF
    with pytest.raises(DamagedPicture):
        check_png(bytes(data))


def test_an_animation_is_refused():
    frames = [Image.new("RGBA", (400, 400), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(UnsafePicture, match="animated"):
        check_png(out.getvalue())


def test_whatever_is_broken_in_a_file_the_answer_is_a_picture_or_an_upload_error():
    whole = _png(400, 400, "RGB")
    answers = set()
    for position in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[position] ^= 0x55
        try:
            answers.add(check_png(bytes(broken))[:8])
        except UploadError as error:
            answers.add(type(error))
    assert answers <= {b"\x89PNG\r\n\x1a\n", DamagedPicture, NotAPicture, TooLarge, WrongSize, UnsafePicture}
    assert DamagedPicture in answers
