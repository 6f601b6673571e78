"""From the mail to a badge of one's own: one link, one answer, no account. Starts at the link in the mail."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from tests.browser.conftest import Look
from tests.browser.people import Keyboard, Mouse, path_in

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award, AwardState

OpenPage = Callable[..., Page]


@pytest.fixture
def offered(make_award: Callable[..., Award]) -> Award:
    return make_award(accept=False)


@pytest.fixture
def link(offered: Award, deliver_events: Callable[[], None], mailoutbox: list[EmailMessage]) -> str:
    """The path of the link in the one mail that went out, to the recipient alone."""
    deliver_events()
    (mail,) = mailoutbox
    assert mail.to == ["ana@learners.example"]
    return path_in(mail, "/claim/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_one_click_after_the_mail_the_badge_is_ones_own_without_an_account(
    open_page: OpenPage, offered: Award, link: str, scripts: bool
) -> None:
    page = open_page(link, java_script_enabled=scripts)
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    mouse = Mouse(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Tide tables in practice")
    mouse.click("Accept the badge")

    page.wait_for_url(f"**/awards/{offered.id}")
    assert page.locator("[data-verdict=verified]").is_visible()
    assert (mouse.clicks, len(posts)) == (1, 1)
    offered.refresh_from_db()
    assert (offered.state, offered.show_name) == (AwardState.ACCEPTED, False)
    assert page.get_by_text("Ana Sousa").count() == 0
    assert not Account.objects.filter(email=offered.recipient_email).exists()


def test_a_tick_more_shows_the_name_and_a_later_visit_hides_it(
    open_page: OpenPage, offered: Award, link: str
) -> None:
    page = open_page(link)
    mouse = Mouse(page)
    mouse.tick("Show my name")
    mouse.click("Accept the badge")
    page.wait_for_url(f"**/awards/{offered.id}")
    expect(page.get_by_text("Ana Sousa")).to_be_visible()
    assert mouse.clicks == 2

    page.goto(link)
    mouse.page.get_by_label("Show my name").uncheck()
    mouse.click("Save")
    page.wait_for_url(f"**/awards/{offered.id}")
    expect(page.get_by_text("A holder who isn't named here")).to_be_visible()


def test_who_accepts_by_keyboard_has_their_name_on_the_badge(
    open_page: OpenPage, offered: Award, link: str
) -> None:
    page = open_page(link)
    keyboard = Keyboard(page)
    keyboard.to("Show my name", "checkbox")
    page.keyboard.press("Space")
    keyboard.press("Accept the badge")
    page.wait_for_url(f"**/awards/{offered.id}")
    assert page.locator("[data-verdict=verified]").is_visible()
    expect(page.get_by_text("Ana Sousa")).to_be_visible()
    assert not Account.objects.filter(email=offered.recipient_email).exists()


def test_opening_the_link_however_often_accepts_nothing(
    open_page: OpenPage, offered: Award, link: str
) -> None:
    page = open_page(link)
    page.reload()
    for path in (link, f"{link}/accept", f"{link}/decline"):
        page.request.head(path)
        page.request.get(path)

    offered.refresh_from_db()
    assert offered.state == AwardState.OFFERED
    assert page.request.get(f"/awards/{offered.id}").status == 404


def test_who_declines_by_keyboard_can_change_their_mind(
    open_page: OpenPage, offered: Award, link: str
) -> None:
    page = open_page(link)
    keyboard = Keyboard(page)
    keyboard.press("Decline it")
    expect(page.get_by_role("heading", name="You declined this badge")).to_be_visible()
    offered.refresh_from_db()
    assert offered.state == AwardState.DECLINED
    assert page.request.get(f"/awards/{offered.id}").status == 404

    keyboard.press("Accept the badge")
    page.wait_for_url(f"**/awards/{offered.id}")
    assert page.locator("[data-verdict=verified]").is_visible()


def test_a_badge_that_was_revoked_before_the_answer_says_so(
    open_page: OpenPage, offered: Award, link: str
) -> None:
    page = open_page(link, Look(width=390))
    Award.objects.filter(pk=offered.pk).update(
        state=AwardState.REVOKED, revoked_at=offered.awarded_at, revocation_reason="Sent to the wrong Ana"
    )
    page.get_by_role("button", name="Accept the badge").click()
    expect(page.get_by_text("The issuer has revoked this badge.")).to_be_visible()
    expect(page.get_by_text("Sent to the wrong Ana")).to_be_visible()
    assert page.get_by_role("button", name="Accept the badge").count() == 0
