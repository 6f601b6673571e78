"""A badge from elsewhere is brought in, shown by its link, and hidden again: by mouse, and by keyboard alone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Look
from tests.browser.people import Keyboard, Mouse
from tests.integration.wallet.badges import badge_by_key

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.services import keep_file

OpenPage = Callable[..., Page]


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Sousa")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_home_page_a_file_comes_into_the_wallet_and_out_by_its_link(
    open_page: OpenPage, ana: Account, now: datetime, scripts: bool
) -> None:
    page = open_page("/home", account=ana, java_script_enabled=scripts)
    mouse = Mouse(page)
    mouse.click("Badges from elsewhere", role="link")
    mouse.click("Bring in a badge", role="link")
    page.get_by_label("The badge's file").set_input_files(
        {
            "name": "badge.json",
            "mimeType": "application/json",
            "buffer": badge_by_key(now, ana.email, "Splicing"),
        }
    )
    mouse.click("Verify and keep")
    expect(page.get_by_role("heading", level=1)).to_have_text("Splicing")
    expect(page.locator("[data-verdict=verified]")).to_be_visible()
    assert mouse.clicks == 3

    mouse.tick("Whoever has the link")
    mouse.click("Save")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    address = f"/kept/{KeptBadge.objects.get().pk}"
    stranger = open_page(address, java_script_enabled=scripts)
    expect(stranger.locator("[data-verdict=verified]")).to_be_visible()
    mouse.click("Undo")
    expect(page.get_by_label("Only you")).to_be_checked()


def test_a_badge_is_shown_and_removed_by_keyboard_on_a_small_phone(
    open_page: OpenPage, ana: Account, now: datetime, assert_accessible: Callable[[Page], None]
) -> None:
    badge = keep_file(account=ana, data=badge_by_key(now, ana.email, "Splicing"), now=now)
    page = open_page(f"/wallet/badges/{badge.pk}", Look("dark", 320), account=ana)
    keyboard = Keyboard(page)
    keyboard.press("Verify again now")
    expect(page.get_by_text("Verified again")).to_be_visible()
    assert_accessible(page)
    keyboard = Keyboard(page)
    keyboard.press("Remove")
    keyboard = Keyboard(page, within=page.get_by_role("dialog"))
    keyboard.press("Remove it")
    expect(page.get_by_text("is no longer in your wallet")).to_be_visible()
    assert not KeptBadge.objects.exists()
