"""What the public is told of an organisation with very many badges: lately counted, and never of a small one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from openlaurel.apps.figures.queries import public_count_of, totals
from openlaurel.apps.figures.services import public_counts, refresh_public_counts
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Profile

pytestmark = pytest.mark.django_db


def test_only_large_organisations_are_told_as_of_the_last_hour(
    issue: Callable[..., list[Award]],
    accept: Callable[..., None],
    work: Callable[[], None],
    organisation: Profile,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    def told(at: datetime) -> tuple[int, int]:
        found = public_count_of(organisation, at)
        return found.badges, found.holders

    accept(issue(7)[:6])
    work()
    assert refresh_public_counts(now=now) == 0
    assert told(now) == (6, 6)
    for module in (totals, public_counts):
        monkeypatch.setattr(module, "MOST_COUNTED", 5)
    assert refresh_public_counts(now=now) == 1
    accept(list(Award.objects.filter(accepted_at=None)))
    assert told(now) == (6, 6)
    assert refresh_public_counts(now=now + timedelta(minutes=50)) == 0
    assert refresh_public_counts(now=now + timedelta(minutes=61)) == 1
    assert told(now) == (7, 7)
