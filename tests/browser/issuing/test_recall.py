"""From what was wrong to what happens to the badges."""

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award


def test_the_badges_of_a_bad_week_are_found_and_previewed(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Award],
    issuer: Account,
    now: datetime,
) -> None:
    award = make_award(recipient_name="Ana Sousa", recipient_email="a@learners.example")
    page = open_page("/org/harbour/bulk", account=issuer)
    page.get_by_role("link", name="Recalls").click()
    expect(page.get_by_role("link", name="New recall")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="New recall").click()
    page.get_by_label("What was wrong").select_option(award.version.achievement.slug)
    page.get_by_label("From this day on").fill("2026-01-01")
    page.get_by_label("Up to and with this day").fill(f"{now:%Y-%m-%d}")
    page.get_by_role("button", name="Find the badges").click()
    expect(page.get_by_role("heading", name="Badges in doubt")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Open the recall").click()
    expect(page.get_by_role("heading", name="How its one badge stands")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Write the note").click()
    page.get_by_label("What happened").fill("The questions had leaked.")
    page.get_by_label("What holders should do").fill("Nothing, for now.")
    assert_accessible(page)
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="See it").click()
    expect(page.get_by_role("heading", name="What holders should do")).to_be_visible()
    assert_accessible(page)
    page.go_back()
    page.get_by_label("Revoke them").check()
    page.get_by_label("Reason").fill("The questions had leaked.")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_role("row").filter(has_text="Ana Sousa")).to_be_visible()
    expect(page.get_by_role("button", name="Do it to one badge")).to_be_visible()
