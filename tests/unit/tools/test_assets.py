"""The build of third-party files: what a fresh clone would lose."""

import gettext
import gzip
import hashlib
import tomllib
from pathlib import Path

import pytest
from tools import assets


def test_every_bundled_context_has_the_digest_that_is_pinned():
    for entry in tomllib.loads(assets.CONTEXTS.read_text("utf-8"))["context"]:
        content = (assets.BUILT / "contexts" / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["url"]


def test_the_sprite_holds_each_listed_icon_and_stays_small():
    sprite = (assets.BUILT / "static" / "icons.svg").read_text("utf-8")
    names = assets._names(assets.PAGE_ICONS)
    assert all(f'<symbol id="{name}" viewBox="0 0 24 24">' in sprite for name in names)
    assert len(gzip.compress(sprite.encode())) <= assets.SPRITE_LIMIT


def test_titles_of_each_script_that_badges_are_drawn_in_have_a_glyph_for_every_letter():
    import uharfbuzz as hb

    for face, text in (
        ("bricolage-700", "Łódź Über Çağrı"),
        ("figtree-600", "ŁÓDŹ"),
        ("bricolage-700", "Tiếng Việt"),
        ("vazirmatn-700", "شهادة"),
        ("noto-700", "Θεμέλια Основи Київ डेटा Trường"),
        ("noto-hebrew-600", "ניהול"),
    ):
        font = hb.Font(hb.Face((assets.BUILT / "artwork" / "fonts" / f"{face}.ttf").read_bytes()))
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        assert 0 not in [info.codepoint for info in buffer.glyph_infos], face


def test_a_part_is_made_anew_only_when_something_has_changed(tmp_path):
    made = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "file").write_text(str(len(made)))

    source = tmp_path / "list.txt"
    source.write_text("a")
    folder = tmp_path / "built" / "part"
    assert assets.renew(folder, make, [source, "1.0"])
    assert not assets.renew(folder, make, [source, "1.0"])
    source.write_text("b")
    assert assets.renew(folder, make, [source, "1.0"])
    assert (folder / "file").read_text() == "2"
    assert [entry.name for entry in folder.parent.iterdir()] == ["part"]


def test_a_part_that_fails_leaves_the_old_one_in_place(tmp_path):
    folder = tmp_path / "part"
    assets.renew(folder, lambda new: (new / "file").write_text("old") and None, ["1"])

    def broken(new: Path) -> None:
        (new / "file").write_text("half")
        raise assets.AssetError("A file is missing.")

    with pytest.raises(assets.AssetError):
        assets.renew(folder, broken, ["2"])
    assert (folder / "file").read_text() == "old"


def test_a_missing_icon_is_named(tmp_path):
    with pytest.raises(assets.AssetError, match=r"no-such-icon\.svg is missing"):
        assets.make_sprite(["no-such-icon"])


def test_a_translation_is_compiled_when_it_changed(tmp_path):
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\nmsgid "Yes"\nmsgstr "Sí"\n'
    )
    assert assets.compile_messages(tmp_path) == ["the translation es"]
    assert assets.compile_messages(tmp_path) == []
    with (folder / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Yes") == "Sí"
