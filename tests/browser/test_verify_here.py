"""A badge is verified in the visitor's browser, on this site's page and on somebody else's: whoever it is about stays there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, FilePayload, Page, Route, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.conftest import LOOKS, Look
from tests.browser.test_weight import MOST, on_the_wire
from tests.sites import running_site, send

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes, resource_of

OpenPage = Callable[..., Page]
# What docs/guides/verify.md tells other sites to allow, with the address of this installation in the place of OURS.
THEIR_POLICY = "default-src 'none'; script-src OURS; connect-src https: OURS"
THEIR_PAGE = """<!doctype html><html lang="en"><title>A résumé</title><main><h1>A résumé</h1>
<script type="module" src="OURS/verify/element.js"></script>
<openlaurel-verify><script type="application/vc">BADGE</script><a href="OURS/verify">Verify it</a></openlaurel-verify></main>"""


def serve_issuer(page: Page, award: Award) -> list[str]:
    """Answers for the issuer, whose addresses aren't the test server's; returns what is asked of it from now on."""
    asked: list[str] = []
    base = settings.INSTALLATION.url

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        found = resource_of(route.request.url)
        headers = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=found or b"", status=200 if found else 404, headers=headers)

    page.route(re.compile(rf"^https?://{re.escape(base.split('//')[1])}/(?:profiles|status)/"), answer)
    return asked


def choose(page: Page, data: bytes, recipient: str = "") -> None:
    page.locator("input[type=file]").set_input_files(
        FilePayload(name="badge.json", mimeType="application/json", buffer=data)
    )
    page.get_by_label("Name or e-mail address to compare").fill(recipient)
    page.get_by_role("button", name="Verify", exact=True).click()


def test_a_badge_is_checked_in_the_browser_and_only_its_issuer_is_asked(
    open_page: OpenPage, award: Award, assert_accessible: Callable[[Page], None]
) -> None:
    requests: list[Any] = []
    page = open_page("/robots.txt")
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto("/verify/here")
    page.wait_for_load_state("networkidle")
    assert sum(map(on_the_wire, requests)) <= MOST
    asked, requests[:] = serve_issuer(page, award), []
    data = credential_bytes(award)

    choose(page, data, "somebody@else.example")
    expect(page.locator("[data-verdict=other_person]")).to_be_visible()
    page.get_by_label("Name or e-mail address to compare").fill("")
    page.get_by_role("button", name="Verify", exact=True).click()
    expect(page.locator("[data-verdict=verified]")).to_be_visible()
    assert_accessible(page)
    assert len(asked) == 4  # twice the key and the whole list, and nothing that names the badge
    assert {url.rpartition("/")[2] == "did.json" or "/status/" in url for url in asked} == {True}
    assert not [url for url in asked if str(award.id) in url]
    assert {request.url for request in requests} <= set(asked)
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Verified"

    choose(page, data.replace(b"Tide tables", b"Tidy tables"))
    expect(page.locator("[data-verdict=failed]")).to_be_visible()
    expect(page.locator("[data-reason=changed]")).to_have_attribute("data-outcome", "fail")
    choose(page, b"%PDF-1.7")
    expect(page.get_by_role("alert")).to_contain_text("A PDF carries no signature")


@pytest.mark.parametrize("look", LOOKS[1:], ids=str)
def test_the_page_is_whole_in_each_look(
    open_page: OpenPage, assert_accessible: Callable[[Page], None], look: Look
) -> None:
    page = open_page("/verify/here", look)
    expect(page.locator("openlaurel-verify button")).to_be_visible()
    page.locator("textarea").fill("no badge")
    page.locator("openlaurel-verify button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)


def test_another_sites_page_verifies_with_the_policy_that_the_guide_names(
    open_page: OpenPage, live_server: LiveServer, award: Award
) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "verify.md").read_text("utf-8")
    assert THEIR_POLICY.replace("OURS", "https://badges.example.org") in guide
    page = open_page("/robots.txt")
    asked = serve_issuer(page, award)
    body = THEIR_PAGE.replace("BADGE", credential_bytes(award).decode()).replace("OURS", live_server.url)
    # The issuer of these tests has an address without https.
    policy = THEIR_POLICY.replace("OURS", f"{live_server.url} {settings.INSTALLATION.url}")
    headers = {"content_type": "text/html; charset=utf-8", "content_security_policy": policy}
    with running_site({"/ana": send(body.encode(), **headers)}) as site:
        page.goto(f"{site.url}/ana")
        expect(page.get_by_role("link", name="Verify it")).not_to_be_visible()
        assert asked == []  # nothing before somebody presses the button
        page.get_by_role("button", name="Verify this badge").click()
        expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "verified")
        assert len(asked) == 2


def test_without_a_script_the_link_inside_is_shown(browser: Browser, open_page: OpenPage) -> None:
    page = open_page("/verify/here", java_script_enabled=False)
    expect(page.get_by_role("link", name="let this site check the badge")).to_be_visible()


def test_no_other_page_carries_the_verifier(open_page: OpenPage, award: Award) -> None:
    for path in ("/", "/verify", f"/awards/{award.id}"):
        page = open_page(path)
        assert page.locator("script[src*='/verify/']").count() == 0
        policy = page.evaluate("fetch(location.href).then((r) => r.headers.get('Content-Security-Policy'))")
        assert "connect-src 'self';" in policy, path
