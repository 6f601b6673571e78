"""Badges that got to every stage, and what counts them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.services import deliver_due
from openlaurel.apps.figures.services import recount_marked
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import (
    AwardDraft,
    accept_award,
    decline_award,
    issue_awards,
    note_claim_opened,
    revoke_award,
)
from openlaurel.apps.mailing.services import send_due
from openlaurel.apps.profiles.policies import INSTALLATION


@pytest.fixture
def work() -> Callable[[], None]:
    """Does what a worker does: delivers the news, then counts."""

    def do() -> None:
        def clock() -> datetime:
            return timezone.now() + timedelta(days=2)

        while deliver_due(now=clock()) or send_due(clock=clock):
            pass
        recount_marked(clock=timezone.now)

    return do


@pytest.fixture
def issue(published: AchievementVersion, now: datetime) -> Callable[..., list[Award]]:
    """Issues so many badges at once, each to somebody else."""

    def make(number: int, *, at: datetime = now, notify: bool = True, version: Any = None) -> list[Award]:
        drafts = [
            AwardDraft(recipient_name=f"Person {n}", recipient_email=f"p{n}@learners.example")
            for n in range(number)
        ]
        outcomes = issue_awards(
            version=version or published, drafts=drafts, by=INSTALLATION, now=at, notify=notify
        )
        return [outcome.award for outcome in outcomes if outcome.award]

    return make


@pytest.fixture
def accept(now: datetime) -> Callable[..., None]:
    def do(awards: list[Award], *, after: timedelta = timedelta(hours=3)) -> None:
        for award in awards:
            accept_award(award=award, show_name=False, now=award.created_at + after)

    return do


@pytest.fixture
def of_every_fate(issue: Any, accept: Any, work: Any, now: datetime) -> list[Award]:
    """Forty badges: 20 accepted, one of them revoked since; 6 declined, 7 opened, 7 not even that; and 6 quiet ones."""
    awards: list[Award] = issue(40)
    work()
    for award in awards[:33]:
        note_claim_opened(award=award, now=now + timedelta(hours=1))
    accept(awards[:12])
    accept(awards[12:20], after=timedelta(days=5))
    for award in awards[20:26]:
        decline_award(award=award, now=now + timedelta(hours=2))
    revoke_award(award=awards[0], reason="A mistake", by=INSTALLATION, now=now + timedelta(days=9))
    issue(6, notify=False, at=now + timedelta(days=1))
    work()
    return awards
