"""Another platform asks, its person allows or refuses in a real browser, by keyboard too, and ends it later."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import Look
from tests.browser.people import Keyboard, Mouse
from tests.integration.exchange.platform import METADATA, PlatformOfOthers
from tests.sites import running_site, send

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.exchange.models import Access, Platform, hash_of
from openlaurel.apps.exchange.scopes import READ_PROFILE
from openlaurel.apps.exchange.services import access_of, register_platform

OpenPage = Callable[..., Page]
PAGE = b"<!doctype html><title>Backpack</title><link rel=icon href='data:,'><h1>Welcome back</h1>"


class _SamePage(dict[str, Any]):
    """Whatever is asked for, with a query or without, is the one page."""

    def get(self, path: str, default: Any = None) -> Any:
        return send(PAGE, content_type="text/html")


@pytest.fixture
def site() -> Iterator[str]:
    """The platform's own site."""
    with running_site() as running:
        running.pages = _SamePage()
        yield running.url


@pytest.fixture
def platform(db: None, site: str, now: datetime) -> PlatformOfOthers:
    platform = PlatformOfOthers(Client())
    local = dict.fromkeys(("client_uri", "logo_uri", "tos_uri", "policy_uri"), f"{site}/")
    body = json.dumps(METADATA | local | {"redirect_uris": [f"{site}/back"]}).encode()
    platform.registration = register_platform(body=body, now=now)
    return platform


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize(("answer", "told"), [("Allow", "code="), ("Refuse", "error=access_denied")])
def test_the_answer_leads_back_to_the_platform(
    open_page: OpenPage,
    platform: PlatformOfOthers,
    site: str,
    make_account: Callable[..., Account],
    answer: str,
    told: str,
    scripts: bool,
) -> None:
    address = platform.authorization(redirect_uri=f"{site}/back")
    page = open_page(address, account=make_account("ana@learners.example"), java_script_enabled=scripts)
    expect(page.get_by_role("heading", level=1)).to_contain_text(METADATA["client_name"])

    Mouse(page).click(answer)

    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome back")
    assert told in page.url
    assert "state=a-state" in page.url


def test_by_keyboard_on_a_small_phone_it_is_ended_again(
    open_page: OpenPage,
    platform: PlatformOfOthers,
    make_account: Callable[..., Account],
    assert_accessible: Callable[[Page], None],
) -> None:
    ana, now = make_account("ana@learners.example"), timezone.now()
    Access.objects.create(
        platform=Platform.objects.get(),
        account=ana,
        family=uuid4(),
        scope=READ_PROFILE,
        token_hash=hash_of("a token"),
        given_at=now,
        expires_at=now + timedelta(hours=1),
    )
    page = open_page("/wallet/platforms", Look("dark", 320), account=ana)
    assert_accessible(page)

    Keyboard(page).press("End access")
    Keyboard(page, within=page.get_by_role("dialog")).press("End it")

    expect(page.get_by_text("can't reach your wallet any more")).to_be_visible()
    assert access_of("a token", now=now) is None
