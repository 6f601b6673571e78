"""Everybody can use the public pages: axe by WCAG 2.2 AA, light and dark, wide and narrow, both directions."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import LOOKS, Look

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

looks = pytest.mark.parametrize("look", LOOKS, ids=str)


@looks
@pytest.mark.parametrize("path", ["/", "/verify", "/account/login/", "/account/signup/", "/nowhere"])
def test_public_pages(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    published: AchievementVersion,
    path: str,
    look: Look,
    allowed_faults: list[str],
) -> None:
    if path == "/nowhere":
        allowed_faults.append("404 (Not Found)")

    assert_accessible(open_page(path, look))


@looks
def test_the_page_of_a_badge(
    open_page: Callable[..., Page], assert_accessible: Callable[[Page], None], award: Award, look: Look
) -> None:
    assert_accessible(open_page(f"/awards/{award.id}", look))


@looks
def test_the_page_of_a_revoked_badge(
    open_page: Callable[..., Page], assert_accessible: Callable[[Page], None], award: Award, look: Look
) -> None:
    revoke_award(award=award, reason="A mistake", by=INSTALLATION, now=award.awarded_at)

    assert_accessible(open_page(f"/awards/{award.id}", look))


@looks
def test_the_answer_of_the_verifier(
    open_page: Callable[..., Page], assert_accessible: Callable[[Page], None], award: Award, look: Look
) -> None:
    assert_accessible(open_page(f"/verify?url={award_url(award.id)}", look))


@looks
def test_a_form_with_faults(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    db: None,
    look: Look,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("422 (Unprocessable")
    page = open_page("/verify", look)
    page.get_by_role("main").get_by_role("button").last.click()

    assert_accessible(page)


@looks
@pytest.mark.parametrize("path", ["/home", "/org/harbour/", "/account/email/", "/account/password/change/"])
def test_pages_of_who_is_signed_in(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    owner: Account,
    organisation: Profile,
    award: Award,
    path: str,
    look: Look,
) -> None:
    assert_accessible(open_page(path, look, owner))


@looks
@pytest.mark.parametrize("menu", ["language-menu", "theme-menu"])
def test_open_menus(
    open_page: Callable[..., Page], assert_accessible: Callable[[Page], None], db: None, menu: str, look: Look
) -> None:
    page = open_page("/verify", look)
    page.locator(f"[popovertarget={menu}]").click()

    assert page.locator(f"#{menu}").is_visible()
    assert_accessible(page)
