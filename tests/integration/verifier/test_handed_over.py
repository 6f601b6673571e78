"""Verifying whatever people hand over: files by their content, pasted texts, addresses of badges and of pages."""

import json
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.integration.verifier.foreign import ForeignIssuer
from tests.sites import Site, redirect, send

from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, baked_png, baked_svg, credential_bytes
from openlaurel.apps.issuing.services import accept_award, revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.verifier.engine import NotObtained, TooLarge, Unreadable, VerifierError
from openlaurel.apps.verifier.services import verify_text, verify_upload, verify_url
from openlaurel.core.openbadges import bake_png, bake_svg

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'


def png() -> bytes:
    """The smallest picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    pixels = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture
def accepted(award: Award, now: datetime) -> Award:
    return accept_award(award=award, now=now, show_name=True)


def test_a_picture_or_file_is_told_by_its_content_not_its_name(award: Award, now: datetime) -> None:
    pictures = baked_png(award), baked_svg(award), credential_bytes(award)
    for data in pictures:
        assert data is not None
        for name in ("", "badge.pdf", "badge.png", "../../etc/passwd"):
            assert verify_upload(data, name, now=now).verified


def test_pictures_by_other_makers_are_read(foreign: ForeignIssuer, now: datetime) -> None:
    document, token = foreign.badge().decode(), foreign.jwt()
    for data in (
        bake_png(png(), document),
        bake_png(png(), token),
        bake_svg(SVG, document),
        bake_svg(SVG, token),
    ):
        assert verify_upload(data, now=now).verified
    by_another_prefix = (
        '<?xml version="1.0"?><!-- x --><s:svg xmlns:s="http://www.w3.org/2000/svg" '
        'xmlns:b="https://purl.imsglobal.org/ob/v3p0"><s:g/>'
        f"<b:credential>{document.replace('&', '&amp;').replace('<', '&lt;')}</b:credential></s:svg>"
    )
    assert verify_upload(by_another_prefix.encode(), now=now).verified


def test_a_file_with_a_byte_order_mark_and_blank_lines_is_read(foreign: ForeignIssuer, now: datetime) -> None:
    assert verify_upload(b"\xef\xbb\xbf" + foreign.badge() + b"\n\n", now=now).verified
    assert verify_upload(b"\n " + foreign.jwt().encode() + b"\n", now=now).verified


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 ...", "A PDF carries no signature"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG, GIF or WebP"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "JPEG, GIF or WebP"),
        (b"PK\x03\x04...", "archive"),
        (b"<!DOCTYPE html><html>", "saved web page"),
        (b"hello", "neither a PNG or SVG picture nor JSON or a JWT"),
        (b"{", "not JSON"),
        (b"[]", "A credential is a JSON object"),
        (b"{}", "@context must be"),
        (png(), "carries no badge"),
        (SVG, "carries no badge"),
    ],
)
def test_what_is_no_badge_is_told_with_what_to_give_instead(data: bytes, says: str, now: datetime) -> None:
    with pytest.raises(Unreadable, match=says):
        verify_upload(data, "badge.png", now=now)


def test_what_is_larger_than_a_badge_is_not_read(now: datetime) -> None:
    with pytest.raises(TooLarge, match="at most 5,242,880 are read"):
        verify_upload(b"{" + b" " * 5 * 1024 * 1024, now=now)
    with pytest.raises(TooLarge, match="at most 10,485,760 are read"):
        verify_upload(png() + bytes(10 * 1024 * 1024), now=now)


def test_a_pasted_text_may_be_json_a_jwt_or_an_address(
    foreign: ForeignIssuer, site: Site, accepted: Award, now: datetime
) -> None:
    site.pages["/b.json"] = foreign.badge()
    for text in (foreign.badge().decode(), foreign.jwt(), f" {site.url}/b.json\n", award_url(accepted.id)):
        assert verify_text(text, now=now).verified
    with pytest.raises(Unreadable):
        verify_text("https://a.example/ and https://b.example/", now=now)


def test_an_own_page_is_answered_from_the_store(
    accepted: Award, move_address: Callable[[str], None], settings: Any, now: datetime, socket_disabled: None
) -> None:
    url = award_url(accepted.id)
    for form in ("", ".json", ".png", ".svg", ".pdf", "?from=mail", "#top"):
        assert verify_url(url + form, now=now).verified
    short = f"{settings.OPENLAUREL_URL}/b/{code_of(accepted.id)}"
    assert verify_url(short, now=now).verified
    assert verify_text(short.lower(), now=now).verified
    move_address("https://badges.example.org")
    assert verify_url(url, now=now, offline=True).verified
    assert verify_url(award_url(accepted.id), now=now).verified


def test_a_badge_that_its_holder_has_not_accepted_is_shown_to_nobody(
    award: Award, now: datetime, socket_disabled: None
) -> None:
    short = award_url(award.id).replace(f"awards/{award.id}", f"b/{code_of(award.id)}")
    for url in (award_url(award.id), f"{award_url(award.id)}.json", short):
        with pytest.raises(NotObtained, match="no public badge"):
            verify_url(url, now=now)


def test_a_revoked_badge_at_its_own_page_is_revoked(accepted: Award, now: datetime) -> None:
    revoke_award(award=accepted, reason="Mistake.", by=INSTALLATION, now=now)
    assert verify_url(award_url(accepted.id), now=now).check("status").reason == "revoked"


@pytest.mark.parametrize(
    "path",
    ["", "/", "/explore", "/awards/7", "/status/x", "/awards/../awards", "/b/0", "/b/" + "0" * 12, "?a=b"],
)
def test_other_addresses_of_this_site_are_never_fetched(
    path: str, settings: Any, now: datetime, socket_disabled: None
) -> None:
    with pytest.raises(NotObtained, match="no public badge"):
        verify_url(settings.OPENLAUREL_URL + path, now=now)


def test_a_badge_elsewhere_is_fetched_in_any_form(foreign: ForeignIssuer, site: Site, now: datetime) -> None:
    site.pages["/b"] = foreign.badge()
    site.pages["/b.jwt"] = foreign.jwt().encode()
    site.pages["/b.png"] = bake_png(png(), foreign.badge().decode())
    site.pages["/b.svg"] = bake_svg(SVG, foreign.jwt())
    site.pages["/old"] = redirect("/b")
    for path in ("/b", "/b.jwt", "/b.png", "/b.svg", "/old"):
        assert verify_url(site.url + path, now=now).verified
    assert "application/vc+ld+json" in site.asked[0][1]["Accept"]


def page(*links: str) -> bytes:
    return f"<!doctype html><html><head>{''.join(links)}</head><body>A badge</body></html>".encode()


def test_a_page_leads_to_its_badge_by_its_link(foreign: ForeignIssuer, site: Site, now: datetime) -> None:
    site.pages["/p/b.json"] = foreign.badge()
    site.pages["/p/1"] = page(
        '<link rel="alternate" type="application/json+oembed" href="/oembed">',
        '<link rel=stylesheet href=x.css><link rel="Alternate" type="application/ld+json; a=b" href="b.json">',
        '<link rel="alternate" type="application/json" href="/api">',
    )
    assert verify_url(f"{site.url}/p/1", now=now).verified
    assert [path for path, _ in site.asked[:2]] == ["/p/1", "/p/b.json"]


@pytest.mark.parametrize(
    ("links", "says"),
    [
        ((), "names no badge file"),
        (('<link rel="alternate" type="application/json+oembed" href="/o">',), "names no badge file"),
        (('<link rel="alternate" type="application/json" href="/2">',), "is another page"),
        (('<link rel="alternate" type="application/json" href="/none">',), "status 404"),
        (('<link rel="alternate" type="application/json" href="http://[">',), "names no badge file"),
        (
            ('<link rel="alternate" type="application/json" href="file:///etc/passwd">',),
            "isn't a web address",
        ),
        (
            ('<link rel="alternate" type="application/json" href="http://10.0.0.7/">',),
            "not on the public internet",
        ),
    ],
)
def test_a_page_leads_one_step_and_not_inside(
    links: tuple[str, ...], says: str, site: Site, now: datetime
) -> None:
    site.pages["/1"] = page(*links)
    site.pages["/2"] = page('<link rel="alternate" type="application/json" href="/3">')
    with pytest.raises(NotObtained, match=says):
        verify_url(f"{site.url}/1", now=now)
    assert "/3" not in [path for path, _ in site.asked]


def test_a_page_that_leads_to_one_of_our_badges_is_answered_from_the_store(
    accepted: Award, site: Site, now: datetime
) -> None:
    site.pages["/1"] = page(
        f'<link rel="alternate" type="application/ld+json" href="{award_url(accepted.id)}.json">'
    )
    assert verify_url(f"{site.url}/1", now=now).verified


def test_a_foreign_page_cannot_show_a_badge_that_its_holder_has_not_accepted(
    award: Award, site: Site, now: datetime
) -> None:
    site.pages["/1"] = page(
        f'<link rel="alternate" type="application/ld+json" href="{award_url(award.id)}.json">'
    )
    with pytest.raises(NotObtained, match="no public badge"):
        verify_url(f"{site.url}/1", now=now)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (send(b"", status=500), NotObtained),
        (send(b"gone", status=410), NotObtained),
        (send(b"x" * (11 * 1024 * 1024)), NotObtained),
        (redirect("http://169.254.169.254/latest/meta-data/"), NotObtained),
        (send(json.dumps({"error": "no"}).encode()), Unreadable),
        (send(b"%PDF-1.4"), Unreadable),
    ],
    ids=["error", "gone", "huge", "metadata", "other json", "pdf"],
)
def test_an_address_without_a_badge_says_what_is_there(
    answer: Any, error: type[VerifierError], site: Site, now: datetime
) -> None:
    site.pages["/b"] = answer
    with pytest.raises(error):
        verify_url(f"{site.url}/b", now=now)


def test_an_address_is_not_looked_up_offline(site: Site, now: datetime) -> None:
    with pytest.raises(NotObtained, match="network is not to be used"):
        verify_url(f"{site.url}/b", now=now, offline=True)
    assert site.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123"])
def test_an_address_as_the_browser_shows_it_is_known_at_any_port(
    client: Client, accepted: Award, host: str
) -> None:
    shown = f"http://{host}/awards/{accepted.pk}"

    page = client.post("/verify", {"text": shown}, headers={"host": host})
    linked = client.get("/verify", {"url": shown}, headers={"host": host})

    assert page.status_code == linked.status_code == 200
    assert page.context["report"].verified
    assert linked.context["report"].verified


def test_another_port_than_the_one_that_was_asked_is_another_site(client: Client, accepted: Award) -> None:
    shown = f"http://127.0.0.1:8124/awards/{accepted.pk}"

    assert client.post("/verify", {"text": shown}, headers={"host": "127.0.0.1:8123"}).status_code == 422
