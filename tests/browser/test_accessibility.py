"""Everybody can use the public pages: axe by WCAG 2.2 AA, light and dark, wide and narrow, both directions."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import LOOKS

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.mark.parametrize("path", ["/", "/verify", "/account/login/", "/account/signup/", "/nowhere"])
def test_public_pages(
    open_page: OpenPage,
    assert_accessible: Check,
    allowed_faults: list[str],
    published: AchievementVersion,
    path: str,
) -> None:
    if path == "/nowhere":
        allowed_faults.append("404 (Not Found)")

    for look in LOOKS:
        assert_accessible(open_page(path, look))


def test_the_page_of_a_badge(open_page: OpenPage, assert_accessible: Check, award: Award) -> None:
    for look in LOOKS:
        assert_accessible(open_page(f"/awards/{award.id}", look))


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


@pytest.mark.parametrize("path", ["/home", "/org/harbour/", "/account/email/", "/account/password/change/"])
def test_pages_of_who_is_signed_in(
    open_page: OpenPage,
    assert_accessible: Check,
    owner: Account,
    organisation: Profile,
    award: Award,
    path: str,
) -> None:
    for look in LOOKS:
        assert_accessible(open_page(path, look, owner))


@pytest.mark.parametrize("menu", ["language-menu", "theme-menu"])
def test_open_menus(open_page: OpenPage, assert_accessible: Check, db: None, menu: str) -> None:
    for look in LOOKS:
        page = open_page("/verify", look)
        page.locator(f"[popovertarget={menu}]").click()
        assert page.locator(f"#{menu}").is_visible()
        assert_accessible(page)
