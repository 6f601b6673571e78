"""Everybody can use the pages in states that test_every_page doesn't meet: faults, open menus, bad news."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import LOOKS

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]


def test_an_address_that_leads_nowhere(
    open_page: OpenPage, assert_accessible: Check, allowed_faults: list[str], db: None
) -> None:
    allowed_faults.append("404 (Not Found)")

    for look in LOOKS:
        assert_accessible(open_page("/nowhere", look))


def test_the_page_of_a_revoked_badge(open_page: OpenPage, assert_accessible: Check, award: Award) -> None:
    revoke_award(award=award, reason="A mistake", by=INSTALLATION, now=award.awarded_at)

    for look in LOOKS:
        assert_accessible(open_page(f"/awards/{award.id}", look))


def test_the_answer_of_the_verifier(open_page: OpenPage, assert_accessible: Check, award: Award) -> None:
    for look in LOOKS:
        assert_accessible(open_page(f"/verify?url={award_url(award.id)}", look))


def test_a_form_with_faults(
    open_page: OpenPage, assert_accessible: Check, allowed_faults: list[str], db: None
) -> None:
    allowed_faults.append("422 (Unprocessable")

    for look in LOOKS:
        page = open_page("/verify", look)
        page.get_by_role("main").get_by_role("button").last.click()
        assert page.locator("[aria-invalid=true]").count() == 1
        assert_accessible(page)


@pytest.mark.parametrize("menu", ["language-menu", "theme-menu"])
def test_open_menus(open_page: OpenPage, assert_accessible: Check, db: None, menu: str) -> None:
    for look in LOOKS:
        page = open_page("/verify", look)
        page.locator(f"[popovertarget={menu}]").click()
        assert page.locator(f"#{menu}").is_visible()
        assert_accessible(page)
