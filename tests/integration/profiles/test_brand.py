"""An organisation's own colours and logo: whatever it chooses, its pages stay readable and nothing dangerous is served."""

import io
import re
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.models import Logo
from openlaurel.apps.profiles.policies import Actor, NotAllowed, NotAMember
from openlaurel.apps.profiles.services import (
    BadPicture,
    InvalidDetails,
    remove_logo,
    update_brand,
    update_organisation,
    upload_logo,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M10 10h280v80H10z" fill="#0a5f38"/></svg>'


def png(width: int = 300, height: int = 100) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (10, 95, 56, 255)).save(out, "PNG")
    return out.getvalue()


def test_the_pages_of_an_organisation_wear_its_colours(
    client, organisation, published, owner, signed_in, now
):
    update_brand(
        organisation=organisation, colour="#FFCC00", accent="#aa0033", by=Actor(account=owner), now=now
    )
    sheet = 'href="/brand/ffcc00-aa0033.css"'
    for path in ("/achievements/tide-tables", "/profiles/harbour"):
        assert sheet in client.get(path).content.decode()
    assert sheet in signed_in(owner).get("/org/harbour/").content.decode()
    style = client.get("/brand/ffcc00-aa0033.css")
    assert style["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in style["Cache-Control"]
    assert "--brand-solid:#ffcc00" in style.content.decode()
    assert re.fullmatch(r":root\{[-\w:#(),;]+\}\n", style.content.decode())


@pytest.mark.parametrize("path", ["ffcc0", "ffcc00-", "FFCC00", "ffcc00-aa0033-112233", "red"])
def test_only_colours_have_a_sheet(client, path, db):
    assert client.get(f"/brand/{path}.css").status_code == 404


def test_colours_are_said_in_the_trail_and_another_hue_replaces_them(organisation, owner, now):
    by = Actor(account=owner)
    update_brand(organisation=organisation, colour="#0a5f38", by=by, now=now)
    assert Event.objects.get(kind="organisation.updated").data == {"fields": ["colour"]}
    assert organisation.hue == 156
    update_brand(organisation=organisation, colour="#0a5f38", by=by, now=now)
    assert Event.objects.filter(kind="organisation.updated").count() == 1
    update_organisation(organisation=organisation, hue=20, by=by, now=now)
    organisation.refresh_from_db()
    assert (organisation.colour, organisation.accent) == ("", "")


def test_what_is_no_colour_is_refused(organisation, owner, now):
    with pytest.raises(InvalidDetails) as refused:
        update_brand(
            organisation=organisation, colour="red", accent="url(x)", by=Actor(account=owner), now=now
        )
    assert set(refused.value.problems) == {"colour", "accent"}


def test_only_owners_and_designers_change_the_look(organisation, make_member, make_account, now):
    update_brand(organisation=organisation, colour="#0a5f38", by=Actor(make_member("designer")), now=now)
    with pytest.raises(NotAllowed):
        upload_logo(organisation=organisation, data=png(), by=Actor(make_member("issuer")), now=now)
    with pytest.raises(NotAMember):
        remove_logo(organisation=organisation, by=Actor(make_account()), now=now)


def test_a_preview_saves_nothing(organisation, owner, signed_in):
    form = {"colour": "#ffcc00", "has_accent": "on", "accent": "#aa0033", "preview": "1"}
    client = signed_in(owner)
    for path in ("/org/harbour/brand", "/org/harbour/brand/preview"):
        answer = client.post(path, form)
        assert answer.status_code == 200
        assert "/brand/ffcc00-aa0033/sample.css" in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.colour == ""
    assert client.get("/brand/ffcc00/sample.css").content.startswith(b".brand-sample{")


def test_colours_are_saved_by_the_form_and_bad_ones_named(organisation, owner, signed_in):
    client = signed_in(owner)
    refused = client.post("/org/harbour/brand", {"colour": "#12345g"})
    assert refused.status_code == 422
    assert "such as #0a5f38" in refused.content.decode()
    assert client.post("/org/harbour/brand", {"colour": "#0A5F38", "accent": "#aa0033"}).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.colour, organisation.accent) == ("#0a5f38", "")


def test_a_logo_is_shown_and_served_so_that_it_can_do_nothing(
    organisation, published, owner, signed_in, client
):
    file = SimpleUploadedFile("logo.svg", SVG, "image/svg+xml")
    assert signed_in(owner).post("/org/harbour/brand/logo", {"logo": file}).status_code == 302
    logo = Logo.objects.get()
    assert (logo.width, logo.height, logo.ground) == (1024, 342, "light")
    for path in ("/profiles/harbour", "/achievements/tide-tables"):
        assert "/profiles/harbour/logo" in client.get(path).content.decode()
    for kind, media_type in (
        ("logo.svg", "image/svg+xml"),
        ("logo.png", "image/png"),
        ("logo-small.png", "image/png"),
    ):
        answer = client.get(f"/profiles/harbour/{kind}")
        assert answer["Content-Type"] == media_type
        assert "sandbox" in answer["Content-Security-Policy"]
        assert (
            client.get(f"/profiles/harbour/{kind}", headers={"if-none-match": answer["ETag"]}).status_code
            == 304
        )
    client.post("/org/harbour/brand/logo/remove")
    assert client.get("/profiles/harbour/logo.png").status_code == 404


def huge() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (huge(), "24 million pixels"),
        (SVG.replace(b"<path", b"<script>alert(1)</script><path"), "scripts"),
        (SVG.replace(b"<path", b'<path onload="alert(1)"'), "scripts"),
        (SVG.replace(b"<path", b'<image href="https://evil.example/x.png"/><path'), "from elsewhere"),
        (b'<!DOCTYPE svg [<!ENTITY x "y">]>' + SVG, "entities"),
        (b"%PDF-1.7", "no PNG"),
        (png(300, 20), "too small"),
        (png()[:200], "damaged"),
    ],
)
def test_a_bad_logo_is_refused_with_what_to_do(organisation, owner, signed_in, now, data, said):
    with pytest.raises(BadPicture, match=said):
        upload_logo(organisation=organisation, data=data, by=Actor(account=owner), now=now)
    answer = signed_in(owner).post(
        "/org/harbour/brand/logo", {"logo": SimpleUploadedFile("x", data)}, follow=True
    )
    assert said in answer.content.decode()
    assert not Logo.objects.exists()
