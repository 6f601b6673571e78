"""The picture of a badge: what an upload could smuggle in, and what a designer would miss."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from openlaurel.apps.catalog.queries import artwork, check_list
from openlaurel.apps.catalog.services import (
    BadArtwork,
    define_achievement,
    edit_draft,
    preview_artwork,
    publish_version,
    remove_artwork,
    start_version,
    upload_artwork,
)
from openlaurel.apps.profiles.policies import INSTALLATION

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#123"/></svg>'


def png(width=600, height=600):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#8811aa").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def draft(organisation, definition, now):
    return define_achievement(
        organisation=organisation, slug="tide-tables", definition=definition, by=INSTALLATION, now=now
    )


@pytest.mark.parametrize("data", [png(), DRAWING])
def test_an_own_picture_is_published_as_svg_and_png(draft, now, data):
    draft = upload_artwork(version=draft, data=data, by=INSTALLATION, now=now)
    version = publish_version(version=draft, by=INSTALLATION, now=now)
    assert version.artwork_is_own
    assert artwork(version, "png").startswith(b"\x89PNG")
    assert artwork(version, "svg").startswith(b"<svg")


def test_an_own_picture_goes_on_into_the_next_version(draft, now):
    upload_artwork(version=draft, data=png(), by=INSTALLATION, now=now)
    draft.refresh_from_db()
    first = publish_version(version=draft, by=INSTALLATION, now=now)
    second = start_version(achievement=first.achievement, by=INSTALLATION, now=now)
    assert artwork(second, "png") == artwork(first, "png")
    drawn = remove_artwork(version=second, by=INSTALLATION, now=now)
    assert not drawn.artwork_is_own
    assert artwork(publish_version(version=drawn, by=INSTALLATION, now=now), "png") != artwork(first, "png")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a", "neither a PNG nor an SVG"),
        (png(600, 600)[:200], "damaged"),
        (png(600, 300), "as wide as it is high"),
        (png(60, 60), "at least 400 pixels"),
        (DRAWING.replace(b"<circle", b"<script>alert(1)</script><circle"), "scripts"),
        (DRAWING.replace(b"<circle", b'<image href="https://x.example/a.png"/><circle'), "from elsewhere"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + DRAWING, "entities"),
    ],
)
def test_a_picture_that_could_do_harm_is_refused_with_the_reason(draft, now, data, reason):
    with pytest.raises(BadArtwork, match=reason):
        upload_artwork(version=draft, data=data, by=INSTALLATION, now=now)
    draft.refresh_from_db()
    assert not draft.artwork_is_own


def test_a_name_that_no_font_can_draw_is_named_before_publishing(draft, definition, now):
    edit_draft(version=draft, definition=replace(definition, name="Tides 𓀀"), by=INSTALLATION, now=now)
    draft.refresh_from_db()
    [check] = [check for check in check_list(draft) if not check.is_met]
    assert "“𓀀” can't be drawn" in check.advice
    with pytest.raises(BadArtwork):
        publish_version(version=draft, by=INSTALLATION, now=now)


def test_the_level_is_written_in_the_language_of_the_badge(definition):
    arabic = replace(definition, name="جداول المد", language="ar")
    assert preview_artwork(arabic, "معهد") != preview_artwork(replace(arabic, level="expert"), "معهد")


def test_uploading_in_the_browser_says_how_it_went(draft, owner, signed_in):
    client = signed_in(owner)
    picture = io.BytesIO(png())
    picture.name = "own.png"
    url = "/org/harbour/achievements/tide-tables/artwork"
    page = client.post(url, {"picture": picture}, follow=True).content.decode()
    assert "Your artwork is on the draft." in page
    wrong = io.BytesIO(b"GIF89a")
    wrong.name = "own.gif"
    assert "neither a PNG nor an SVG" in client.post(url, {"picture": wrong}, follow=True).content.decode()
    assert "Choose a PNG or SVG file" in client.post(url, follow=True).content.decode()
