"""A roster is undone before its mails leave."""

from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone
from playwright.sync_api import Page, expect

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import confirm_batch, dry_run_batch, upload_roster
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION


def test_the_wrong_roster_is_undone_and_nobody_hears_of_it(
    open_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    organisation: Profile,
    published: AchievementVersion,
    issuer: Account,
    deliver_events: Callable[[], None],
    mailoutbox: list[EmailMessage],
) -> None:
    now = timezone.now() - timedelta(seconds=1)
    stamp = {"by": INSTALLATION, "now": now}
    data = b"Email,Name\na@x.example,Ana\nb@x.example,Bo\n"
    roster = upload_roster(organisation=organisation, file_name="wrong.csv", data=data, **stamp)
    batch = dry_run_batch(
        roster=roster, version=published, notify=True, allow_repeats=False, hold_minutes=60, **stamp
    )
    confirm_batch(batch=batch, **stamp)
    deliver_events()
    page = open_page(f"/org/harbour/rosters/batches/{batch.id}", account=issuer)
    expect(page.get_by_text("Until then everything can be undone.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Undo: revoke all of them").click()
    expect(page.get_by_text("its badges are revoked, and nobody was mailed")).to_be_visible()
    deliver_events()
    assert set(Award.objects.values_list("state", flat=True)) == {"revoked"}
    assert mailoutbox == []
