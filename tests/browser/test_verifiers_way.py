"""Somebody shows a badge: what a stranger does with it, with no account and nothing of this site installed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.browser.conftest import Look
from tests.browser.people import Keyboard

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url, credential_bytes
from openlaurel.core.openbadges import bake_png, unbake

OpenPage = Callable[..., Page]
TYPES = {"json": "application/json", "png": "image/png", "svg": "image/svg+xml"}
scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def verdict(page: Page) -> Locator:
    return page.locator("[data-verdict]")


def verify_file(page: Page, name: str, data: bytes) -> None:
    page.goto("/verify")
    kind = TYPES[name.rpartition(".")[2]]
    page.get_by_label("Or files").set_input_files(FilePayload(name=name, mimeType=kind, buffer=data))
    page.get_by_role("button", name="Verify", exact=True).click()


def verify_text(page: Page, text: str, recipient: str = "") -> None:
    page.goto("/verify")
    page.get_by_label("Address of the badge").fill(text)
    page.get_by_label("Name or e-mail address to compare").fill(recipient)
    page.get_by_role("button", name="Verify", exact=True).click()


def forged(picture: bytes) -> str:
    """What is baked into a picture, one letter changed."""
    return unbake(picture).replace("Tide tables in practice", "Tide tables in Practice")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_a_badge_answers_without_a_click_or_a_scroll(
    open_page: OpenPage, award: Award, width: int
) -> None:
    page = open_page(f"/awards/{award.id}", Look(width=width), java_script_enabled=False)
    headline = verdict(page).get_by_text("Verified", exact=True)

    assert headline.is_visible()
    box = headline.bounding_box()
    assert box is not None
    if width == 1280:
        assert box["y"] + box["height"] <= 900


@scripts
@pytest.mark.parametrize("kind", ["json", "png", "svg"])
def test_a_file_that_was_downloaded_is_verified_and_one_changed_letter_is_not(
    open_page: OpenPage, award: Award, kind: str, scripts: bool, allowed_faults: list[str]
) -> None:
    allowed_faults.append(f"{award.id}.{kind} net::ERR_ABORTED")  # how a browser calls a download
    page = open_page(f"/awards/{award.id}", java_script_enabled=scripts)
    with page.expect_download() as download:
        page.get_by_role("link", name=kind.upper(), exact=True).click()
    data = Path(download.value.path()).read_bytes()

    verify_file(page, download.value.suggested_filename, data)
    expect(verdict(page)).to_have_attribute("data-verdict", "verified")

    # in the SVG the badge stands twice, to be read by software and to be drawn
    changed = data.replace(b"Tide tables in practice", b"Tide tables in Practice")
    assert changed != data
    allowed_faults.append("422 (Unprocessable")
    verify_file(page, download.value.suggested_filename, changed)
    expect(verdict(page)).to_have_class("verdict bad")
    if kind == "png":
        # a PNG has checksums of its own, so a change that forgets them is told before the badge is read
        expect(page.get_by_role("heading", name="Nothing was verified")).to_be_visible()
        expect(verdict(page)).to_contain_text(
            "the file was damaged or altered. Choose the badge's PNG or SVG"
        )
        verify_file(page, download.value.suggested_filename, bake_png(data, forged(data)))
    expect(verdict(page)).to_have_attribute("data-verdict", "failed")
    expect(page.get_by_text("The signature doesn't hold")).to_be_visible()
    expect(page.get_by_text("Ask its holder for the badge's address and verify that.")).to_be_visible()


@scripts
def test_pasting_what_the_file_says_verifies_it(open_page: OpenPage, award: Award, scripts: bool) -> None:
    page = open_page("/verify", java_script_enabled=scripts)
    document = credential_bytes(award).decode()
    verify_text(page, document)
    expect(verdict(page)).to_have_attribute("data-verdict", "verified")

    other = json.dumps(json.loads(document) | {"validUntil": "2099-01-01T00:00:00Z"})
    verify_text(page, other)
    expect(verdict(page)).to_have_attribute("data-verdict", "failed")


@scripts
@pytest.mark.parametrize(
    ("recipient", "answer", "headline"),
    [
        ("", "verified", "Whom it belongs to was not compared"),
        ("Ana Sousa", "verified", "It belongs to this person"),
        ("ana@learners.example", "verified", "It belongs to this person"),
        ("Ana Souza", "other_person", "It belongs to somebody else"),
    ],
    ids=["nobody", "name", "address", "somebody else"],
)
def test_the_address_of_a_badge_tells_whose_it_is(
    open_page: OpenPage, award: Award, recipient: str, answer: str, headline: str, scripts: bool
) -> None:
    page = open_page("/verify", java_script_enabled=scripts)
    verify_text(page, award_url(award.id), recipient)
    expect(verdict(page)).to_have_attribute("data-verdict", answer)
    expect(page.get_by_text(headline)).to_be_visible()


def test_verifying_by_keyboard_alone(open_page: OpenPage, award: Award) -> None:
    page = open_page("/")
    keyboard = Keyboard(page)
    keyboard.press("Verify a badge", "link")
    page.wait_for_url("**/verify")
    keyboard.fill("Address of the badge", award_url(award.id))
    keyboard.fill("Name or e-mail address to compare", "Ana Sousa")
    keyboard.press("Verify")
    expect(verdict(page)).to_have_attribute("data-verdict", "verified")
    keyboard.to("See the page of this badge", "link")
