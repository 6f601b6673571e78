"""Which badges a cause puts in doubt, held against one that looks at everything."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, Attempt, Item, Review, Submission
from openlaurel.apps.desk.models import BulkAction, Recall
from openlaurel.apps.desk.queries import Cause, affected_by
from openlaurel.apps.issuing.models import Award, Credential
from openlaurel.apps.issuing.queries import award_url
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.openbadges import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(
    make_award: Callable[..., Award],
    make_account: Callable[..., Account],
    make_published: Callable[..., Any],
    make_organisation: Callable[..., Profile],
    now: datetime,
) -> list[Account]:
    """A term of twelve learners with two courses: some badges earned here, some given, some standing on others.

    Returns the two assessors.
    """
    dice = random.Random(7)
    versions = [make_published("tides"), make_published("knots")]
    assessors = [make_account(name="Asa"), make_account(name="Bea")]
    foreign = make_award(version=make_published("x", of=make_organisation("lighthouse")))
    earlier = [foreign]
    for version in versions:
        quiz = Assessment.objects.create(
            achievement=version.achievement,
            kind="quiz",
            position=1,
            title="Quiz",
            created_at=now,
            pass_percent=80,
        )
        task = Assessment.objects.create(
            achievement=version.achievement,
            kind="task",
            position=2,
            title="Task",
            created_at=now,
            pass_percent=80,
        )
        Item.objects.create(assessment=quiz, position=1, kind="choice", prompt="?", key=0)
        for _ in range(12):
            account = make_account()
            day = now - timedelta(days=dice.randint(1, 30))
            passed = dice.random() < 0.7
            Attempt.objects.create(
                assessment=quiz, account=account, number=1, started_at=day, submitted_at=day, passed=passed
            )
            work = Submission.objects.create(
                assessment=task, account=account, number=1, text="x", state="passed", submitted_at=day
            )
            Review.objects.create(
                submission=work, assessor=dice.choice(assessors), levels={}, points=1, max_points=1,
                passed=passed, decided_at=day,
            )  # fmt: skip
            standing = [Evidence(name="Held", id=award_url(dice.choice(earlier).id))]
            award = make_award(
                version=version,
                recipient_email=account.email,
                account=account,
                now=day,
                evidence=standing if dice.random() < 0.9 else [],
                idempotency_key=f"enrolment:{account.id}" if dice.random() < 0.8 else None,
            )
            earlier.append(award)
    return assessors


def looked_at_one_by_one(organisation: Profile, cause: Cause) -> tuple[set[UUID], set[UUID]]:
    """The same, from the definition: each award is asked, and the graph is closed by repeating."""
    awards = list(Award.objects.filter(organisation=organisation).select_related("version__achievement"))

    def is_touched(award: Award) -> bool:
        achievement = award.version.achievement
        moments: list[datetime | None] = []
        if cause.kind == "achievement" and str(achievement.pk) == cause.key:
            moments = [award.awarded_at]
        if cause.kind == "key":
            moments = [
                c.signed_at for c in Credential.objects.filter(award=award) if str(c.key_id) == cause.key
            ]
        if cause.kind in {"assessor", "item"} and str(award.idempotency_key).startswith("enrolment:"):
            for assessment in achievement.assessments.all():
                if cause.kind == "item" and cause.key in {str(item.pk) for item in assessment.items.all()}:
                    tries = assessment.attempts.filter(account=award.account)
                    moments += [each.submitted_at for each in tries if each.passed]
                if cause.kind == "assessor":
                    for work in assessment.submissions.filter(account=award.account):
                        if str(work.review.assessor_id) == cause.key and work.review.passed:
                            moments.append(work.review.decided_at)
        return any(moment and cause.since <= moment < cause.until for moment in moments)

    direct = {award.pk for award in awards if is_touched(award)}
    all_of_them = set(direct)
    for _ in awards:
        for award in awards:
            if any(item["id"] == award_url(base) for item in award.evidence for base in all_of_them):
                all_of_them.add(award.pk)
    return direct, all_of_them - direct


def causes(assessors: list[Account], now: datetime) -> list[Cause]:
    """Each kind of cause, for all of the time and for a part of it."""
    things = {
        "assessor": [str(each.pk) for each in assessors],
        "item": [str(pk) for pk in Item.objects.values_list("pk", flat=True)],
        "key": [str(pk) for pk in set(Credential.objects.values_list("key", flat=True))],
        "achievement": [str(pk) for pk in set(Award.objects.values_list("version__achievement", flat=True))],
    }
    spans = [(40, 0), (20, 8), (3, 2)]
    return [
        Cause(kind, key, now - timedelta(days=since), now - timedelta(days=until))
        for kind, keys in things.items()
        for key in keys
        for since, until in spans
    ]


def test_the_affected_set_is_that_of_looking_at_each_badge(
    world: list[Account], organisation: Profile, now: datetime
) -> None:
    sizes = []
    for cause in causes(world, now):
        affected = affected_by(organisation, cause)
        direct, standing_on = looked_at_one_by_one(organisation, cause)
        assert (affected.direct, affected.standing_on) == (direct, standing_on), cause
        sizes.append((cause.kind, len(direct), len(standing_on)))
    for kind in ("assessor", "item", "key", "achievement"):
        assert any(direct for name, direct, _ in sizes if name == kind), kind
    assert sum(standing for _, _, standing in sizes) > 10


def test_badges_of_others_are_never_affected(
    world: list[Account], organisation: Profile, now: datetime
) -> None:
    own = set(organisation.awards.values_list("pk", flat=True))
    for cause in causes(world, now):
        assert affected_by(organisation, cause).all <= own


def test_from_the_cause_to_the_preview(
    world: list[Account],
    organisation: Profile,
    make_member: Callable[..., Account],
    signed_in: Callable[..., Client],
    now: datetime,
) -> None:
    client = signed_in(make_member("issuer"))
    page = client.get("/org/harbour/recalls/new").content.decode()
    assert f'value="assessor:{world[0].pk}"' in page
    first, last = now.date() - timedelta(days=40), now.date()
    address = f"/org/harbour/recalls/new?cause=assessor:{world[0].pk}&since={first}&until={last}"
    assert "Standing on those" in client.get(address).content.decode()
    response = client.post(address)
    recall = Recall.objects.get()
    assert response["Location"] == f"/org/harbour/recalls/{recall.id}"
    cause = Cause("assessor", str(world[0].pk), now - timedelta(days=41), now + timedelta(days=1))
    affected = affected_by(organisation, cause)
    assert set(recall.awards.values_list("award", flat=True)) == affected.all
    assert set(recall.awards.filter(is_direct=True).values_list("award", flat=True)) == affected.direct
    assert "Asa" in client.get("/org/harbour/recalls").content.decode()
    response = client.post(response["Location"], {"kind": "revoke", "reason": "Wasn't allowed to assess."})
    action = BulkAction.objects.get()
    assert response["Location"] == f"/org/harbour/bulk/{action.id}"
    assert set(action.items.values_list("award", flat=True)) == affected.all
    assert f"/org/harbour/recalls/{recall.id}" in client.get(response["Location"]).content.decode()
    assert client.get("/org/harbour/recalls/new?cause=assessor:1&since=x").status_code == 422
