"""Issuing in a real browser: everybody can use the pages, and the way from a person or a file to a badge works."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Look

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.services import deliver_due
from openlaurel.apps.issuing.models import Award, Batch
from openlaurel.apps.issuing.services import confirm_batch, dry_run_batch, upload_roster
from openlaurel.apps.issuing.services.claims import claim_token
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

# Each two of theme, width and direction meet once: what they break, they break alone or in pairs.
LOOKS = [
    Look("light", 1280, "en"),
    Look("dark", 320, "en"),
    Look("light", 320, "ar"),
    Look("dark", 1280, "ar"),
]
looks = pytest.mark.parametrize("look", LOOKS, ids=str)
FILE = "Email,Name,Issued on\nana@x.example,Ana Sousa,2026-03-01\nnobody,Bo,\nzoe@x.example,Zoë Núñez,\n"


@pytest.fixture
def issuer(make_member: Callable[..., Account]) -> Account:
    return make_member("issuer", name="Ivo Issuer")


@pytest.fixture
def batch(organisation: Profile, published: AchievementVersion, lately: datetime) -> Batch:
    """A roster with one faulty row, tried."""
    roster = upload_roster(
        organisation=organisation, file_name="class.csv", data=FILE.encode(), by=INSTALLATION, now=lately
    )
    return dry_run_batch(
        roster=roster, version=published, notify=False, allow_repeats=False, by=INSTALLATION, now=lately
    )


@looks
@pytest.mark.parametrize("accept", [False, True])
def test_the_claim_page_is_for_everybody(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Award],
    accept: bool,
    look: Look,
) -> None:
    award = make_award(accept=accept)
    assert_accessible(open_page(f"/claim/{claim_token(award.id)}", look))


@looks
@pytest.mark.parametrize(
    "path", ["/issue", "/awards", "/awards/{award}", "/awards/{award}/revoke", "/rosters"]
)
def test_the_issuers_pages_are_for_everybody(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Award],
    issuer: Account,
    path: str,
    look: Look,
) -> None:
    award = make_award(accept=False)
    assert_accessible(open_page("/org/harbour" + path.format(award=award.id), look, issuer))


@looks
def test_rosters_are_for_everybody(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    batch: Batch,
    issuer: Account,
    lately: datetime,
    look: Look,
) -> None:
    assert_accessible(open_page(f"/org/harbour/rosters/{batch.roster_id}", look, issuer))
    page = open_page(f"/org/harbour/rosters/batches/{batch.id}", look, issuer)
    assert_accessible(page)
    confirm_batch(batch=batch, by=INSTALLATION, now=lately)
    page.reload()
    assert_accessible(page)


def test_a_form_with_faults_is_for_everybody(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    published: AchievementVersion,
    issuer: Account,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("422 (Unprocessable")
    page = open_page("/org/harbour/issue", Look(), issuer)
    page.get_by_role("button", name="Issue the badge").click()
    field = page.get_by_label("Name", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert_accessible(page)


def test_a_person_gets_a_badge_in_four_clicks_and_accepts_it(
    open_page: Callable[..., Page], published: AchievementVersion, issuer: Account
) -> None:
    page = open_page("/org/harbour/", Look(), issuer)
    page.get_by_role("link", name="Issue a badge").click()
    page.get_by_label("Name", exact=True).fill("Zoë Núñez")
    page.get_by_label("E-mail address").fill("zoe@learners.example")
    page.get_by_role("button", name="Issue the badge").click()
    expect(page.get_by_role("heading", name="Zoë Núñez")).to_be_visible()
    award = Award.objects.get()

    learner = open_page(f"/claim/{claim_token(award.id)}")
    expect(learner.get_by_role("heading", name="Tide tables in practice")).to_be_visible()
    learner.get_by_label("Show my name").check()
    learner.get_by_role("button", name="Accept the badge").click()
    learner.wait_for_url(f"**/awards/{award.id}")
    award.refresh_from_db()
    assert (award.state, award.show_name) == ("accepted", True)


def test_the_keyboard_alone_declines(
    open_page: Callable[..., Page], make_award: Callable[..., Award]
) -> None:
    award = make_award(accept=False)
    page = open_page(f"/claim/{claim_token(award.id)}")
    button = page.get_by_role("button", name="Decline it")
    for _ in range(40):
        if button.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You declined this badge")).to_be_visible()


@pytest.mark.parametrize("with_script", [True, False])
def test_a_roster_becomes_badges_before_ones_eyes(
    open_page: Callable[..., Page],
    published: AchievementVersion,
    issuer: Account,
    tmp_path: Path,
    with_script: bool,
    allowed_faults: list[str],
) -> None:
    allowed_faults.append("result.csv net::ERR_ABORTED")  # how a browser calls a download
    file = tmp_path / "class.csv"
    file.write_text(FILE, "utf-8")
    page = open_page("/org/harbour/rosters", Look(), issuer, java_script_enabled=with_script)
    page.get_by_label("CSV file").set_input_files(file)
    if with_script:
        page.clock.install()
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check every row").click()
    expect(page.get_by_text("“nobody” is not an e-mail address.")).to_be_visible()
    page.get_by_role("button", name="Issue 2 badges").click()
    expect(page.get_by_text("0 of 2 badges issued")).to_be_visible()
    if with_script:
        # The page doesn't ask while the badges are issued: the tests' database in memory takes one at a time.
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 5)
        page.wait_for_load_state("networkidle")
    deliver_all()
    if with_script:
        page.clock.resume()
    expect(page.get_by_text("2 badges were issued.")).to_be_visible(timeout=15_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the result").click()
    result = Path(download.value.path()).read_text("utf-8-sig")
    assert result.count("/claim/") == 2


def deliver_all() -> Any:
    from django.utils import timezone

    while deliver_due(now=timezone.now()):
        pass
