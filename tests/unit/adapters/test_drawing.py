import io
import shutil

import pytest
from PIL import Image

from openlaurel.adapters import artwork_assets, rasterizing
from openlaurel.adapters.artwork_assets import FOLDER, AssetsMissing, load_assets, read_assets
from openlaurel.adapters.cards import render_card
from openlaurel.adapters.configured import draw_badge, read_artwork
from openlaurel.adapters.rasterizing import CannotRasterize, rasterize, rasterize_guarded
from openlaurel.core.artwork import (
    SHAPES,
    ArtworkSpec,
    Card,
    MissingGlyph,
    NotAPicture,
    UnsafePicture,
    render_badge,
)
from openlaurel.core.openbadges import bake_png, bake_svg, unbake

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path d="M0 0H100V100z"/></svg>'


@pytest.mark.parametrize("shape", SHAPES)
def test_a_badge_is_600_pixels_wide_and_small_enough_to_mail(shape):
    svg, png = draw_badge(
        ArtworkSpec("Evidence-Based Hiring", "Cartwright Guild", shape, 155, "users", 4, "Expert")
    )
    assert svg.startswith(b"<svg ")
    assert len(png) <= 60_000
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (600, 600)
        drawn = picture.convert("RGBA")
    assert drawn.getpixel((0, 0))[3] == 0
    assert drawn.getpixel((300, 300))[3] == 255


def test_fewer_colours_dont_show():
    svg, png = draw_badge(ArtworkSpec("Managing Risk", "Guild", "gem", 20, "scale", 4))
    sharp = rasterizing.resvg_py.svg_to_bytes(svg_string=svg.decode(), width=600, skip_system_fonts=True)
    with Image.open(io.BytesIO(bytes(sharp))) as one, Image.open(io.BytesIO(png)) as other:
        pairs = zip(one.convert("RGBA").tobytes(), other.convert("RGBA").tobytes(), strict=True)
        differences = [abs(a - b) for a, b in pairs]
    assert sum(differences) / len(differences) < 2


def test_a_drawn_badge_can_carry_its_credential():
    svg, png = draw_badge(ArtworkSpec("Data", "Guild"))
    assert unbake(bake_png(png, '{"a": 1}')) == '{"a": 1}'
    assert unbake(bake_svg(svg, '{"a": 1}')) == '{"a": 1}'


def test_an_issuers_svg_is_kept_clean_with_a_png_made_of_it():
    svg, png = read_artwork(SQUARE.replace("<path", '<metadata>note</metadata><path id="a"').encode())
    assert svg is not None
    assert b"note" not in svg
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (600, 600)


def test_an_issuers_png_is_written_anew():
    out = io.BytesIO()
    Image.new("RGB", (500, 500), "red").save(out, "PNG")
    svg, png = read_artwork(out.getvalue())
    assert svg is None
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.size == (500, 500)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff\xe0 a JPEG", b"\x1f\x8b\x08 a compressed SVG", b"<html>"]
)
def test_another_kind_of_file_is_refused(data):
    with pytest.raises(NotAPicture):
        read_artwork(data)


def test_a_drawing_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(rasterizing, "SECONDS", 0.01)
    with pytest.raises(UnsafePicture, match="took longer"):
        rasterize_guarded(SQUARE)


def test_a_drawing_that_asks_for_endless_dashes_ends():
    dashes = "".join(
        f'<path d="M0 {y}L1e7 {y}" stroke="red" stroke-width="1" stroke-dasharray="0.001"/>'
        for y in range(2000)
    )
    hostile = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{dashes}</svg>'
    try:
        answer = read_artwork(hostile.encode())[1][:4]
    except UnsafePicture as error:
        answer = str(error).encode()
    assert answer == b"\x89PNG" or answer.endswith(b"Simplify it.")


@pytest.mark.parametrize("width", [0, 15, 2401, 10**9])
def test_a_size_that_would_take_all_memory_is_refused(width):
    with pytest.raises(CannotRasterize, match="from 16 to 2400"):
        rasterize(SQUARE, width)


def test_what_is_no_svg_cant_be_rasterized():
    with pytest.raises(CannotRasterize, match="can't be drawn"):
        rasterize("<svg")


def test_a_shared_link_shows_a_card_of_the_usual_size():
    _, picture = draw_badge(ArtworkSpec("Data", "Guild"))
    card = render_card(Card("Data", "Guild", "en", 200, "Zoë", "Earned by", "badges.example.org"), [picture])
    with Image.open(io.BytesIO(card)) as drawn:
        assert drawn.size == (1200, 630)
    assert len(card) < 300_000


def test_without_the_build_the_message_says_how_to_make_it(tmp_path):
    with pytest.raises(AssetsMissing, match=r"tools/assets\.py"):
        read_assets(tmp_path / "one", tmp_path)
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "award.svg").write_text("<svg/>")
    with pytest.raises(AssetsMissing, match=r"bricolage-700\.ttf is missing"):
        read_assets(tmp_path, tmp_path)


def test_fonts_that_an_operator_adds_draw_what_ours_cant(tmp_path, monkeypatch):
    few = tuple(name for name in artwork_assets.TITLES if "hebrew" not in name)
    monkeypatch.setattr(artwork_assets, "TITLES", few)
    spec = ArtworkSpec("ניהול", "", "gem", language="he")
    with pytest.raises(MissingGlyph):
        render_badge(spec, read_assets(FOLDER, tmp_path))
    (tmp_path / "fonts").mkdir()
    shutil.copy(FOLDER / "fonts" / "noto-hebrew-700.ttf", tmp_path / "fonts" / "Own.ttf")
    monkeypatch.setenv("OPENLAUREL_DATA", str(tmp_path))
    assert render_badge(spec, load_assets()).startswith("<svg ")
