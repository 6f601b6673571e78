"""Issuing in a real browser: everybody can use the pages, whatever state a badge or a roster is in."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import LOOKS, Look

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award, Batch
from openlaurel.apps.issuing.services import confirm_batch, dry_run_batch, upload_roster
from openlaurel.apps.issuing.services.claims import claim_token
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

looks = pytest.mark.parametrize("look", LOOKS, ids=str)
FILE = "Email,Name,Issued on\nana@x.example,Ana Sousa,2026-03-01\nnobody,Bo,\nzoe@x.example,Zoë Núñez,\n"


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
    assert_accessible(open_page(f"/claim/{claim_token(award)}", look))


@looks
def test_a_badge_that_waits_for_its_answer_is_for_everybody(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    make_award: Callable[..., Award],
    issuer: Account,
    look: Look,
) -> None:
    award = make_award(accept=False)
    assert_accessible(open_page(f"/org/harbour/awards/{award.id}", look, issuer))


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
