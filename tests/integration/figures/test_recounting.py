"""Tallies are what counting from the beginning gives, whatever happened in between."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.models import Delivery, Event
from openlaurel.apps.events.services import deliver_due
from openlaurel.apps.figures.models import Counting, Reach, Recount, Tally
from openlaurel.apps.figures.queries import tallied_counts
from openlaurel.apps.figures.services import mark_all, mark_days, recount_marked
from openlaurel.apps.figures.services.counting import note_view
from openlaurel.apps.figures.visits import Visit
from openlaurel.apps.issuing.models import Award, Batch
from openlaurel.apps.issuing.queries import count_awards
from openlaurel.apps.issuing.services import (
    confirm_batch,
    dry_run_batch,
    remove_roster,
    run_batch,
    upload_roster,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

pytestmark = pytest.mark.django_db
COLUMNS = [field.name for field in Tally._meta.fields if field.get_internal_type() == "PositiveIntegerField"]


def kept() -> list[tuple[Any, ...]]:
    return sorted(Tally.objects.values_list("achievement", "day", "batch_id", *COLUMNS), key=str)


def by_hand() -> dict[str, int]:
    """Every award looked at on its own, in Python."""
    found = dict.fromkeys(COLUMNS, 0)
    waits = {
        "within_hour": 1,
        "within_day": 24,
        "within_three_days": 72,
        "within_week": 168,
        "within_month": 720,
    }
    for award in Award.objects.all():
        reach = Reach.objects.filter(award=award).first()
        found["issued"] += 1
        if award.accepted_at is not None:
            hours = (award.accepted_at - award.created_at) / timedelta(hours=1)
            found[next((name for name, most in waits.items() if hours <= most), "later")] += 1
            found["revoked"] += award.state == "revoked"
            for name in ("shared", "viewed", "verified"):
                found[name] += reach is not None and getattr(reach, f"{name}_on") is not None
        elif award.state == "declined":
            found["declined"] += 1
        elif award.state == "revoked":
            been = "unanswered" if award.opened_at else "unopened" if award.mailed_at else "unsent"
            found[f"{been}_revoked"] += 1
        elif award.opened_at is not None:
            found["unanswered"] += 1
        elif award.mailed_at is not None:
            found["unopened"] += 1
        elif award.mail_error:
            found["failed"] += 1
        else:
            found["waiting" if award.notify else "quiet"] += 1
    return found


def totals() -> dict[str, int]:
    return {name: sum(getattr(tally, name) for tally in Tally.objects.all()) for name in COLUMNS}


def test_what_is_counted_bit_by_bit_is_what_each_badge_says(
    of_every_fate: list[Award], organisation: Profile, work: Callable[[], None], now: datetime
) -> None:
    for award in of_every_fate[:3]:
        note_view(award=award, visit=Visit("social"), now=now)
    work()
    assert totals() == by_hand()
    assert totals()["issued"] == 46
    assert totals()["within_day"] == 12
    assert totals()["within_week"] == 8
    assert (totals()["declined"], totals()["unanswered"], totals()["unopened"]) == (6, 7, 7)
    assert (totals()["quiet"], totals()["revoked"], totals()["viewed"]) == (6, 1, 3)
    assert tallied_counts(organisation) == count_awards(organisation)


def test_counting_from_the_beginning_changes_nothing(
    of_every_fate: list[Award], organisation: Profile
) -> None:
    before = kept()
    Tally.objects.update(issued=999)
    assert mark_all(organisation=organisation) == 2
    recount_marked(clock=timezone.now)
    assert kept() == before
    assert not Recount.objects.exists()


def test_news_that_comes_twice_counts_once(of_every_fate: list[Award], work: Callable[[], None]) -> None:
    before = kept()
    Delivery.objects.filter(handler="figures.mark").update(delivered_at=None, due_at=timezone.now())
    assert deliver_due(now=timezone.now() + timedelta(days=3)) > 0
    work()
    assert kept() == before


def test_a_day_that_no_award_is_of_any_more_loses_its_tally(
    of_every_fate: list[Award], organisation: Profile, now: datetime
) -> None:
    day = (now - timedelta(days=40)).date()
    Tally.objects.create(
        organisation=organisation,
        achievement=of_every_fate[0].version.achievement,
        day=day,
        month=day.replace(day=1),
        issued=7,
    )
    mark_all(organisation=organisation)
    recount_marked(clock=timezone.now)
    assert not Tally.objects.filter(day=day).exists()


def test_a_day_ends_at_midnight_utc(issue: Any, work: Callable[[], None]) -> None:
    for at in (datetime(2026, 3, 4, 23, 59, 59, 999_999, UTC), datetime(2026, 3, 5, tzinfo=UTC)):
        issue(5, at=at)
    work()
    days = Tally.objects.order_by("day").values_list("day", "issued")
    assert [(day.isoformat(), issued) for day, issued in days] == [("2026-03-04", 5), ("2026-03-05", 5)]


def test_while_one_worker_counts_another_leaves_it_alone(
    issue: Any, organisation: Profile, now: datetime
) -> None:
    issue(5)
    mark_days(organisation.id, [now.date()])
    Counting.objects.create(organisation=organisation, lease=uuid4(), lease_until=now + timedelta(minutes=1))
    recount_marked(clock=lambda: now)
    assert not Tally.objects.exists()
    recount_marked(clock=lambda: now + timedelta(minutes=2))
    assert Tally.objects.get().issued == 5


def test_a_worker_that_was_too_slow_writes_nothing(
    issue: Any, organisation: Profile, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openlaurel.apps.figures.services import recounting

    issue(5)
    mark_days(organisation.id, [now.date()])
    slow = recounting.tallies_of

    def overtaken(*given: Any) -> list[Tally]:
        Counting.objects.update(lease=uuid4())
        return slow(*given)

    monkeypatch.setattr(recounting, "tallies_of", overtaken)
    recount_marked(clock=timezone.now)
    assert not Tally.objects.exists()
    assert Recount.objects.count() == 1


def test_a_roster_is_counted_apart_until_it_is_removed(
    published: AchievementVersion, organisation: Profile, issue: Any, work: Callable[[], None], now: datetime
) -> None:
    lines = "".join(f"r{n}@learners.example,Rita {n}\n" for n in range(6))
    roster = upload_roster(
        organisation=organisation,
        file_name="class.csv",
        data=f"Email,Name\n{lines}".encode(),
        by=INSTALLATION,
        now=now,
    )
    batch = dry_run_batch(
        roster=roster, version=published, notify=True, allow_repeats=False, by=INSTALLATION, now=now
    )
    confirm_batch(batch=batch, by=INSTALLATION, now=now)
    run_batch(batch=Batch.objects.get(), clock=lambda: now)
    issue(5)
    work()
    assert dict(Tally.objects.values_list("batch_id", "issued")) == {batch.pk: 6, None: 5}
    remove_roster(roster=roster, by=INSTALLATION, now=now)
    work()
    assert dict(Tally.objects.values_list("batch_id", "issued")) == {None: 11}


def test_the_audit_trail_is_not_filled_with_mails_and_openings(
    of_every_fate: list[Award], organisation: Profile
) -> None:
    from openlaurel.apps.profiles.queries import list_events

    assert Event.objects.filter(kind="award.opened").count() == 33
    assert not list_events(organisation).filter(kind__in=["award.opened", "award.mailed"]).exists()
