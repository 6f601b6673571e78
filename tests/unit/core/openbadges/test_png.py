import io
import json
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.unit.core.openbadges.pictures import chunk, itxt, png

from openlaurel.core.openbadges import (
    BakingError,
    DamagedImage,
    NoCredential,
    NotAnImage,
    SeveralCredentials,
    UnsafeImage,
    bake_png,
    unbake,
)

BADGE = json.dumps({"name": "Łódź 🎓"}, ensure_ascii=False)


def test_a_badge_rides_in_one_uncompressed_itxt_chunk() -> None:
    """Open Badges 3.0, 5.3.1."""
    baked = bake_png(png(), BADGE)
    assert unbake(baked) == BADGE
    assert baked.count(b"iTXtopenbadgecredential\0\0\0\0\0" + BADGE.encode()) == 1


def test_the_picture_itself_stays_as_it_was() -> None:
    baked = bake_png(png(), BADGE)
    with Image.open(io.BytesIO(png())) as plain, Image.open(io.BytesIO(baked)) as other:
        assert plain.tobytes() == other.tobytes()
        assert other.text == {"openbadgecredential": BADGE}


def test_baking_again_replaces_the_badge_and_keeps_other_texts() -> None:
    first = bake_png(png(chunk(b"tEXt", b"Author\0Ana"), itxt(b"x", keyword=b"Title")), BADGE)
    second = bake_png(first, '{"name": "new"}')
    assert unbake(second) == '{"name": "new"}'
    assert b"tEXtAuthor\0Ana" in second
    assert second.count(b"openbadgecredential") == 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_character_of_a_badge_is_lost(text: str) -> None:
    assert unbake(bake_png(png(), text)) == text


def test_a_compressed_badge_of_another_maker_is_read() -> None:
    assert unbake(png(itxt(zlib.compress(BADGE.encode()), compressed=True))) == BADGE


def test_a_badge_of_an_older_version_is_taken_out_unless_there_is_a_newer_one() -> None:
    older = itxt(BADGE.encode(), keyword=b"openbadges")
    assert unbake(png(older)) == BADGE
    assert unbake(png(chunk(b"tEXt", b"openbadges\0https://old.example/\xe9"))) == "https://old.example/é"
    assert unbake(png(older, itxt(b"{}"))) == "{}"


@pytest.mark.parametrize(
    ("picture", "error", "fault"),
    [
        (png(), NoCredential, "carries no badge"),
        (png(itxt(b"{}", keyword=b"openbadges") * 2), SeveralCredentials, "carries 2 badges"),
        (png(itxt(b"{}"), itxt(b"{}")), SeveralCredentials, "carries 2 badges"),
        (png(chunk(b"tEXt", b"openbadgecredential\0{}")), DamagedImage, "iTXt chunk"),
        (png(chunk(b"iTXt", b"openbadgecredential\0\0")), DamagedImage, "cut off"),
        (png(chunk(b"iTXt", b"openbadgecredential\0\0\0abcdef")), DamagedImage, "cut off"),
        (png(chunk(b"iTXt", b"openbadgecredential\0\x07\0\0\0{}")), DamagedImage, "unknown way"),
        (png(itxt(b"not zlib", compressed=True)), DamagedImage, "can't be decompressed"),
        (png(itxt(zlib.compress(b"{}" * 50)[:-6], compressed=True)), DamagedImage, "cut off"),
        (png(itxt(b"\xff\xff")), DamagedImage, "isn't UTF-8"),
        (png()[:-20], DamagedImage, "cut off"),
        (png()[:8], DamagedImage, "cut off"),
        (png()[:8] + png()[33:], DamagedImage, "begin with its header"),
        (png()[:8] + b"\xff\xff\xff\xff" + png()[12:], DamagedImage, "cut off"),
        (b"GIF89a", NotAnImage, "neither a PNG nor an SVG"),
        (b"", NotAnImage, "neither a PNG nor an SVG"),
    ],
)
def test_a_picture_with_a_flaw_is_told_by_it(picture: bytes, error: type[BakingError], fault: str) -> None:
    with pytest.raises(error, match=fault):
        unbake(picture)


def test_a_broken_checksum_names_the_chunk() -> None:
    baked = bytearray(bake_png(png(), BADGE))
    baked[60] ^= 1
    with pytest.raises(DamagedImage, match="checksum of the PNG's iTXt chunk is wrong"):
        unbake(bytes(baked))


def test_a_compressed_bomb_is_given_up_within_bounds() -> None:
    bomb = png(itxt(zlib.compress(bytes(100_000_000), 1), compressed=True))
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(UnsafeImage, match="larger than"):
        unbake(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.perf_counter() - start < 3
    assert peak < 40_000_000


def test_a_picture_that_is_too_large_is_not_read() -> None:
    with pytest.raises(UnsafeImage, match="at most"):
        unbake(png(chunk(b"iTXt", bytes(11_000_000))))
