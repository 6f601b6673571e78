"""A member signs on by their organisation's identity provider, in a real browser and over real HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.people import Keyboard
from tests.integration.signon.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider
from tests.integration.signon.saml_idp import absent, running_saml_idp

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Domain, Membership, Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.signon.models import EntryRule
from openlaurel.apps.signon.services import set_provider

OpenPage = Callable[..., Page]


@pytest.fixture
def provider(settings, live_server: LiveServer) -> Iterator[Provider]:
    cache.clear()
    with running_provider() as running:
        settings.OPENLAUREL_FETCH_ALLOW = running.allow
        settings.OPENLAUREL_URL = live_server.url
        yield running


def test_an_owner_connects_the_provider_and_a_member_arrives_by_it(
    open_page: OpenPage,
    provider: Provider,
    organisation: Profile,
    owner: Account,
    allowed_faults: list[str],
    assert_accessible: Callable[[Page], None],
) -> None:
    allowed_faults.append("403 (Forbidden)")
    now = timezone.now()
    Domain.objects.create(
        organisation=organisation, name="harbour.example", token="t", added_at=now, confirmed_at=now
    )
    page = open_page("/org/harbour/settings", account=owner)
    page.get_by_role("main").get_by_role("link", name="Sign-on").click()
    page.locator("#by-oidc > summary").click()
    page.get_by_label("Issuer").fill(provider.issuer)
    page.get_by_label("Client id").fill(CLIENT_ID)
    page.get_by_label("Client secret").fill(CLIENT_SECRET)
    page.locator("#by-oidc").get_by_label("Role of who is new").select_option("issuer")
    page.get_by_role("button", name="Save the provider").click()
    expect(page.get_by_text("The provider is saved.")).to_be_visible()
    assert_accessible(page)
    provider.person |= {"sub": "u-0", "email": "owner@harbour.example", "name": "Olga Owner"}
    page.get_by_role("link", name="Sign on by it").click()
    page.wait_for_url("**/org/harbour/sign-on")
    page.get_by_role("button", name="Let members in by it alone").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Let members in by it alone").click()
    expect(page.get_by_text("Olga Owner gets in without it")).to_be_visible()

    provider.person |= {"sub": "u-1", "email": "ana@harbour.example", "name": "Ana Sousa"}
    guest = open_page("/account/login/")
    keyboard = Keyboard(guest)
    keyboard.press("Sign on with your organisation", "link")
    keyboard.fill("E-mail address", "ana@harbour.example")
    keyboard.press("Go on")
    expect(guest.get_by_role("link", name="Go on there")).to_be_visible()
    assert_accessible(guest)
    keyboard.press("Go on there", "link")
    guest.wait_for_url("**/org/harbour/")
    expect(guest.get_by_role("navigation", name="Organisation")).to_contain_text("Rosters")
    assert {m.role for m in Membership.objects.filter(account__email="ana@harbour.example")} == {"issuer"}


@pytest.mark.interop
def test_an_owner_connects_saml_and_a_member_arrives_from_another_site(
    settings,
    tmp_path: Path,
    live_server: LiveServer,
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    assert_accessible: Callable[[Page], None],
) -> None:
    if reason := absent():
        pytest.skip(reason)
    settings.OPENLAUREL_URL = live_server.url
    now = timezone.now()
    Domain.objects.create(
        organisation=organisation, name="harbour.example", token="t", added_at=now, confirmed_at=now
    )
    with running_saml_idp(tmp_path) as idp:
        settings.OPENLAUREL_FETCH_ALLOW = idp.allow
        page = open_page("/org/harbour/sign-on", account=owner)
        page.locator("#by-saml > summary").click()
        page.get_by_label("Address of the metadata").fill(f"{idp.url}/metadata")
        page.locator("#by-saml").get_by_label("Role of who is new").select_option("issuer")
        page.get_by_role("button", name="Save the SAML provider").click()
        expect(page.get_by_text("Certificate until")).to_be_visible()
        assert_accessible(page)

        idp.knows(page.request.get("/sign-on/harbour/saml/metadata").body())
        idp.sign_on_as(subject="u-1", mail="ana@harbour.example", displayName="Ana Sousa", groups="")
        guest = open_page("/sign-on")
        keyboard = Keyboard(guest)
        keyboard.fill("E-mail address", "ana@harbour.example")
        keyboard.press("Go on")
        keyboard.press("Go on there", "link")
        # The provider is at 127.0.0.1 and this site at localhost: no cookie comes along with the post.
        guest.wait_for_url(f"{idp.url}/sso**")
        guest.get_by_role("button", name="Go on").click()
        guest.wait_for_url("**/org/harbour/")
        expect(guest.get_by_role("navigation", name="Organisation")).to_contain_text("Rosters")


def test_who_came_by_password_is_led_to_the_sign_on_and_back(
    open_page: OpenPage,
    provider: Provider,
    organisation: Profile,
    owner: Account,
    make_member: Callable[..., Account],
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("403 (Forbidden)")
    now = timezone.now()
    Domain.objects.create(
        organisation=organisation, name="harbour.example", token="t", added_at=now, confirmed_at=now
    )
    set_provider(
        organisation=organisation,
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        by=INSTALLATION,
        now=now,
    )
    EntryRule.objects.create(organisation=organisation, sign_on_from=now)
    member = make_member("reader", email="ana@harbour.example")
    page = open_page("/org/harbour/audit", account=member)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign on with your organisation")
    page.get_by_role("link", name="Sign on", exact=True).click()
    page.wait_for_url("**/org/harbour/audit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit trail")
