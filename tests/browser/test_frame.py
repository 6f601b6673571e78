"""The frame of every page works by keyboard and remembers what one chose, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import Look

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Profile

OpenPage = Callable[..., Page]


def test_the_keyboard_reaches_the_content_first_and_every_menu(open_page: OpenPage, db: None) -> None:
    page = open_page("/verify")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.locator("[popovertarget=theme-menu]").focus()
    page.keyboard.press("Enter")
    assert page.locator("#theme-menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#theme-menu").is_visible()


def test_language_and_colours_stay_chosen_on_the_next_page(open_page: OpenPage, db: None) -> None:
    page = open_page("/verify", java_script_enabled=False)

    page.locator("[popovertarget=language-menu]").click()
    with page.expect_navigation():
        page.get_by_role("button", name="العربيّة").click()
    page.locator("[popovertarget=theme-menu]").click()
    with page.expect_navigation():
        page.locator("#theme-menu button[value=dark]").click()
    page.goto("/account/login/")

    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    assert html.get_attribute("data-theme") == "dark"


def test_on_a_phone_the_navigation_stays_in_reach_of_the_thumb(open_page: OpenPage, db: None) -> None:
    page = open_page("/verify", Look(width=390))

    box = page.get_by_role("navigation").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == 900
    assert (
        page.get_by_role("navigation").first.get_by_role("link").nth(1).get_attribute("aria-current")
        == "page"
    )


@pytest.mark.parametrize(("path", "before"), [("", 0), ("rosters", 40)])
def test_on_a_phone_the_workspace_shows_which_of_its_places_one_is_at(
    open_page: OpenPage, organisation: Profile, owner: Account, path: str, before: int
) -> None:
    page = open_page(f"/org/harbour/{path}", Look(width=390), owner)

    links = page.locator(".side-links")
    box = links.locator("[aria-current]").bounding_box()
    assert box is not None
    assert max(before, 16) <= box["x"] < 49
    assert box["x"] + box["width"] <= 390
    assert (links.evaluate("links => links.scrollLeft") > 0) == (before > 0)


def test_signing_in_works_by_keyboard_alone(open_page: OpenPage, make_account: Callable[..., object]) -> None:
    make_account("ana@learners.example", name="Ana Sousa")
    page = open_page("/account/login/")

    page.get_by_label("E-mail address").focus()
    page.keyboard.type("ana@learners.example")
    page.keyboard.press("Tab")
    page.keyboard.type("sea-shanty-42")
    page.keyboard.press("Enter")

    page.wait_for_url("**/home")
    assert page.get_by_role("heading", level=1).inner_text() == "Welcome, Ana Sousa"
