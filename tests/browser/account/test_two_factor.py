"""A member sets up a second factor because their organisation asks for one, and signs in with it."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import LOOKS
from tests.browser.people import Keyboard
from tests.integration.accounts.test_two_factor import PASSWORD, code_of

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.signon.services import require_two_factor

OpenPage = Callable[..., Page]


@pytest.fixture
def member(organisation: Profile, make_member: Callable[..., Account]) -> Account:
    cache.clear()
    require_two_factor(organisation=organisation, by=INSTALLATION, now=timezone.now())
    return make_member(Role.READER, email="rita@harbour.example", name="Rita Reader")


def sign_in(page: Page, account: Account) -> None:
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def give_password(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def authenticator_of(page: Page) -> None:
    """A security key that this browser has from now on."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_member_is_led_from_the_closed_workspace_to_an_app_and_in_by_keyboard(
    open_page: OpenPage, member: Account, allowed_faults: list[str]
) -> None:
    allowed_faults.append("403 (Forbidden)")
    page = open_page("/")
    sign_in(page, member)
    page.goto("/org/harbour/")
    expect(page.get_by_role("heading", level=1)).to_have_text("A second factor is needed")
    keyboard = Keyboard(page)
    keyboard.press("Set up a second factor", "link")
    keyboard.press("Set up an app", "link")
    give_password(page)
    secret = page.get_by_label("Key for entering by hand").input_value()
    keyboard.fill("Code that the app shows", code_of(secret))
    keyboard.press("Set up the app")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    codes = page.locator(".codes code").all_text_contents()
    assert len(codes) == 10
    page.goto("/org/harbour/")
    expect(page.get_by_role("heading", name="A second factor is needed")).to_have_count(0)

    again = open_page("/")
    sign_in(again, member)
    expect(again.get_by_role("heading", level=1)).to_have_text("Second factor")
    again.get_by_label("Code").fill(codes[0])
    again.get_by_role("main").get_by_role("button", name="Sign in").click()
    again.wait_for_url("**/home")


def test_a_passkey_is_added_renamed_used_and_removed(open_page: OpenPage, member: Account) -> None:
    page = open_page("/")
    authenticator_of(page)
    sign_in(page, member)
    page.goto("/account/two-factor/webauthn/add/")
    give_password(page)
    page.get_by_label("Name").fill("Laptop")
    page.get_by_role("button", name="Go on with the device or key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Laptop"

    page.goto("/account/two-factor/")
    page.get_by_role("link", name="Rename Laptop").click()
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Work laptop").first).to_be_visible()

    page.context.clear_cookies(name="openlaurel_session")
    sign_in(page, member)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home")
    page.goto("/org/harbour/")
    expect(page.get_by_role("heading", name="A second factor is needed")).to_have_count(0)

    page.goto("/account/two-factor/webauthn/")
    page.get_by_role("link", name="Remove Work laptop").click()
    if "reauthenticate" in page.url:
        give_password(page)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    assert not Authenticator.objects.filter(user=member).exists()


def test_a_browser_without_a_key_says_so_and_the_code_still_works(
    open_page: OpenPage, member: Account
) -> None:
    page = open_page("/")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    sign_in(page, member)
    page.goto("/account/two-factor/webauthn/add/")
    give_password(page)
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Go on with the device or key").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey wasn’t used")
    assert not Authenticator.objects.exists()


def test_the_pages_are_for_everybody(
    open_page: OpenPage, member: Account, assert_accessible: Callable[[Page], None]
) -> None:
    page = open_page("/")
    sign_in(page, member)
    page.goto("/account/two-factor/totp/activate/")
    give_password(page)
    for path in ("totp/activate/", "webauthn/add/", ""):
        page.goto(f"/account/two-factor/{path}")
        for look in LOOKS:
            page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.set_viewport_size({"width": look.width, "height": 900})
            assert_accessible(page)
