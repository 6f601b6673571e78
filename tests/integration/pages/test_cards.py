"""A shared link shows the badge, and never a name that its holder hides."""

import io
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from PIL import Image

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import revoke_award, set_show_name
from openlaurel.apps.pages import cards
from openlaurel.apps.pages.shelf import shelf
from openlaurel.apps.profiles.policies import INSTALLATION


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The cards that were drawn, in place of drawing them."""
    seen: list[Any] = []

    def draw(card: Any, pictures: list[bytes]) -> bytes:
        seen.append(card)
        return b"\x89PNG " + card.holder.encode()

    monkeypatch.setattr(cards, "render_card", draw)
    return seen


def card_of(award: Award) -> str:
    return reverse("pages:award-card", args=[award.id])


def test_a_shared_badge_has_a_picture_of_the_size_that_networks_ask_for(client: Client, award: Award) -> None:
    response = client.get(card_of(award))

    assert response.headers["Content-Type"] == "image/png"
    assert "max-age=3600" in response.headers["Cache-Control"]
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    again = client.get(card_of(award), headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_card_is_drawn_once(client: Client, award: Award, drawn: list[Any]) -> None:
    first, second = client.get(card_of(award)), client.get(card_of(award))

    assert first.content == second.content
    assert len(drawn) == 1


def test_a_holder_who_hides_their_name_is_gone_from_the_card(
    client: Client, award: Award, drawn: list[Any], data: Path, now: datetime
) -> None:
    assert b"Ana Sousa" in client.get(card_of(award)).content

    set_show_name(award=award, show_name=False, now=now)

    assert b"Ana Sousa" not in client.get(card_of(award)).content
    assert [file for file in (data / "cards").iterdir() if b"Ana Sousa" in file.read_bytes()] == []


def test_only_badges_that_are_public_and_in_force_have_a_card(
    client: Client, make_award: Callable[..., Award], drawn: list[Any], now: datetime
) -> None:
    offered, revoked = make_award(accept=False), make_award(recipient_email="bo@learners.example")
    revoke_award(award=revoked, reason="Issued by mistake", by=INSTALLATION, now=now)

    assert client.get(card_of(offered)).status_code == 404
    assert client.get(card_of(revoked)).status_code == 404
    assert drawn == []
    assert "card.png" not in client.get(reverse("pages:award-detail", args=[revoked.id])).content.decode()


def test_old_cards_are_drawn_anew(
    client: Client, award: Award, drawn: list[Any], data: Path, now: datetime
) -> None:
    client.get(card_of(award))
    [file] = (data / "cards").iterdir()
    cards.remove_old_cards(now=now)
    assert file.exists()
    long_ago = (now - timedelta(days=31)).timestamp()
    os.utime(file, (long_ago, long_ago))

    cards.remove_old_cards(now=now)

    assert not file.exists()
    assert client.get(card_of(award)).status_code == 200


def test_the_page_tells_networks_of_its_card(
    client: Client, award: Award, settings: Any, drawn: list[Any]
) -> None:
    page = client.get(reverse("pages:award-detail", args=[award.id])).content.decode()

    address = f"{award_url(award.id)}/card.png"
    assert f'<meta property="og:image" content="{address}">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="630">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    assert "og:image:secure_url" not in page
    settings.OPENLAUREL_URL = "https://badges.example.org"
    shelf.clear()
    page = client.get(reverse("pages:award-detail", args=[award.id])).content.decode()
    secure = f"https://badges.example.org{card_of(award)}"
    assert f'<meta property="og:image:secure_url" content="{secure}">' in page


def test_another_site_embeds_a_badge_by_its_address(client: Client, award: Award) -> None:
    page = client.get(reverse("pages:award-detail", args=[award.id])).content.decode()
    offered = f"/oembed?url={quote(award_url(award.id), safe='')}&amp;format=json"
    assert f'type="application/json+oembed" href="{site.OPENLAUREL_URL}{offered}"' in page

    answer = client.get(reverse("pages:award-oembed"), {"url": award_url(award.id), "maxwidth": "300"})

    embedded = answer.json()
    assert (embedded["version"], embedded["type"]) == ("1.0", "rich")
    assert (embedded["width"], embedded["height"]) == (300, 157)
    assert f'<a href="{award_url(award.id)}"><img src="{award_url(award.id)}/card.png"' in embedded["html"]
    assert "Ana Sousa" not in answer.content.decode()


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({}, 404),
        ({"url": "https://elsewhere.example/awards/1"}, 404),
        ({"url": "own", "format": "xml"}, 501),
        ({"url": "own", "maxwidth": "-1", "maxheight": "x"}, 200),
    ],
)
def test_what_is_not_embedded_is_said_so(
    client: Client, award: Award, question: dict[str, str], status: int
) -> None:
    if question.get("url") == "own":
        question = question | {"url": award_url(award.id)}

    assert client.get(reverse("pages:award-oembed"), question).status_code == status


def test_a_badge_that_is_not_public_is_not_embedded(client: Client, make_award: Callable[..., Award]) -> None:
    offered = make_award(accept=False)

    assert client.get(reverse("pages:award-oembed"), {"url": award_url(offered.id)}).status_code == 404
