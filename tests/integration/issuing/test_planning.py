"""Issuing on a date: planned, cancelled before, begun when the moment has come, whatever happens to the worker."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.catalog.services import archive_achievement, decide_duplicates
from openlaurel.apps.issuing.errors import BatchNotPossibleNow, InvalidAward, NotPossibleNow
from openlaurel.apps.issuing.models import Award, Batch, BatchState, PlannedAward, PlannedState, Roster
from openlaurel.apps.issuing.services import (
    AwardDraft,
    begin_due,
    cancel_batch,
    cancel_planned,
    confirm_batch,
    dry_run_batch,
    forget_old_rosters,
    issue_award,
    plan_award,
    plan_batch,
    planning,
    remove_roster,
    run_batch,
    upload_roster,
)
from openlaurel.apps.profiles.models import ApiKey, Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.apps.profiles.services import create_api_key, remove_member, revoke_api_key

DAY = timedelta(days=1)
PLANNED, ROSTERS = "/api/v1/planned-awards", "/api/v1/planned-rosters"
ANA = {
    "achievement": "tide-tables",
    "recipient_name": "Ana Sousa",
    "recipient_email": "ana@learners.example",
}


@pytest.fixture
def planned(published: AchievementVersion, now: datetime) -> PlannedAward:
    return plan_award(
        version=published,
        draft=AwardDraft("Ana Sousa", "Ana@learners.example", narrative="Sailed."),
        notify=True,
        due_at=now + DAY,
        by=INSTALLATION,
        now=now,
    )


@pytest.fixture
def batch(published: AchievementVersion, now: datetime) -> Batch:
    roster = upload_roster(
        organisation=published.achievement.organisation,
        file_name="class.csv",
        data=b"Email,Name\nana@learners.example,Ana Sousa\nben@learners.example,Ben\n",
        by=INSTALLATION,
        now=now,
    )
    return dry_run_batch(
        roster=roster, version=published, notify=False, allow_repeats=False, by=INSTALLATION, now=now
    )


def test_a_planned_badge_is_issued_on_its_date_once(planned: PlannedAward, now: datetime) -> None:
    begin_due(clock=lambda: now + DAY - timedelta(seconds=1))
    assert Award.objects.count() == 0
    for _ in range(2):
        begin_due(clock=lambda: now + DAY)
    award = Award.objects.get()
    assert (award.recipient_email, award.narrative) == ("ana@learners.example", "Sailed.")
    assert award.awarded_at == now + DAY
    planned.refresh_from_db()
    assert (planned.state, planned.award, planned.recipient_email) == (PlannedState.ISSUED, award, "")


def test_a_cancelled_one_is_never_issued_and_forgets_whom_it_was_for(
    planned: PlannedAward, now: datetime
) -> None:
    cancelled = cancel_planned(planned=planned, by=INSTALLATION, now=now)
    begin_due(clock=lambda: now + 2 * DAY)
    assert Award.objects.count() == 0
    assert (cancelled.recipient_name, cancelled.recipient_email) == ("", "")
    with pytest.raises(NotPossibleNow):
        cancel_planned(planned=planned, by=INSTALLATION, now=now)


def test_a_worker_that_is_killed_after_issuing_issues_no_second_badge(
    planned: PlannedAward, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "_settle", killed)
    with pytest.raises(KeyboardInterrupt):
        begin_due(clock=lambda: now + DAY)
    monkeypatch.undo()
    assert Award.objects.count() == 1
    begin_due(clock=lambda: now + DAY)
    planned.refresh_from_db()
    assert planned.award == Award.objects.get()


def test_what_can_no_longer_be_issued_says_why_and_keeps_whom_it_was_for(
    planned: PlannedAward, published: AchievementVersion, now: datetime
) -> None:
    archive_achievement(achievement=published.achievement, by=INSTALLATION, now=now)
    begin_due(clock=lambda: now + DAY)
    planned.refresh_from_db()
    assert planned.state == PlannedState.FAILED
    assert "isn't issued any more" in planned.fault
    assert planned.recipient_name == "Ana Sousa"


def test_a_duplicate_is_refused_on_the_date_too(
    planned: PlannedAward, published: AchievementVersion, now: datetime
) -> None:
    decide_duplicates(
        achievement=published.achievement, policy=DuplicatePolicy.REFUSE, by=INSTALLATION, now=now
    )
    issue_award(
        version=published,
        recipient_name="Ana",
        recipient_email="ana@learners.example",
        by=INSTALLATION,
        now=now,
    )
    begin_due(clock=lambda: now + DAY)
    planned.refresh_from_db()
    assert "holds the badge already" in planned.fault


def test_who_left_the_organisation_issues_nothing_any_more(
    published: AchievementVersion, make_member: Callable[..., Account], now: datetime
) -> None:
    issuer = make_member("issuer")
    planned = plan_award(
        version=published,
        draft=AwardDraft("Ana", "ana@learners.example"),
        notify=True,
        due_at=now + DAY,
        by=Actor(account=issuer),
        now=now,
    )
    remove_member(
        organisation=published.achievement.organisation,
        account=issuer,
        by=INSTALLATION,
        now=now,
    )
    begin_due(clock=lambda: now + DAY)
    planned.refresh_from_db()
    assert planned.state == PlannedState.FAILED
    assert "belong to the organisation" in planned.fault


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_moment_that_is_past_or_too_far_away_is_refused(
    published: AchievementVersion, batch: Batch, now: datetime, days: int
) -> None:
    moment = now + days * DAY
    with pytest.raises(InvalidAward):
        plan_batch(batch=batch, starts_at=moment, by=INSTALLATION, now=now)
    with pytest.raises(InvalidAward):
        plan_award(
            version=published,
            draft=AwardDraft("Ana", "ana@learners.example"),
            notify=True,
            due_at=moment,
            by=INSTALLATION,
            now=now,
        )


def test_a_planned_roster_begins_on_its_date_and_is_not_forgotten_before(batch: Batch, now: datetime) -> None:
    plan_batch(batch=batch, starts_at=now + 60 * DAY, by=INSTALLATION, now=now)
    with pytest.raises(BatchNotPossibleNow):
        confirm_batch(batch=batch, by=INSTALLATION, now=now)
    with pytest.raises(BatchNotPossibleNow):
        remove_roster(roster=batch.roster, by=INSTALLATION, now=now)
    assert forget_old_rosters(now=now + 59 * DAY) == 0
    begin_due(clock=lambda: now + 59 * DAY)
    assert Award.objects.count() == 0
    begin_due(clock=lambda: now + 60 * DAY)
    batch.refresh_from_db()
    assert batch.state == BatchState.QUEUED
    run_batch(batch=batch, clock=lambda: now + 60 * DAY)
    assert Award.objects.count() == 2


def test_a_planned_roster_can_be_cancelled_until_it_begins(batch: Batch, now: datetime) -> None:
    plan_batch(batch=batch, starts_at=now + DAY, by=INSTALLATION, now=now)
    cancel_batch(batch=batch, by=INSTALLATION, now=now)
    begin_due(clock=lambda: now + 2 * DAY)
    batch.refresh_from_db()
    assert batch.state == BatchState.DRY_RUN
    with pytest.raises(BatchNotPossibleNow):
        cancel_batch(batch=batch, by=INSTALLATION, now=now)
    assert Roster.objects.count() == 1


def test_the_pages_plan_and_cancel(
    signed_in: Callable[[Account], Client],
    owner: Account,
    published: AchievementVersion,
    batch: Batch,
) -> None:
    client = signed_in(owner)
    moment = timezone.localtime(timezone.now() + DAY).strftime("%Y-%m-%dT%H:%M")
    fields = {
        "version": published.id,
        "recipient_name": "Ana",
        "recipient_email": "ana@learners.example",
        "key": "5b0dd5ef-3d2c-4f6a-9d35-bb6f6a7f5c11",
        "notify": "on",
    }
    assert client.post("/org/harbour/issue", fields | {"due_at": "2020-01-01T10:00"}).status_code == 422
    assert (
        client.post("/org/harbour/issue", fields | {"due_at": moment})["Location"] == "/org/harbour/planned"
    )
    assert Award.objects.count() == 0
    planned = PlannedAward.objects.get()
    place = f"/org/harbour/rosters/batches/{batch.id}"
    assert client.post(f"{place}/plan", {"starts_at": "2020-01-01T10:00"}).status_code == 422
    client.post(f"{place}/plan", {"starts_at": moment})
    assert "2 badges are planned" in client.get(place).content.decode()
    page = client.get("/org/harbour/planned").content.decode()
    assert "class.csv" in page
    assert "ana@learners.example" in page
    client.post(f"{place}/cancel")
    client.post(f"/org/harbour/planned/{planned.id}/cancel")
    batch.refresh_from_db()
    planned.refresh_from_db()
    assert (batch.state, planned.state) == (BatchState.DRY_RUN, PlannedState.CANCELLED)


def test_a_program_plans_a_badge_once_and_cancels_it(
    organisation: Profile, published: AchievementVersion
) -> None:
    program, _ = _program(organisation)
    body = {**ANA, "due_at": (timezone.now() + DAY).isoformat(), "evidence": [{"name": "Log"}]}
    answers = [
        program.post(PLANNED, body, "application/json", headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 200]
    planned = PlannedAward.objects.get()
    one = f"{PLANNED}/{planned.pk}"
    assert program.get(one).json() == answers[1].json()
    assert program.get(f"{PLANNED}?state=waiting").json()["count"] == 1
    cancelled = program.post(f"{one}/cancel").json()
    assert (cancelled["state"], cancelled["recipient_email"]) == ("cancelled", "")
    refused = program.post(f"{one}/cancel")
    assert (refused.status_code, refused.json()["detail"]) == (409, "It was issued already, or cancelled.")
    begin_due(clock=lambda: timezone.now() + 2 * DAY)
    assert Award.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field", "way_out"),
    [
        ({"due_at": "2020-01-01T00:00:00Z"}, "due_at", "still to come"),
        ({"due_at": "2199-01-01T00:00:00Z"}, "due_at", "within a year"),
        ({"recipient_email": "nobody"}, "recipient_email", "name@example.org"),
        ({"fields": {"boat": "x"}}, "fields.boat", "no field"),
        ({"valid_from": "2027-01-01T00:00:00Z"}, "valid_from", "not permitted"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_its_field(
    organisation: Profile, published: AchievementVersion, change: dict[str, Any], field: str, way_out: str
) -> None:
    program, _ = _program(organisation)
    body = {**ANA, "due_at": (timezone.now() + DAY).isoformat(), **change}
    response = program.post(PLANNED, body, "application/json")
    [error] = response.json()["errors"]
    assert (response.status_code, error["field"]) == (422, field)
    assert way_out in error["message"]
    assert PlannedAward.objects.count() == 0


@pytest.mark.parametrize("is_revoked", [False, True])
def test_what_a_key_planned_is_issued_while_the_key_may(
    organisation: Profile, published: AchievementVersion, is_revoked: bool
) -> None:
    program, key = _program(organisation)
    due_at = timezone.now() + DAY
    assert program.post(PLANNED, {**ANA, "due_at": due_at}, "application/json").status_code == 201
    if is_revoked:
        revoke_api_key(api_key=key, by=INSTALLATION, now=timezone.now())
    begin_due(clock=lambda: due_at)
    planned = PlannedAward.objects.get()
    assert Award.objects.count() == (0 if is_revoked else 1)
    assert planned.state == (PlannedState.FAILED if is_revoked else PlannedState.ISSUED)
    assert ("Plan it again" in planned.fault) is is_revoked


def test_what_a_deleted_account_planned_is_not_issued_in_anybodys_name(
    published: AchievementVersion, owner: Account, make_member: Callable[..., Account], now: datetime
) -> None:
    issuer = make_member("issuer")
    draft = AwardDraft("Ana Sousa", "ana@learners.example")
    plan_award(version=published, draft=draft, notify=True, due_at=now + DAY, by=Actor(issuer), now=now)
    issuer.delete()
    begin_due(clock=lambda: now + DAY)
    assert (PlannedAward.objects.get().state, Award.objects.count()) == (PlannedState.FAILED, 0)


def test_a_program_lists_planned_rosters_and_cancels_one(
    organisation: Profile, batch: Batch, now: datetime
) -> None:
    program, _ = _program(organisation)
    plan_batch(batch=batch, starts_at=now + DAY, by=INSTALLATION, now=now)
    [found] = program.get(ROSTERS).json()["items"]
    assert (found["id"], found["people"], found["achievement"]) == (str(batch.pk), 2, "tide-tables")
    assert program.post(f"{ROSTERS}/{batch.pk}/cancel").status_code == 204
    assert program.post(f"{ROSTERS}/{batch.pk}/cancel").status_code == 409
    assert program.get(ROSTERS).json()["count"] == 0
    assert Batch.objects.get().state == BatchState.DRY_RUN


def _program(organisation: Profile) -> tuple[Client, ApiKey]:
    cache.clear()
    key, secret = create_api_key(
        organisation=organisation,
        name="P",
        scopes=["awards:read", "awards:issue"],
        by=INSTALLATION,
        now=timezone.now(),
    )
    return Client(headers={"authorization": f"Bearer {secret}"}), key
