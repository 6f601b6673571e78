"""The demo world's company: as many badges as it says, each week once, whatever is killed in between."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.figures.models import Reach, Traffic
from openlaurel.apps.issuing.models import Award, Batch, BatchRow, BatchState, Roster
from openlaurel.apps.mailing.models import MailState, OutgoingMail, Suppression
from openlaurel.apps.profiles.models import Role
from openlaurel.demo import company as story
from openlaurel.demo.company import draft_for, fill_week, places_of, roster_of
from openlaurel.demo.reading import Company, read_company
from openlaurel.demo.returned import BOUNCES, COMPLAINT, fault_of

pytestmark = pytest.mark.django_db

GIVEN, FAMILY = ("Ana", "Bø", "Çelik"), ("Sousa", "Óg", "Żółć", "Ito")


@pytest.fixture
def small(make_published: Any, make_member: Any) -> Company:
    make_member(Role.ISSUER)
    make_published("tide-tables")
    return Company("harbour", 45, 3, 71, ("quay",), GIVEN, FAMILY, {"tide-tables": 100})


def state() -> Any:
    """What became of whom, without the ids that are new each time."""
    awards = Award.objects.values_list("recipient_email", "state", "accepted_at", "opened_at", "show_name")
    return (
        sorted(map(str, awards)),
        sorted(Traffic.objects.values_list("kind", "origin", "month", "number")),
        Reach.objects.count(),
        list(Batch.objects.values_list("roster__file_name", "state")),
        sorted(BatchRow.objects.values_list("line", "state", "reason")),
        Counter(OutgoingMail.objects.exclude(bounced_at=None).values_list("reply", flat=True)),
        Counter(Suppression.objects.values_list("reason", flat=True)),
    )


def start_again() -> None:
    for model in (Reach, Traffic, OutgoingMail, Suppression, BatchRow, Batch, Roster):
        model.objects.all().delete()
    for award in Award.objects.all():
        award.credentials.all().delete()
    Award.objects.all().delete()


def test_all_weeks_together_have_as_many_badges_as_it_says(now: datetime) -> None:
    company = read_company()
    counts: Counter[str] = Counter()
    for week in range(company.weeks):
        for slug, places in places_of(company, week, now).items():
            assert places.start == counts[slug]
            counts[slug] += len(places)
    assert sum(company.shares.values()) == 100
    assert counts.total() == company.awards == 20_000


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=100)], ids=["in November", "in March"])
def test_summer_is_quieter_than_spring_whenever_the_world_was_loaded(now: datetime, later: timedelta) -> None:
    company, loaded_at = read_company(), now + later
    months: Counter[int] = Counter()
    for week in range(company.weeks):
        month = (loaded_at - timedelta(weeks=company.weeks - week)).month
        months[month] += sum(map(len, places_of(company, week, loaded_at).values()))
    assert months[8] < 0.7 * months[3]
    assert months[12] < months[10]


def test_nobody_gets_a_badge_twice() -> None:
    company = read_company()
    for slug, share in company.shares.items():
        number = company.awards * share // 100
        addresses = {draft_for(company, slug, place).recipient_email for place in range(number)}
        assert len(addresses) == number


def test_no_two_rosters_have_one_name(now: datetime) -> None:
    company = read_company()
    names = [
        name
        for week in range(company.weeks)
        for number in range(len(company.shares))
        if (name := roster_of(company, week, number, now - timedelta(weeks=company.weeks - week)))
    ]
    assert len(names) == len(set(names)) == company.weeks / 4


def test_every_way_in_which_mails_come_back_is_met() -> None:
    company = read_company()
    faults = Counter(fault_of(f"somebody.{number}@people.example") for number in range(company.people))
    assert set(faults) == {*BOUNCES, COMPLAINT, ""}
    assert 0.95 < faults[""] / company.people < 0.99


def test_a_week_that_is_done_again_adds_nothing(small: Company, now: datetime) -> None:
    for week in (0, 1):
        fill_week(small, week, loaded_at=now)
    before = state()
    assert len(before[0]) >= 20
    for week in (0, 1):
        fill_week(small, week, loaded_at=now)
    assert state() == before


@pytest.mark.parametrize("service", ["accept_award", "revoke_award", "come_back"])
@pytest.mark.parametrize("week", [0, 1], ids=["with a roster", "without"])
def test_a_week_that_was_cut_short_is_completed(
    small: Company, now: datetime, monkeypatch: pytest.MonkeyPatch, week: int, service: str
) -> None:
    whole, done = getattr(story, service), 0
    monkeypatch.setattr(story, "draw_life", lambda chance, _: story.Life(1, 1, revoked=2, views=("direct",)))

    def killed(*args: Any, **given: Any) -> Any:
        nonlocal done
        done += 1
        if done == (1 if service == "come_back" else 5):
            raise IntegrityError
        return whole(*args, **given)

    monkeypatch.setattr(story, service, killed)
    with pytest.raises(IntegrityError):
        fill_week(small, week, loaded_at=now)
    monkeypatch.setattr(story, service, whole)
    fill_week(small, week, loaded_at=now)
    cut_short = state()
    start_again()
    fill_week(small, week, loaded_at=now)
    assert state() == cut_short


def test_a_customers_roster_is_issued_as_any_other_and_one_row_of_it_refused(
    small: Company, now: datetime
) -> None:
    fill_week(small, 0, loaded_at=now)
    batch = Batch.objects.get()
    assert (batch.state, batch.roster.file_name) == (BatchState.DONE, f"quay-{batch.created_at:%Y-%m}.csv")
    states = Counter(batch.rows.values_list("state", flat=True))
    assert states == {"issued": Award.objects.count(), "refused": 1}


def test_what_comes_back_is_suppressed_and_the_next_mail_is_held_back(
    small: Company, now: datetime, make_published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of 71 people gets two badges; the mails of two don't arrive, and one complains."""
    make_published("knots")
    two = Company("harbour", 142, 1, 71, ("quay",), GIVEN, FAMILY, {"tide-tables": 50, "knots": 50})
    monkeypatch.setattr(story, "draw_life", lambda *_: story.Life())
    monkeypatch.setattr(story.random.Random, "random", lambda _: 0.5)
    fill_week(two, 0, loaded_at=timezone.now())
    mails = OutgoingMail.objects.filter(kind="issuing.claim", settled_at__isnull=False)
    assert mails.filter(state=MailState.SENT, bounced_at__isnull=False).count() == 2
    assert mails.filter(state=MailState.SENT, complained_at__isnull=False).count() == 1
    assert Counter(Suppression.objects.values_list("reason", flat=True)) == {"bounced": 2, "complained": 1}
    assert mails.filter(state=MailState.WITHHELD, fault="suppressed").count() == 3


def test_nothing_happens_after_the_day_of_the_load(small: Company, now: datetime) -> None:
    for week in range(small.weeks):
        fill_week(small, week, loaded_at=now)
    assert not Award.objects.filter(created_at__gt=now).exists()
    assert not Award.objects.filter(accepted_at__gt=now).exists()
    assert Award.objects.count() == 45
    assert Award.objects.filter(accepted_at__isnull=False, created_at__lt=now - timedelta(days=7)).exists()
    assert not Account.objects.filter(email__endswith="people.example").exists()
