"""From a badge's page to the holder's answer, in two browsers, without an account of whoever asks."""

import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from tests.browser.account.test_two_factor import authenticator_of, give_password, sign_in
from tests.browser.conftest import Look
from tests.browser.people import Keyboard, Mouse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award

OpenPage = Callable[..., Page]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_recruiter_asks_and_the_holder_answers_by_keyboard_on_a_phone(
    open_page: OpenPage,
    award: Award,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
    assert_accessible: Callable[[Page], None],
    scripts: bool,
) -> None:
    deliver_events()
    mailoutbox.clear()
    recruiter = open_page(f"/awards/{award.pk}", java_script_enabled=scripts)
    mouse = Mouse(recruiter)
    mouse.click("Ask whether it is really them", role="link")
    recruiter.get_by_label("Who asks").fill("Rita, Harbour Jobs")
    mouse.click("Make the link")
    to_answer = recruiter.get_by_label("Send them this link").input_value()
    mouse.click("See whether it was answered", role="link")
    expect(recruiter.locator("[data-verdict=waiting]")).to_be_visible()
    assert mouse.clicks == 3

    holder = open_page(to_answer, Look("dark", 320), java_script_enabled=scripts)
    expect(holder.get_by_text("Rita, Harbour Jobs")).to_be_visible()
    if scripts:
        assert_accessible(holder)
    Keyboard(holder).press("Send the code")
    expect(holder.get_by_label("Code from the mail")).to_be_visible()
    deliver_events()
    found = re.search(r"\b\d{6}\b", str(mailoutbox[-1].body))
    assert found
    keyboard = Keyboard(holder)
    keyboard.fill("Code from the mail", found[0])
    keyboard.press("Yes, it is mine")
    expect(holder.get_by_text("Whoever asked sees now that the badge is yours.")).to_be_visible()

    recruiter.reload()
    expect(recruiter.locator("[data-verdict=confirmed]")).to_be_visible()


def test_a_holder_with_a_passkey_answers_signed_out_in_one_click(
    open_page: OpenPage, award: Award, holder: Account, assert_accessible: Callable[[Page], None]
) -> None:
    Award.objects.filter(pk=award.pk).update(account=holder)
    recruiter = open_page(f"/awards/{award.pk}/ask")
    recruiter.get_by_label("Who asks").fill("Rita, Harbour Jobs")
    recruiter.get_by_role("button", name="Make the link").click()
    to_answer = recruiter.get_by_label("Send them this link").input_value()
    recruiter.get_by_role("link", name="See whether it was answered").click()

    page = open_page("/")
    authenticator_of(page)
    sign_in(page, holder)
    page.goto("/account/two-factor/webauthn/add/")
    give_password(page)
    page.get_by_role("button", name="Go on with the device or key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.context.clear_cookies(name="openlaurel_session")

    page.goto(to_answer)
    assert_accessible(page)
    mouse = Mouse(page)
    mouse.click("Use a passkey")
    expect(page.get_by_text("Whoever asked sees now that the badge is yours.")).to_be_visible()
    assert mouse.clicks == 1
    recruiter.reload()
    expect(recruiter.get_by_text("a passkey of the account that holds the badge")).to_be_visible()
