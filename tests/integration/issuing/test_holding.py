"""A roster can be undone until its mails leave."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.errors import BatchNotPossibleNow
from openlaurel.apps.issuing.models import Award, AwardState, Batch
from openlaurel.apps.issuing.services import (
    confirm_batch,
    dry_run_batch,
    finish_undoing,
    hold_mails,
    holding,
    is_held,
    release_due_mails,
    release_mails,
    run_batch,
    undo_batch,
    upload_roster,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(owner: Any) -> Actor:
    return Actor(account=owner)


@pytest.fixture
def batch(organisation: Profile, published: AchievementVersion, by: Actor, now: datetime) -> Batch:
    """Five badges, issued; their mails leave after ten minutes."""
    data = ("Email,Name\n" + "".join(f"p{n}@x.example,P {n}\n" for n in range(5))).encode()
    roster = upload_roster(organisation=organisation, file_name="r.csv", data=data, by=by, now=now)
    batch = dry_run_batch(
        roster=roster, version=published, notify=True, allow_repeats=False, hold_minutes=10, by=by, now=now
    )
    confirm_batch(batch=batch, by=by, now=now)
    run_batch(batch=batch, clock=lambda: now)
    batch.refresh_from_db()
    return batch


def test_mails_leave_when_the_time_has_come_and_once(
    batch: Batch, deliver_events: Callable[[], None], monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setattr(holding, "CHUNK", 2)
    release_due_mails(clock=lambda: now + timedelta(minutes=9))
    deliver_events()
    assert (len(mail.outbox), is_held(batch)) == (0, True)
    for minutes in (10, 11):
        moment = now + timedelta(minutes=minutes)
        release_due_mails(clock=lambda moment=moment: moment)  # type: ignore[misc]
        deliver_events()
    assert sorted(sent.to[0] for sent in mail.outbox) == [f"p{n}@x.example" for n in range(5)]
    batch.refresh_from_db()
    assert not is_held(batch)


def test_undoing_revokes_every_badge_and_mails_nobody(
    batch: Batch,
    by: Actor,
    deliver_events: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    monkeypatch.setattr(holding, "CHUNK", 2)
    undo_batch(batch=batch, by=by, now=now)
    deliver_events()
    assert set(Award.objects.values_list("state", flat=True)) == {AwardState.REVOKED}
    release_due_mails(clock=lambda: now + timedelta(days=2))
    finish_undoing(clock=lambda: now)
    deliver_events()
    assert not mail.outbox
    batch.refresh_from_db()
    for change in (undo_batch, hold_mails, release_mails):
        with pytest.raises(BatchNotPossibleNow, match="or it was undone"):
            change(batch=batch, by=by, now=now)


def test_after_the_first_mail_nothing_can_be_undone(batch: Batch, by: Actor, now: datetime) -> None:
    with pytest.raises(BatchNotPossibleNow, match="have left already"):
        undo_batch(batch=batch, by=by, now=now + timedelta(minutes=10))
    assert not Award.objects.filter(state=AwardState.REVOKED).exists()


def test_mails_that_are_kept_back_wait_until_somebody_lets_them_go(
    batch: Batch,
    owner: Any,
    signed_in: Callable[..., Client],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    Batch.objects.update(mails_leave_at=datetime(2090, 1, 1, tzinfo=now.tzinfo))
    page = f"/org/harbour/rosters/batches/{batch.id}"
    client = signed_in(owner)
    assert "Until then everything can be undone." in client.get(page).content.decode()
    client.post(f"{page}/mails", {"leave": "later"})
    assert "The mails wait until you let them leave." in client.get(page).content.decode()
    release_due_mails(clock=lambda: now + timedelta(days=100))
    deliver_events()
    assert not mail.outbox
    client.post(f"{page}/mails", {"leave": "now"})
    release_due_mails(clock=timezone.now)
    deliver_events()
    assert len(mail.outbox) == 5


def test_undoing_on_the_page(
    batch: Batch,
    owner: Any,
    signed_in: Callable[..., Client],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    Batch.objects.update(mails_leave_at=datetime(2090, 1, 1, tzinfo=now.tzinfo))
    page = f"/org/harbour/rosters/batches/{batch.id}"
    client = signed_in(owner)
    client.post(f"{page}/undo")
    deliver_events()
    assert "its badges are revoked, and nobody was mailed" in client.get(page).content.decode()
    assert Award.objects.filter(state=AwardState.REVOKED).count() == 5
