"""The demo world's company: as many badges as it says, each week once, whatever is killed in between."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.figures.models import Reach, Traffic
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Role
from openlaurel.demo import company as story
from openlaurel.demo.company import fill_week, places_of
from openlaurel.demo.reading import Company, read_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(make_published: Any, make_member: Any) -> Company:
    make_member(Role.ISSUER)
    make_published("tide-tables")
    given, family = ("Ana", "Bø", "Çelik"), ("Sousa", "Óg", "Żółć", "Ito")
    return Company("harbour", 60, 3, 11, given, family, {"tide-tables": 100})


def state() -> Any:
    awards = sorted(Award.objects.values_list("idempotency_key", "state", "accepted_at", "opened_at"))
    return (
        awards,
        sorted(Traffic.objects.values_list("kind", "origin", "month", "number")),
        Reach.objects.count(),
    )


def test_all_weeks_together_have_as_many_badges_as_it_says() -> None:
    company = read_company()
    counts: Counter[str] = Counter()
    for week in range(company.weeks):
        for slug, places in places_of(company, week).items():
            assert places.start == counts[slug]
            counts[slug] += len(places)
    assert sum(company.shares.values()) == 100
    assert counts.total() == company.awards == 20_000


def test_nobody_gets_a_badge_twice() -> None:
    company = read_company()
    for slug, share in company.shares.items():
        number = company.awards * share // 100
        addresses = {story._draft(company, slug, place).recipient_email for place in range(number)}
        assert len(addresses) == number


def test_a_week_that_is_done_again_adds_nothing(small: Company, now: datetime) -> None:
    fill_week(small, 0, loaded_at=now)
    before = state()
    assert len(before[0]) >= 15
    fill_week(small, 0, loaded_at=now)
    assert state() == before


def test_a_week_that_was_cut_short_is_completed(
    small: Company, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, done = story.accept_award, 0

    def killed(**given: Any) -> Any:
        nonlocal done
        done += 1
        if done == 5:
            raise IntegrityError
        return accept(**given)

    monkeypatch.setattr(story, "accept_award", killed)
    with pytest.raises(IntegrityError):
        fill_week(small, 0, loaded_at=now)
    monkeypatch.setattr(story, "accept_award", accept)
    fill_week(small, 0, loaded_at=now)
    cut_short = state()
    Reach.objects.all().delete()
    Traffic.objects.all().delete()
    for award in Award.objects.all():
        award.credentials.all().delete()
    Award.objects.all().delete()
    fill_week(small, 0, loaded_at=now)
    assert state() == cut_short


def test_nothing_happens_after_the_day_of_the_load(small: Company, now: datetime) -> None:
    for week in range(small.weeks):
        fill_week(small, week, loaded_at=now)
    assert not Award.objects.filter(created_at__gt=now).exists()
    assert not Award.objects.filter(accepted_at__gt=now).exists()
    assert Award.objects.count() == 60
    assert Award.objects.filter(accepted_at__isnull=False, created_at__lt=now - timedelta(days=7)).exists()
    assert not Account.objects.filter(email__endswith="people.example").exists()
