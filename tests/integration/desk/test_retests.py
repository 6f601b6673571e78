"""A retest on this site: what was passed opens again, and who passes has the badge restored that the recall suspended."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.integration.assessment.conftest import BEST, make_quiz, quiz, task

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, Retest
from openlaurel.apps.assessment.queries import Stage, standing_of, stuck_learners
from openlaurel.apps.assessment.services import (
    AlreadyPassed,
    NoAttemptsLeft,
    give_attempt,
    review_submission,
    start_attempt,
    submit_attempt,
    submit_task,
)
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import allow_suspension
from openlaurel.apps.desk.models import BulkAction
from openlaurel.apps.desk.queries import Cause, affected_by
from openlaurel.apps.desk.services import Asked, confirm_action, open_recall, prepare_action, run_action
from openlaurel.apps.issuing.models import Award, Suspension
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.issuing.services import accept_award, issue_award, restore_award, suspend_award
from openlaurel.apps.offers.services import apply_rules, create_rule, turn_rule
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.core.openbadges import Evidence

__all__ = ["make_quiz", "quiz", "task"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Sousa")


def answered(quiz: Assessment) -> dict[Any, Any]:
    right = [1, [0, 2], "3.5", "neap tide"]
    return {item.id: answer for item, answer in zip(quiz.items.order_by("position"), right, strict=True)}


def sit(quiz: Assessment, account: Account, now: datetime, *, well: bool = True) -> Any:
    attempt = start_attempt(assessment=quiz, account=account, now=now)
    return submit_attempt(attempt=attempt, answers=answered(quiz) if well else {}, now=now)


@pytest.fixture
def award(published: AchievementVersion, quiz: Assessment, ana: Account, now: datetime) -> Award:
    """What Ana earned here by the quiz, accepted; it can be suspended."""
    allow_suspension(achievement=published.achievement, is_allowed=True, by=INSTALLATION, now=now)
    published.achievement.refresh_from_db()
    sit(quiz, ana, now - DAY)
    made = issue_award(
        version=published,
        recipient_name=ana.name,
        recipient_email=ana.email,
        account=ana,
        idempotency_key="enrolment:ana",
        by=INSTALLATION,
        now=now,
    )
    return accept_award(award=made, show_name=False, now=now)


@pytest.fixture
def act(organisation: Profile, owner: Account) -> Callable[..., BulkAction]:
    """Does something to the badges of the recall of a cause, which is opened for the first one."""

    def do(kind: str, cause: Cause, now: datetime, **fields: Any) -> BulkAction:
        by = Actor(account=owner)
        recall = organisation.recalls.first() or open_recall(
            organisation=organisation, cause=cause, by=by, now=now
        )
        asked = Asked(kind=kind, reason=f"To {kind}.", recall=recall, tell=True, **fields)
        action = prepare_action(organisation=organisation, asked=asked, by=by, now=now)
        confirm_action(action=action, by=by, now=now)
        run_action(action=action, clock=lambda: now)
        action.refresh_from_db()
        assert (action.state, action.fault) == ("done", "")
        return action

    return do


@pytest.fixture
def leak(quiz: Assessment, now: datetime) -> Cause:
    item = quiz.items.first()
    assert item is not None
    return Cause("item", str(item.pk), now - 5 * DAY, now + DAY)


def test_who_passes_again_has_the_badge_restored_and_is_told(
    award: Award,
    quiz: Assessment,
    ana: Account,
    act: Callable[..., BulkAction],
    leak: Cause,
    signed_in: Callable[..., Client],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    with pytest.raises(AlreadyPassed):
        start_attempt(assessment=quiz, account=ana, now=now)
    act("suspend", leak, now)
    act("invite", leak, now, restores=True)
    deliver_events()
    [invitation] = [sent for sent in mail.outbox if "again" in sent.subject]
    [path] = re.findall(rf"https?://[^/\s]+(/\S*{quiz.pk}\S*)", invitation.body)
    client = signed_in(ana)
    page = client.get(path).content.decode()
    assert "asks you to take this again" in page
    assert "Begin the quiz" in page
    assert standing_of(quiz, ana, now).stage == Stage.NOT_STARTED

    later = now + timedelta(hours=1)
    sit(quiz, ana, later, well=False)
    deliver_events()
    award.refresh_from_db()
    assert award.suspended_at is not None
    passed = sit(quiz, ana, later + timedelta(hours=1))
    deliver_events()
    award.refresh_from_db()
    assert (award.suspended_at, award.state) == (None, "accepted")
    assert Suspension.objects.get().end_reason == "The retest was passed."
    assert Retest.objects.get().passed_at == passed.submitted_at
    result = client.get(reverse("assessment:attempt", args=[passed.pk]))
    assert result.status_code == 200
    assert "You have passed again." in result.content.decode()
    assert [sent.to for sent in mail.outbox if "Restored" in sent.subject] == [[ana.email]]
    deliver_events()
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize("why", ["another suspended it", "the invitation doesn't say so", "not passed"])
def test_nothing_else_is_restored(
    award: Award,
    quiz: Assessment,
    ana: Account,
    act: Callable[..., BulkAction],
    leak: Cause,
    deliver_events: Callable[[], None],
    now: datetime,
    why: str,
) -> None:
    act("suspend", leak, now)
    act("invite", leak, now, restores=why != "the invitation doesn't say so")
    later = now + timedelta(hours=1)
    if why == "another suspended it":
        restored = restore_award(award=award, reason="No doubt.", by=INSTALLATION, now=later)
        suspend_award(
            award=restored, reason="Another doubt.", by=INSTALLATION, now=later + timedelta(minutes=1)
        )
    sit(quiz, ana, later + timedelta(hours=1), well=why != "not passed")
    deliver_events()
    award.refresh_from_db()
    assert award.suspended_at is not None


def test_an_invitation_elsewhere_opens_nothing_here(
    award: Award, quiz: Assessment, ana: Account, act: Callable[..., BulkAction], leak: Cause, now: datetime
) -> None:
    action = act("invite", leak, now, restores=True, link="https://exams.example/again")
    assert not action.restores
    assert not Retest.objects.exists()
    assert standing_of(quiz, ana, now).is_passed


def test_attempts_are_counted_anew_and_an_assessor_gives_one_more(
    award: Award,
    quiz: Assessment,
    ana: Account,
    organisation: Profile,
    act: Callable[..., BulkAction],
    leak: Cause,
    now: datetime,
) -> None:
    act("invite", leak, now)
    for hour in range(quiz.max_attempts):
        assert not stuck_learners(organisation, None, 10).object_list
        sit(quiz, ana, now + timedelta(hours=hour), well=False)
    after = now + timedelta(hours=9)
    with pytest.raises(NoAttemptsLeft):
        start_attempt(assessment=quiz, account=ana, now=after)
    assert [each.account for each in stuck_learners(organisation, None, 10)] == [ana]
    give_attempt(assessment=quiz, account=ana, by=INSTALLATION, now=after)
    assert not stuck_learners(organisation, None, 10).object_list
    sit(quiz, ana, after)
    assert standing_of(quiz, ana, after).is_passed
    act("invite", leak, after + DAY)
    assert Retest.objects.filter(passed_at=None).count() == 1


def test_work_that_the_wrong_assessor_passed_is_handed_in_again(
    published: AchievementVersion,
    task: Assessment,
    ana: Account,
    make_member: Callable[..., Account],
    act: Callable[..., BulkAction],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    wrong, right = (make_member("assessor", name=name) for name in ("Asa", "Bea"))
    allow_suspension(achievement=published.achievement, is_allowed=True, by=INSTALLATION, now=now)
    published.achievement.refresh_from_db()
    work = submit_task(assessment=task, account=ana, text="My plan.", now=now - DAY)
    review_submission(submission=work, levels=BEST, by=Actor(account=wrong), now=now - DAY)
    made = issue_award(
        version=published,
        recipient_name=ana.name,
        recipient_email=ana.email,
        account=ana,
        idempotency_key="enrolment:ana",
        by=INSTALLATION,
        now=now,
    )
    award = accept_award(award=made, show_name=False, now=now)
    cause = Cause("assessor", str(wrong.pk), now - 5 * DAY, now + DAY)
    act("suspend", cause, now)
    act("invite", cause, now, restores=True)
    assert standing_of(task, ana, now).stage == Stage.NOT_STARTED
    again = submit_task(assessment=task, account=ana, text="My plan, anew.", now=now + DAY)
    review_submission(submission=again, levels=BEST, by=Actor(account=right), now=now + 2 * DAY)
    deliver_events()
    award.refresh_from_db()
    assert award.suspended_at is None


def test_what_a_rule_issued_stands_on_the_badges_that_it_asked_for(
    award: Award,
    quiz: Assessment,
    ana: Account,
    organisation: Profile,
    make_published: Callable[..., AchievementVersion],
    leak: Cause,
    now: datetime,
) -> None:
    pilot, master = make_published("pilot"), make_published("master")
    by = {"by": INSTALLATION, "now": now}
    for version, assessment, held in (
        (pilot, None, [award.version.achievement]),
        (master, quiz, []),
    ):
        rule = create_rule(achievement=version.achievement, assessment=assessment, held=held, **by)
        turn_rule(rule=rule, is_on=True, **by)
    assert apply_rules(now=now) == 2
    by_rule = {each.version_id: each.pk for each in Award.objects.filter(idempotency_key__startswith="rule:")}
    affected = affected_by(organisation, leak)
    assert affected.direct == {award.pk, by_rule[master.pk]}
    assert affected.standing_on == {by_rule[pilot.pk]}


def test_what_is_read_is_what_is_in_doubt_however_many_badges_there_are(
    award: Award,
    organisation: Profile,
    make_award: Callable[..., Award],
    make_published: Callable[..., AchievementVersion],
    leak: Cause,
) -> None:
    knots = make_published("knots")

    def standing_on(base: Award, number: int) -> Award:
        return make_award(
            version=knots,
            recipient_email=f"k{number}@learners.example",
            evidence=[Evidence(name="Held", id=award_url(base.id))],
        )

    second = standing_on(award, 0)
    other = make_award(version=knots, recipient_email="other@learners.example")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert affected_by(organisation, leak).standing_on == {second.pk}
    for number in range(1, 30):
        standing_on(other, number)
    with CaptureQueriesContext(connection) as many:
        assert affected_by(organisation, leak).standing_on == {second.pk}
    assert len(many) == len(few)
    assert not [query for query in many.captured_queries if "evidence" in query["sql"].lower()]
