"""A badge goes wherever its holder wants to show it, by plain links and texts, and nobody is led astray."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from django.conf import settings
from django.test import Client

from openlaurel.adapters.qr import qr_svg
from openlaurel.apps.issuing.codes import code_of
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.pages.sharing import codes_of, mastodon_url

PLACES = {
    "post": ("www.linkedin.com", "url"),
    "bluesky": ("bsky.app", "text"),
    "facebook": ("www.facebook.com", "u"),
    "whatsapp": ("wa.me", "text"),
    "x": ("x.com", "url"),
}


@pytest.mark.parametrize("channel", PLACES)
def test_each_network_gets_the_address_of_the_badge(client: Client, award: Award, channel: str) -> None:
    answer = client.get(f"/awards/{award.pk}/share/{channel}")

    host, field = PLACES[channel]
    target = urlsplit(answer["Location"])
    assert (answer.status_code, target.hostname) == (302, host)
    assert award_url(award.pk) in parse_qs(target.query)[field][0]


def test_a_mail_has_the_address_and_the_short_code_leads_to_the_page(client: Client, award: Award) -> None:
    mail = urlsplit(client.get(f"/awards/{award.pk}/share/mail")["Location"])
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert parse_qs(mail.query) == {"subject": ["Tide tables in practice"], "body": [award_url(award.pk)]}

    page = client.get(f"/awards/{award.pk}").content.decode()
    short = f"/b/{code_of(award.pk)}"
    assert qr_svg(settings.OPENLAUREL_URL + short) in page
    assert f'<code dir="ltr">{code_of(award.pk)}</code>' in page
    assert client.get(short)["Location"] == f"/awards/{award.pk}"


def test_search_engines_and_networks_are_told_what_was_earned_and_nothing_of_the_holder(
    client: Client, make_award: Callable[..., Award], lately: datetime
) -> None:
    award = make_award(valid_until=lately + timedelta(days=400), show_name=False)
    page = client.get(f"/awards/{award.pk}").content.decode()
    url = award_url(award.pk)

    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    data = orjson.loads(found[1])
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "EducationalOccupationalCredential"
    assert (data["url"], data["@id"], data["image"]) == (url, url, f"{url}.png")
    assert (data["dateCreated"], data["expires"]) == ("2026-10-26", "2027-11-30")
    assert data["recognizedBy"]["name"] == "Harbour Institute"
    assert data["competencyRequired"] == ["Tidal planning"]
    head = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))
    assert head["url"] == url
    assert head["title"] == "Tide tables in practice"
    assert head["description"].startswith("The holder plans a passage")
    assert (head["site_name"], head["type"]) == ("OpenLaurel", "website")
    assert "Ana Sousa" not in page


def test_the_page_of_all_ways_loads_nothing_of_others(client: Client, award: Award) -> None:
    page = client.get(f"/awards/{award.pk}/share").content.decode()

    assert f"/awards/{award.pk}/share/whatsapp" in page
    assert "&lt;iframe" in page
    for name in ("src=", "srcset=", "action="):
        assert all(not part.startswith(('"http', "http")) for part in page.split(name)[1:])


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("mastodon.social", "mastodon.social"),
        (" https://Mastodon.Social/@ana ", "mastodon.social"),
        ("@ana@social.example.org", "social.example.org"),
    ],
)
def test_ones_own_mastodon_server_is_understood(award: Award, typed: str, host: str) -> None:
    target = urlsplit(mastodon_url(award, typed))

    assert (target.scheme, target.netloc, target.path) == ("https", host, "/share")
    assert award_url(award.pk) in parse_qs(target.query)["text"][0]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "localhost",
        "127.0.0.1",
        "a b.example",
        "x.example:8080",
        "javascript:alert(1)",
        "http://[::1]/",
        "é.fr",
    ],
)
def test_what_is_no_server_leads_nowhere(client: Client, award: Award, typed: str) -> None:
    assert mastodon_url(award, typed) == ""
    answer = client.post(f"/awards/{award.pk}/share/mastodon", {"server": typed})
    assert answer.status_code == 422
    assert "Location" not in answer


def test_nobody_is_led_to_a_server_by_a_link(client: Client, award: Award) -> None:
    assert client.get(f"/awards/{award.pk}/share/mastodon?server=evil.example").status_code == 405
    answer = client.post(f"/awards/{award.pk}/share/mastodon", {"server": "mastodon.social"})
    assert answer.status_code == 200
    assert 'href="https://mastodon.social/share?' in answer.content.decode()


def test_the_frame_may_stand_on_any_page_and_says_whether_the_badge_is_valid(
    client: Client, award: Award
) -> None:
    answer = client.get(f"/awards/{award.pk}/embed")

    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert "script-src" not in answer["Content-Security-Policy"]
    assert not answer.cookies
    page = answer.content.decode()
    assert "Verified" in page
    assert "<script" not in page
    assert client.get(f"/awards/{award.pk}")["X-Frame-Options"] == "DENY"


def test_what_is_not_public_is_not_shared(client: Client, make_award: Callable[..., Award]) -> None:
    award = make_award(accept=False)

    for place in ("share", "share/x", "embed"):
        assert client.get(f"/awards/{award.pk}/{place}").status_code == 404
    assert client.post(f"/awards/{award.pk}/share/mastodon", {"server": "mastodon.social"}).status_code == 404


def test_a_name_with_markup_stays_a_name_in_every_code(make_award: Callable[..., Award]) -> None:
    award = make_award()
    award.version.name = '"><script>alert(1)</script> [x](y) `z`'

    codes = codes_of(award)

    assert "<script>" not in codes.frame
    assert "<script>" not in codes.card
    assert "\\<script\\>" in codes.markdown
    assert "\\[x\\](y)" in codes.markdown
