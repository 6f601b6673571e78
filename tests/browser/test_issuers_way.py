"""From the overview of a workspace to badges in people's hands, and back again when one was a mistake.

Clicks are counted from the overview, /org/<handle>/.
"""

import csv
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect
from tests.browser.people import Keyboard, Mouse, path_in

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award, Batch
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.models import Membership, Profile, Role
from openlaurel.apps.profiles.policies import INSTALLATION

OpenPage = Callable[..., Page]
OVERVIEW = "/org/harbour/"
scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
# Line by line what a list of a real class looks like: good rows, and each common mistake.
ROSTER = """Wer;Kontakt;Wann
Zoë Núñez;zoe@learners.example;2026-03-01
ليلى منصور;layla@learners.example;
Bo;nobody;
;no.name@learners.example;
Zoë again;ZOE@learners.example;
Kim Lee;kim@learners.example;03/04/2026
Ana Sousa;ana@learners.example;2026-03-02
"""
FAULTS = {
    "4": "“nobody” is not an e-mail address.",
    "5": "The name is missing.",
    "6": "The e-mail address is the same as in line 2.",
    "7": "“03/04/2026” in the column Wann can be read in two ways. Write it like 2026-04-30.",
}


@pytest.fixture
def issuer(make_member: Callable[..., Account]) -> Account:
    return make_member(Role.ISSUER, email="ivo@harbour.example", name="Ivo Issuer")


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


@scripts
def test_defining_with_a_preview_and_publishing(
    open_page: OpenPage, organisation: Profile, owner: Account, scripts: bool
) -> None:
    page = open_page(OVERVIEW, account=owner, java_script_enabled=scripts)
    page.get_by_role("link", name="Micro-credentials", exact=True).click()
    page.get_by_role("link", name="Define").first.click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/preview" in request.url else None)
    page.get_by_label("Name", exact=True).fill("Tides by hand")
    if not scripts:
        page.get_by_role("button", name="Preview", exact=True).click()
    picture = page.get_by_alt_text("Preview of the badge Tides by hand")
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    page.get_by_role("group", name="Shape").get_by_label("Shield").check(force=True)
    if not scripts:
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(picture).not_to_have_attribute("src", before or "")
    assert bool(asked) == scripts
    for label, text in {
        "Description": "The holder reads tides.",
        "Criteria": "Pass the quiz.",
        "Learning outcomes": "Read a tide table",
        "Type of assessment": "Quiz",
        "Workload": "4",
        "Quality assurance": "Reviewed every year.",
    }.items():
        page.get_by_label(label).first.fill(text)
    for label in ("Level", "Supervision", "Form of participation"):
        page.get_by_label(label, exact=True).select_option(index=1)
    page.get_by_label("Skill", exact=True).first.fill("Tidal planning")
    page.get_by_label("Level reached").first.select_option(index=1)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("It is complete.")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator("#publish").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Version 1 is published")).to_be_visible()

    page.goto("/achievements/tides-by-hand")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tides by hand")


