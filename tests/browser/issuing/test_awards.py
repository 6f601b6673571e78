"""A badge for one person, its list, its mail, its revocation. Clicks are counted from the overview, /org/<handle>/."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from tests.browser.people import Keyboard, Mouse, path_in

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import claim_url, credential_bytes
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION

OpenPage = Callable[..., Page]
OVERVIEW = "/org/harbour/"
scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def two(make_published: Callable[..., AchievementVersion]) -> None:
    """Two micro-credentials, so that one must be chosen."""
    make_published("tide-tables")
    make_published("knots", name="Knots that hold")


@scripts
def test_a_badge_for_one_person_takes_four_clicks_from_the_overview(
    open_page: OpenPage, two: None, issuer: Account, scripts: bool
) -> None:
    page = open_page(OVERVIEW, account=issuer, java_script_enabled=scripts)
    mouse = Mouse(page)

    mouse.click("Issue a badge", "link")
    mouse.choose("Micro-credential", "Knots that hold")
    page.keyboard.press("Tab")
    page.keyboard.type("Zoë Núñez")
    page.keyboard.press("Tab")
    page.keyboard.type("zoe@learners.example")
    mouse.click("Issue the badge")

    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë Núñez")
    assert mouse.clicks <= 4
    award = Award.objects.get()
    assert (award.recipient_name, award.version.name) == ("Zoë Núñez", "Knots that hold")


@scripts
def test_four_clicks_are_enough_where_there_is_more_to_issue_than_a_list_offers(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    many: list[str],
    issuer: Account,
    scripts: bool,
) -> None:
    page = open_page(OVERVIEW, account=issuer, java_script_enabled=scripts)
    mouse = Mouse(page)

    mouse.click("Issue a badge", "link")
    expect(page.get_by_role("searchbox")).to_be_focused()
    if scripts:
        assert_accessible(page)
    page.keyboard.type("knots")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Tides 00")).to_have_count(0)
    mouse.click("Knots that hold", "link")
    mouse.click_into("Name")
    page.keyboard.type("Zoë Núñez")
    page.keyboard.press("Tab")
    page.keyboard.type("zoe@learners.example")
    mouse.click("Issue the badge")

    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë Núñez")
    assert mouse.clicks <= 4
    award = Award.objects.get()
    assert (award.recipient_name, award.version.name) == ("Zoë Núñez", "Knots that hold")


def test_issuing_and_revoking_by_keyboard_alone(
    open_page: OpenPage,
    published: AchievementVersion,
    issuer: Account,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    page = open_page(OVERVIEW, account=issuer)
    keyboard = Keyboard(page)
    keyboard.press("Issue a badge", "link")
    keyboard.fill("Name", "Zoë Núñez")
    keyboard.fill("E-mail address", "zoe@learners.example")
    keyboard.press("Issue the badge")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoë Núñez")
    deliver_events()

    learner = open_page(path_in(mailoutbox[0], "/claim/"))
    Keyboard(learner).press("Accept the badge")
    expect(learner.locator("[data-verdict=verified]")).to_be_visible()

    keyboard.press("Revoke this badge", "link")
    keyboard.fill("Reason", "Issued to the wrong person")
    keyboard.press("Revoke it")
    expect(page.get_by_text("Revoked", exact=True).first).to_be_visible()
    learner.reload()
    expect(learner.locator("[data-verdict=revoked]")).to_be_visible()
    expect(learner.get_by_text("Issued to the wrong person")).to_be_visible()


def test_the_list_shows_how_far_each_badge_got_and_a_mail_goes_out_again(
    open_page: OpenPage,
    make_award: Callable[..., Award],
    issuer: Account,
    now: datetime,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    make_award(recipient_name="Accepting Ana", recipient_email="a@learners.example")
    make_award(accept=False, recipient_name="Waiting Wes", recipient_email="w@learners.example")
    mistaken = make_award(recipient_name="Mistaken Mo", recipient_email="m@learners.example")
    revoke_award(award=mistaken, reason="Another Mo", by=INSTALLATION, now=now)
    deliver_events()
    sent = len(mailoutbox)
    page = open_page(OVERVIEW, account=issuer)
    page.get_by_role("link", name="Badges", exact=True).click()
    for name, stage in {
        "Accepting Ana": "Accepted",
        "Waiting Wes": "Mailed",
        "Mistaken Mo": "Revoked",
    }.items():
        row = page.get_by_role("row").filter(has_text=name)
        expect(row.get_by_text(stage, exact=True)).to_be_visible()

    page.get_by_role("link", name="Waiting Wes").click()
    page.get_by_role("button", name="Send the mail again").click()
    expect(page.get_by_role("status")).to_be_visible()
    deliver_events()
    assert [mail.to for mail in mailoutbox[sent:]] == [["w@learners.example"]]


def test_a_mail_goes_out_again_by_keyboard_alone(
    open_page: OpenPage,
    make_award: Callable[..., Award],
    issuer: Account,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    make_award(accept=False, recipient_name="Waiting Wes", recipient_email="w@learners.example")
    deliver_events()
    page = open_page(OVERVIEW, account=issuer)
    keyboard = Keyboard(page)
    keyboard.press("Badges", "link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Badges")
    keyboard.press("Waiting Wes", "link")
    keyboard.press("Send the mail again")
    expect(page.get_by_role("status")).to_be_visible()
    deliver_events()
    assert [mail.to for mail in mailoutbox] == [["w@learners.example"]] * 2


def test_a_holder_asks_for_a_correction_and_the_old_file_says_what_replaced_it(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Award],
    issuer: Account,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    award = make_award(recipient_name="Ana Suosa", recipient_email="a@learners.example")
    before = credential_bytes(award)
    holder = open_page(f"/claim/{claim_url(award).rpartition('/')[2]}")
    holder.get_by_role("link", name="Is your name, your address, a date or a result wrong?").click()
    holder.wait_for_url("**/correction")
    assert_accessible(holder)
    keyboard = Keyboard(holder)
    keyboard.fill("The right name", "Ana Sousa")
    keyboard.press("Send the request")

    page = open_page(OVERVIEW, account=issuer)
    page.get_by_role("link", name="Corrections", exact=True).click()
    expect(page.get_by_role("link", name="Correct Ana Suosa")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Correct Ana Suosa").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ana Sousa")
    assert_accessible(page)
    page.get_by_label("Reason").fill("Two letters were swapped.")
    page.get_by_role("button", name="Sign the corrected badge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Sousa")
    assert_accessible(page)
    deliver_events()
    assert "Two letters were swapped." in mailoutbox[-1].body

    stranger = open_page("/verify")
    stranger.get_by_role("textbox").first.fill(before.decode())
    stranger.get_by_role("button", name="Verify").click()
    expect(stranger.locator("[data-verdict=superseded]")).to_be_visible()
    expect(stranger.get_by_text("Two letters were swapped.")).to_be_visible()


def test_many_badges_are_revoked_at_once_after_a_preview(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Award],
    issuer: Account,
    deliver_events: Callable[[], None],
) -> None:
    for number in range(3):
        make_award(recipient_name=f"Leaky {number}", recipient_email=f"leaky{number}@learners.example")
    make_award(recipient_name="Sound Sam", recipient_email="sam@learners.example")
    page = open_page("/org/harbour/awards?q=leaky", account=issuer)
    page.get_by_role("link", name="Do something with all of these").click()
    expect(page.get_by_text("3 badges are chosen")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("radio", name="Revoke them").check()
    page.get_by_label("Reason").fill("The questions had leaked.")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_role("row").filter(has_text="Leaky 1")).to_be_visible()
    assert_accessible(page)
    page.clock.install()
    page.get_by_role("button", name="Do it to 3 badges").click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    # The page doesn't ask while it is done: the tests' database in memory takes one at a time.
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
    page.wait_for_load_state("networkidle")
    deliver_events()
    page.clock.resume()
    expect(page.get_by_text("It was done to 3 badges.")).to_be_visible(timeout=15_000)
    assert_accessible(page)
    assert set(Award.objects.filter(state="accepted").values_list("recipient_name", flat=True)) == {
        "Sound Sam"
    }
