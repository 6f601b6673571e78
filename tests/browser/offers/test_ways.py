"""Each way to a badge, walked in a real browser from where people begin to where they hold it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import LOOKS, Look
from tests.browser.people import path_in

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import begin_due
from openlaurel.apps.offers.models import ClaimCode
from openlaurel.apps.offers.services import (
    Terms,
    apply_for_badge,
    confirm_redemption,
    create_claim_code,
    redeem_code,
    set_opening,
)
from openlaurel.apps.profiles.policies import INSTALLATION

OpenPage = Callable[..., Page]
looks = pytest.mark.parametrize("look", LOOKS, ids=str)


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Sousa")


def test_from_a_new_claim_code_to_an_accepted_badge(
    open_page: OpenPage,
    owner: Account,
    published: AchievementVersion,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    desk = open_page("/org/harbour/claim-codes/new", account=owner)
    desk.get_by_label("For how many people").fill("3")
    desk.get_by_label("Somebody decides on each person").check()
    desk.get_by_role("button", name="Make the code").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(ClaimCode.objects.get().in_groups)

    learner = open_page("/c")
    learner.get_by_label("Code").fill(ClaimCode.objects.get().in_groups.lower())
    learner.get_by_role("button", name="Go on").click()
    learner.get_by_label("Your name").fill("Ana Sousa")
    learner.get_by_label("Your e-mail address").fill("ana@learners.example")
    learner.get_by_role("button", name="Ask for it").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    deliver_events()
    learner.goto(path_in(mailoutbox[-1], "/c/confirm/"))
    learner.get_by_role("button", name="Yes, this address is mine").click()
    expect(learner.get_by_text("Your address is confirmed.")).to_be_visible()

    desk.reload()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("is issued, and the mail is on its way")).to_be_visible()
    learner.reload()
    learner.get_by_role("link", name="See your badge").click()
    learner.get_by_role("button", name="Accept the badge").click()
    learner.wait_for_url(f"**/awards/{Award.objects.get().id}")


def test_from_an_application_to_an_offered_badge(
    open_page: OpenPage, owner: Account, ana: Account, published: AchievementVersion
) -> None:
    desk = open_page("/org/harbour/applications", account=owner)
    desk.get_by_role("link", name="Let people apply").click()
    desk.get_by_label("What to hand in").fill("One passage that you planned.")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved.")).to_be_visible()

    learner = open_page("/achievements/tide-tables", account=ana)
    learner.get_by_role("link", name="Apply for it").click()
    learner.get_by_label("What you did").fill("I sailed from Porto to Vigo by the tables.")
    learner.get_by_role("button", name="Hand it in").click()
    expect(learner.get_by_text("Your application is handed in.")).to_be_visible()

    desk.goto("/org/harbour/applications")
    desk.get_by_role("link", name="Ana Sousa").click()
    desk.get_by_role("button", name="Approve and issue").click()
    expect(desk.get_by_text("Approved: the badge is issued.")).to_be_visible()
    learner.reload()
    expect(learner.get_by_role("link", name="See your badge")).to_be_visible()


def test_from_a_rule_to_the_badge_of_who_fulfils_it(
    open_page: OpenPage,
    owner: Account,
    holder: Account,
    award: Award,
    make_published: Callable[..., AchievementVersion],
    deliver_events: Callable[[], None],
) -> None:
    make_published("pilot", name="Harbour pilot")
    desk = open_page("/org/harbour/rules/new?achievement=pilot", account=owner)
    desk.get_by_label(award.version.name).check()
    desk.get_by_role("button", name="See who would get it").click()
    expect(desk.get_by_role("cell", name=holder.email)).to_be_visible()
    desk.get_by_role("button", name="Turn it on").click()
    expect(desk.get_by_text("The rule is on.")).to_be_visible()
    deliver_events()
    assert Award.objects.filter(version__name="Harbour pilot").get().account == holder


def test_from_a_plan_to_the_badge_on_its_date(
    open_page: OpenPage, owner: Account, published: AchievementVersion
) -> None:
    moment = timezone.localtime() + timedelta(days=2)
    desk = open_page("/org/harbour/issue", account=owner)
    desk.get_by_label("Name", exact=True).fill("Ana Sousa")
    desk.get_by_label("E-mail address").fill("ana@learners.example")
    desk.get_by_label("Issue it on a date").fill(moment.strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_role("button", name="Issue the badge").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Planned")
    assert Award.objects.count() == 0
    begin_due(clock=lambda: moment)
    desk.reload()
    expect(desk.get_by_role("link", name="See the badge")).to_be_visible()


@looks
def test_the_pages_are_for_everybody(
    open_page: OpenPage,
    assert_accessible: Callable[[Page], None],
    owner: Account,
    ana: Account,
    published: AchievementVersion,
    lately: datetime,
    look: Look,
) -> None:
    by, achievement = INSTALLATION, published.achievement
    code = create_claim_code(achievement=achievement, terms=Terms(needs_approval=True), by=by, now=lately)
    asked = redeem_code(claim_code=code, name="Ben", email="ben@learners.example", now=lately)
    confirm_redemption(redemption=asked, now=lately)
    opening = set_opening(achievement=achievement, instructions="Show it.", is_open=True, by=by, now=lately)
    application = apply_for_badge(opening=opening, account=ana, name="Ana", words="I did.", now=lately)
    org = "/org/harbour"
    for path, account in (
        (f"{org}/claim-codes", owner),
        (f"{org}/claim-codes/{code.id}", owner),
        (f"{org}/applications", owner),
        (f"{org}/applications/{application.id}", owner),
        (f"{org}/rules/new", owner),
        (f"{org}/planned", owner),
        (f"/c/{code.in_groups}", None),
        ("/achievements/tide-tables/apply", ana),
    ):
        assert_accessible(open_page(path, look, account))