@scripts
def test_a_roster_with_mistakes_issues_what_it_can_and_accounts_for_every_row(
    open_page: OpenPage,
    published: AchievementVersion,
    issuer: Account,
    tmp_path: Path,
    scripts: bool,
    deliver_events: Callable[[], None],
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("result.csv net::ERR_ABORTED")  # how a browser calls a download
    file = tmp_path / "class.csv"
    file.write_text(ROSTER, "utf-8")
    page = open_page(OVERVIEW, account=issuer, java_script_enabled=scripts)
    page.get_by_role("link", name="Import a roster").click()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("cell", name="ليلى منصور")).to_be_visible()
    for label, column in {"E-mail address": "Kontakt", "Whole name": "Wer", "Date of issue": "Wann"}.items():
        page.get_by_label(label).select_option(column)
    if scripts:
        page.clock.install()
    page.get_by_role("button", name="Check every row").click()

    expect(page.get_by_role("heading", name="3 badges can be issued")).to_be_visible()
    refused = page.get_by_role("table", name="4 rows that can't be issued")
    for line, reason in FAULTS.items():
        row = refused.get_by_role("row").filter(has=page.get_by_role("rowheader", name=line, exact=True))
        expect(row).to_contain_text(reason)
    assert Award.objects.count() == 0

    page.get_by_role("button", name="Issue 3 badges").click()
    expect(page.get_by_text("0 of 3 badges issued")).to_be_visible()
    if scripts:
        # The page doesn't ask while the badges are issued: the tests' database in memory takes one at a time.
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
        page.wait_for_load_state("networkidle")
    deliver_events()
    if scripts:
        page.clock.resume()
    expect(page.get_by_text("3 badges were issued.")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the result").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert {row["line"]: row["reason"] for row in rows if row["reason"]} == FAULTS
    assert [row["line"] for row in rows] == [str(line) for line in range(2, 9)]
    assert [row["line"] for row in rows if "/claim/" in row["claim link"]] == ["2", "3", "8"]
    assert Batch.objects.get().rows.count() == 7


def test_a_roster_by_keyboard_alone(
    open_page: OpenPage,
    published: AchievementVersion,
    issuer: Account,
    tmp_path: Path,
    deliver_events: Callable[[], None],
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("result.csv net::ERR_ABORTED")  # how a browser calls a download
    file = tmp_path / "class.csv"
    file.write_text(ROSTER, "utf-8")
    page = open_page(OVERVIEW, account=issuer)
    # Listens from the start: the browser may open the chooser before one that begins later is heard.
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    keyboard = Keyboard(page)
    keyboard.press("Import a roster", "link")
    keyboard.press("CSV file")
    expect(page.get_by_label("CSV file")).to_have_value(re.compile("class.csv"))
    keyboard.press("Upload")
    for label, column in {"Whole name": "Wer", "E-mail address": "Kontakt", "Date of issue": "Wann"}.items():
        keyboard.choose(label, column)
    # The tests' database in memory takes one at a time, so the page doesn't ask while badges are issued.
    page.clock.install()
    keyboard.press("Check every row")
    keyboard.press("Issue 3 badges")
    expect(page.get_by_text("0 of 3 badges issued")).to_be_visible()
    keyboard.to("Stop")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
    page.wait_for_load_state("networkidle")
    deliver_events()
    page.clock.resume()
    expect(page.get_by_text("3 badges were issued.")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        keyboard.press("Download the result", "link")
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row["line"] for row in rows if "/claim/" in row["claim link"]] == ["2", "3", "8"]


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


def test_inviting_joining_and_changing_a_role_by_keyboard_alone(
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    make_account: Callable[..., Account],
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    ines = make_account("ines@learners.example", name="Inês Prado")
    page = open_page(OVERVIEW, account=owner)
    keyboard = Keyboard(page)
    keyboard.press("Members", "link")
    keyboard.fill("E-mail address", "ines@learners.example")
    keyboard.choose("Role", "Issuer")
    keyboard.press("Send the invitation")
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()
    deliver_events()

    guest = open_page(path_in(mailoutbox.pop(), "/invitations/"), account=ines)
    Keyboard(guest).press("Accept the invitation")
    guest.wait_for_url("**/org/harbour/")
    assert roles_of(ines) == {Role.ISSUER}

    page.reload()
    keyboard.press("Change Inês Prado", "link")
    keyboard.to("Assessor", "checkbox")
    page.keyboard.press("Space")
    keyboard.press("Save the roles")
    expect(page.get_by_role("row").filter(has_text="Inês Prado")).to_contain_text("Assessor")
    assert roles_of(ines) == {Role.ISSUER, Role.ASSESSOR}


def test_who_is_invited_joins_and_the_audit_trail_says_so(
    open_page: OpenPage,
    published: AchievementVersion,
    owner: Account,
    make_account: Callable[..., Account],
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    make_account("ines@learners.example", name="Inês Prado")
    page = open_page(OVERVIEW, account=owner)
    page.get_by_role("link", name="Members").click()
    page.get_by_label("E-mail address").fill("ines@learners.example")
    page.get_by_label("Role", exact=True).select_option("Issuer")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name="Open invitations")).to_be_visible()
    deliver_events()
    (mail,) = [mail for mail in mailoutbox if mail.to == ["ines@learners.example"]]

    guest = open_page(path_in(mail, "/invitations/"))
    guest.get_by_label("E-mail address").fill("ines@learners.example")
    guest.get_by_label("Password").first.fill("sea-shanty-42")
    guest.get_by_role("button", name="Sign in").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Join Harbour Institute")
    guest.get_by_role("button", name="Accept the invitation").click()
    guest.wait_for_url("**/org/harbour/")
    expect(guest.get_by_role("link", name="Issue a badge")).to_be_visible()

    page.get_by_role("link", name="Audit trail").click()
    for who, what in {
        "Olga Owner": "Invited somebody as",
        "Inês Prado": "Accepted the invitation as",
    }.items():
        expect(page.get_by_role("row").filter(has_text=who).filter(has_text=what)).to_have_count(1)


def test_who_has_no_account_yet_comes_from_the_invitation_to_the_workspace(
    open_page: OpenPage,
    organisation: Profile,
    owner: Account,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    page = open_page("/org/harbour/members", account=owner)
    page.get_by_label("E-mail address").fill("ines@learners.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_be_visible()
    deliver_events()

    guest = open_page(path_in(mailoutbox.pop(), "/invitations/"))
    guest.get_by_role("link", name="Create an account").click()
    guest.get_by_label("Name").fill("Inês Prado")
    guest.get_by_label("E-mail address").fill("ines@learners.example")
    guest.get_by_label("Password").first.fill("salt-and-brass-77")
    guest.get_by_role("button", name="Create the account").click()
    expect(guest.get_by_label("Code")).to_be_visible()
    guest.get_by_label("Code").fill(code_in(mailoutbox.pop()))
    guest.get_by_role("main").get_by_role("button").first.click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Join Harbour Institute")
    guest.get_by_role("button", name="Accept the invitation").click()
    guest.wait_for_url("**/org/harbour/")


def roles_of(account: Account) -> set[str]:
    return set(Membership.objects.filter(account=account).values_list("role", flat=True))


def code_in(mail: EmailMessage) -> str:
    """The code that stands on a line of its own."""
    return next(line.strip() for line in str(mail.body).splitlines() if len(line.strip().split()) == 1)
