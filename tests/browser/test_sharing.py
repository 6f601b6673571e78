"""Sharing in a real browser: the address is copied, the frame stands on another page, and no script is needed."""

from collections.abc import Callable

from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import Look
from tests.browser.people import Mouse
from tests.sites import running_site, send

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.pages.sharing import codes_of

OpenPage = Callable[..., Page]


def test_two_clicks_from_the_badge_the_address_is_in_the_clipboard(open_page: OpenPage, award: Award) -> None:
    page = open_page(f"/awards/{award.pk}", permissions=["clipboard-read", "clipboard-write"])
    mouse = Mouse(page)
    mouse.click("More ways, and embed code", role="link")
    mouse.click("Copy the address")

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    assert f"/awards/{award.pk}" in page.evaluate("navigator.clipboard.readText()")
    assert mouse.clicks == 2


def test_without_scripts_no_button_that_needs_one_is_seen(
    open_page: OpenPage, award: Award, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page(f"/awards/{award.pk}/share", Look("dark", 320), java_script_enabled=False)

    assert page.get_by_role("button", name="Copy the address").count() == 0
    Mouse(page).click("Share on Mastodon")
    assert page.get_by_label("Your Mastodon server").evaluate("field => field.validity.valueMissing")
    page.get_by_label("Your Mastodon server").fill("mastodon.social")
    Mouse(page).click("Share on Mastodon")
    link = page.get_by_role("link", name="Go on to your server")
    assert str(link.get_attribute("href")).startswith("https://mastodon.social/share?")


def test_the_frame_shows_the_badge_on_a_page_of_somebody_else(
    open_page: OpenPage, award: Award, live_server: LiveServer
) -> None:
    html = f'<!doctype html><title>Blog</title><link rel="icon" href="data:,">{codes_of(award).frame}'
    with running_site(
        {"/": send(html.replace(settings.OPENLAUREL_URL, live_server.url).encode(), content_type="text/html")}
    ) as blog:
        page = open_page(f"{blog.url}/")
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading")).to_have_text("Tide tables in practice")
        expect(frame.get_by_text("Verified")).to_be_visible()


def test_on_a_phone_one_tap_hands_the_badge_to_the_apps_that_share(open_page: OpenPage, award: Award) -> None:
    page = open_page(f"/awards/{award.pk}/share", Look(width=390))
    # Chromium shares by itself only where the system has apps for it; the page asks for the standard's method.
    page.add_init_script(
        "window.shared = []; navigator.share = async (what) => { window.shared.push(what); };"
    )
    page.reload()
    mouse = Mouse(page)
    mouse.click("Share by an app")

    (what,) = page.evaluate("window.shared")
    assert what == {"title": "Tide tables in practice", "url": f"{settings.OPENLAUREL_URL}/awards/{award.pk}"}
    assert mouse.clicks == 1
