"""A person with two accounts makes them one, by keyboard, and reads what it means before anything happens."""

from collections.abc import Callable

from django.core.cache import cache
from playwright.sync_api import Page, expect
from tests.browser.account.test_two_factor import sign_in
from tests.browser.people import Keyboard

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award

OpenPage = Callable[..., Page]


def test_everything_of_the_second_account_is_in_the_first(
    open_page: OpenPage,
    make_account: Callable[..., Account],
    award: Award,
    holder: Account,
    assert_accessible: Callable[[Page], None],
) -> None:
    cache.clear()
    Award.objects.filter(pk=award.pk).update(account=holder)
    kept = make_account("ana@home.example", name="Ana at home")
    page = open_page("/")
    sign_in(page, kept)
    page.wait_for_url("**/home")
    page.goto("/account/email/")
    keyboard = Keyboard(page)
    keyboard.press("Do you have a second account here?", "link")
    page.wait_for_url("**/account/merge")
    assert_accessible(page)
    keyboard.press("Begin", "link")
    keyboard.press("Sign in to the other account")
    page.get_by_label("E-mail address").fill(holder.email)
    page.get_by_label("Password").fill("sea-shanty-42")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/merge")
    expect(page.get_by_text("1 badge that was issued here")).to_be_visible()
    assert_accessible(page)
    keyboard.to("Both accounts are mine.", "checkbox")
    page.keyboard.press("Space")
    keyboard.press("Merge the accounts")
    expect(page.get_by_text("The accounts are one now.")).to_be_visible()

    sign_in(page, kept)
    page.wait_for_url("**/home")
    expect(page.get_by_role("link", name="Tide tables in practice").first).to_be_visible()
    assert not Account.objects.filter(pk=holder.pk).exists()
