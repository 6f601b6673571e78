"""The page of a badge is light enough for a slow connection, and needs no script."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request
from tests.browser.conftest import Look

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award

MOST = 160_000
ARABIC = {
    "name": "جداول المد والجزر",
    "language": "ar",
    "description": "يخطط حامل الشارة لرحلة بحرية من جداول المد والجزر ويقارنها بما يراه على الماء.",
    "outcomes": ("قراءة جدول المد والجزر", "التخطيط لرحلة مع هامش أمان"),
    "criteria": "اجتز الاختبار بنسبة ٨٠٪ وخطط لرحلة واحدة.",
    "awarding_body_name": "معهد الميناء",
}
POLISH = {"name": "Tabele pływów w praktyce, część żeglarska", "language": "pl"}


def on_the_wire(request: Request) -> int:
    """The bytes of one answer. Static files are served compressed in production: here they are compressed to count them."""
    response = request.response()
    assert response is not None, request.url
    sizes = request.sizes()
    if "/static/" in request.url and not request.url.endswith(".woff2"):
        return len(gzip.compress(response.body())) + sizes["responseHeadersSize"]
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


@pytest.mark.parametrize(
    ("language", "definition_of"), [("en", {}), ("ar", ARABIC), ("es", POLISH)], ids=["en", "ar", "pl"]
)
def test_a_badge_loads_in_160_kb_with_fonts(
    open_page: Callable[..., Page],
    make_published: Callable[..., AchievementVersion],
    make_award: Callable[..., Award],
    language: str,
    definition_of: dict[str, Any],
) -> None:
    award = make_award(version=make_published("weighed", **definition_of))
    page = open_page("/robots.txt", Look(language=language))
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))

    page.goto(f"/awards/{award.id}")
    page.wait_for_load_state("networkidle")

    weights = {request.url: on_the_wire(request) for request in requests}
    assert sum(weights.values()) <= MOST, weights
    assert any(url.endswith(".woff2") for url in weights)
    assert not [request for request in requests if request.resource_type == "script"]


def test_a_badge_is_read_and_verified_without_a_script(open_page: Callable[..., Page], award: Award) -> None:
    page = open_page(f"/awards/{award.id}", java_script_enabled=False)

    assert page.locator("[data-verdict=verified]").is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "Tide tables in practice"


def test_icons_and_pictures_really_show(open_page: Callable[..., Page], award: Award) -> None:
    page = open_page(f"/awards/{award.id}")
    page.wait_for_load_state("networkidle")

    drawn = page.locator(".verdict > .icon use").evaluate("use => use.getBBox().width > 0")
    loaded = page.locator(".stage img").evaluate("image => image.complete && image.naturalWidth > 0")
    assert drawn
    assert loaded
