"""An owner connects another system: adds the webhook, keeps its secret, tries it, reads each try, sends one again."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import LOOKS
from tests.browser.people import Keyboard
from tests.sites import Site, running_site, send

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.webhooks.models import Endpoint
from openlaurel.apps.webhooks.services import add_endpoint, queue_test, send_due

OpenPage = Callable[..., Page]


@pytest.fixture
def receiver(settings) -> Iterator[Site]:
    with running_site({"/news": send(b""), "/other": send(b"")}) as site:
        settings.OPENLAUREL_FETCH_ALLOW = site.allow
        yield site


def test_adding_trying_and_replaying_by_keyboard_alone(
    open_page: OpenPage, organisation: Profile, owner: Account, receiver: Site
) -> None:
    page = open_page("/org/harbour/", account=owner)
    keyboard = Keyboard(page)
    keyboard.press("Webhooks", "link")
    keyboard.fill("Address", f"{receiver.url}/news")
    keyboard.to("A badge was issued", "checkbox")
    page.keyboard.press("Space")
    keyboard.press("Add it")
    secret = page.get_by_role("textbox", name="Secret").input_value()
    assert secret.startswith("whsec_")

    keyboard.press("Send a test message")
    expect(page.get_by_text("A test message is on its way")).to_be_visible()
    expect(page.get_by_text("On its way", exact=True)).to_be_visible()
    send_due(now=timezone.now())
    page.reload()
    expect(page.get_by_text("Delivered", exact=True)).to_be_visible()
    assert secret not in page.content()
    page.get_by_text("1 try").click()
    expect(page.get_by_text("answered 200")).to_be_visible()

    keyboard.press("Send again")
    expect(page.get_by_text("The message is sent once more")).to_be_visible()
    send_due(now=timezone.now())
    assert len({headers["webhook-id"] for _, headers, _ in receiver.posted}) == 1
    assert len(receiver.posted) == 2


def test_a_wrong_address_is_told_at_its_field_and_a_right_one_is_changed(
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    receiver: Site,
    assert_accessible: Callable[[Page], None],
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("422 (Unprocessable")
    page = open_page("/org/harbour/webhooks", account=owner)
    page.get_by_role("textbox", name="Address").fill("http://hr.example.org/news")
    page.get_by_label("A badge was issued").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    expect(page.get_by_text("must begin with https://").first).to_be_visible()
    page.get_by_role("textbox", name="Address").fill(f"{receiver.url}/news")
    page.get_by_role("button", name="Add it").click()

    page.get_by_text("Change address and kinds of news").click()
    page.get_by_role("textbox", name="Address").fill(f"{receiver.url}/other")
    page.get_by_label("A badge was revoked").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{receiver.url}/other")
    assert Endpoint.objects.get().types == ["award.issued", "award.revoked"]
    page.get_by_text("Change address and kinds of news").click()
    assert_accessible(page)


def test_what_became_of_messages_is_readable_in_every_look(
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    receiver: Site,
    assert_accessible: Callable[[Page], None],
    now: datetime,
) -> None:
    endpoint, _ = add_endpoint(
        organisation=organisation,
        url=f"{receiver.url}/gone",
        types=["award.issued"],
        by=INSTALLATION,
        now=now,
    )
    queue_test(endpoint=endpoint, by=INSTALLATION, now=now)
    send_due(now=now)  # 404
    Endpoint.objects.update(url="https://127.0.0.1/" + "a-long-path/" * 12)
    queue_test(endpoint=endpoint, by=INSTALLATION, now=now)
    send_due(now=now)  # refused
    for look in LOOKS:
        page = open_page(f"/org/harbour/webhooks/{endpoint.id}", look, owner)
        for summary in page.locator("#messages summary, section[aria-labelledby=messages] summary").all():
            summary.click()
        assert page.get_by_text("not on the public internet").count() == 1
        assert_accessible(page)
