"""Whoever holds a badge and is to be given another one: by the achievement's duplicate policy, whichever way it comes."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.catalog.services import allow_suspension, decide_duplicates
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award, AwardState, Credential, Visibility
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import (
    AwardDraft,
    HeldAlready,
    accept_award,
    confirm_batch,
    decline_award,
    dry_run_batch,
    issue_awards,
    revoke_award,
    run_batch,
    suspend_award,
    upload_roster,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.apps.verifier.services import verify
from openlaurel.core.verification import Report


@pytest.fixture
def decide(published: AchievementVersion, now: datetime) -> Callable[[str], None]:
    def decide(policy: str) -> None:
        decide_duplicates(
            achievement=published.achievement, policy=DuplicatePolicy(policy), by=INSTALLATION, now=now
        )
        published.achievement.refresh_from_db()

    return decide


@pytest.fixture
def post(client: Client, organisation: Profile, now: datetime) -> Callable[..., object]:
    _, secret = create_api_key(
        organisation=organisation,
        name="LMS",
        scopes=(Scope.AWARDS_ISSUE,),
        by=INSTALLATION,
        now=now,
    )

    def post(key: str = "", **fields: object) -> object:
        body = {
            "achievement": "tide-tables",
            "recipient_name": "Ana Sousa",
            "recipient_email": "ana@learners.example",
        }
        headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
        return client.post("/api/v1/awards", body | fields, content_type="application/json", headers=headers)

    return post


def test_without_a_policy_a_second_badge_is_issued_as_before(make_award: Callable[..., Award]) -> None:
    assert make_award().id != make_award().id


def test_a_second_badge_is_refused_and_nothing_of_it_is_kept(
    make_award: Callable[..., Award], decide: Callable[[str], None]
) -> None:
    decide("refuse")
    first = make_award()
    with pytest.raises(HeldAlready, match="holds the badge already"):
        make_award(recipient_email="ANA@learners.example")
    assert list(Award.objects.all()) == [first]
    assert Credential.objects.count() == 1
    make_award(recipient_email="ben@learners.example")


def test_who_lost_the_badge_can_get_a_new_one(
    make_award: Callable[..., Award], decide: Callable[[str], None], now: datetime
) -> None:
    decide("refuse")
    revoke_award(award=make_award(), reason="Wrong.", by=INSTALLATION, now=now)
    make_award(valid_until=now + timedelta(days=1))
    make_award(now=now + timedelta(days=2))
    assert Award.objects.count() == 3


def test_a_suspended_badge_is_still_held(
    make_award: Callable[..., Award],
    decide: Callable[[str], None],
    published: AchievementVersion,
    now: datetime,
) -> None:
    allow_suspension(achievement=published.achievement, is_allowed=True, by=INSTALLATION, now=now)
    decide("refuse")
    suspend_award(award=make_award(), reason="Under review.", by=INSTALLATION, now=now)
    with pytest.raises(HeldAlready):
        make_award()


def test_of_one_person_twice_in_one_set_the_first_counts(
    published: AchievementVersion, decide: Callable[[str], None], now: datetime
) -> None:
    decide("refuse")
    drafts = [AwardDraft("Ana", "ana@learners.example"), AwardDraft("Ana S.", "ana@learners.example")]
    first, second = issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    assert first.is_new
    assert isinstance(second.error, HeldAlready)


def test_a_program_that_asks_again_gets_the_first_badge_and_no_refusal(
    post: Callable[..., object], decide: Callable[[str], None]
) -> None:
    decide("refuse")
    first = post("order-7")
    again = post("order-7")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]


def test_a_program_is_told_of_a_refusal_as_a_problem(
    post: Callable[..., object], decide: Callable[[str], None]
) -> None:
    decide("refuse")
    post("order-7")
    refused = post("order-8")
    assert refused.status_code == 409
    assert refused["Content-Type"] == "application/problem+json"
    assert "holds the badge already" in refused.json()["detail"]
    assert post("order-8").status_code == 409, "nothing is kept of a refusal"


def test_the_same_key_twice_in_one_refused_set_is_refused_twice(
    published: AchievementVersion,
    make_award: Callable[..., Award],
    decide: Callable[[str], None],
    now: datetime,
) -> None:
    decide("refuse")
    make_award()
    drafts = [AwardDraft("Ana", "ana@learners.example", idempotency_key="x")] * 2
    outcomes = issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now)
    assert [type(outcome.error) for outcome in outcomes] == [HeldAlready, HeldAlready]


def _roster(published: AchievementVersion, now: datetime, allow_repeats: bool):
    roster = upload_roster(
        organisation=published.achievement.organisation,
        file_name="class.csv",
        data=b"Email,Name\nana@learners.example,Ana Sousa\nben@learners.example,Ben\n",
        by=INSTALLATION,
        now=now,
    )
    return dry_run_batch(
        roster=roster, version=published, notify=False, allow_repeats=allow_repeats, by=INSTALLATION, now=now
    )


def test_a_roster_refuses_holders_whatever_was_ticked(
    published: AchievementVersion,
    make_award: Callable[..., Award],
    decide: Callable[[str], None],
    now: datetime,
) -> None:
    decide("refuse")
    late = _roster(published, now, allow_repeats=True)
    make_award()
    batch = _roster(published, now, allow_repeats=True)
    assert list(batch.rows.values_list("state", "reason")) == [("refused", "holds_already"), ("ready", "")]
    confirm_batch(batch=late, by=INSTALLATION, now=now)
    run_batch(batch=late, clock=lambda: now)
    assert list(late.rows.values_list("state", "reason")) == [("refused", "holds_already"), ("issued", "")]


def test_a_roster_renews_without_being_asked_to(
    published: AchievementVersion,
    make_award: Callable[..., Award],
    decide: Callable[[str], None],
    now: datetime,
) -> None:
    decide("renew")
    earlier = make_award()
    batch = _roster(published, now, allow_repeats=False)
    confirm_batch(batch=batch, by=INSTALLATION, now=now)
    run_batch(batch=batch, clock=lambda: now)
    earlier.refresh_from_db()
    assert earlier.renewed_by_id == batch.rows.get(line=2).award_id
    assert earlier.state == AwardState.OFFERED


def test_a_renewed_badge_counts_until_the_new_one_is_accepted_and_then_fails_everywhere(
    make_award: Callable[..., Award],
    decide: Callable[[str], None],
    verified: Callable[..., Report],
    now: datetime,
    client: Client,
) -> None:
    decide("renew")
    earlier = accept_award(award=make_award(), show_name=True, now=now)
    newer = make_award(now=now + timedelta(hours=1))
    assert verified(credential_bytes(earlier)).verified
    accept_award(award=newer, show_name=True, now=now + timedelta(hours=2))
    earlier.refresh_from_db()
    assert (earlier.state, earlier.renewed_by) == (AwardState.REVOKED, newer)
    report = verified(credential_bytes(earlier), now + timedelta(hours=3))
    assert report.check("status").reason == "revoked"
    assert verified(credential_bytes(newer), now + timedelta(hours=3)).verified
    assert Event.objects.get(kind="award.renewed").data == {"newer": str(newer.id)}
    page = client.get(f"/awards/{earlier.id}").content.decode()
    assert f"/awards/{newer.id}" in page
    assert "a newer badge took its place" in page
    assert "Renewed by a newer badge" in page
    at = now + timedelta(hours=3)
    status = verify(credential_bytes(earlier), now=at).check("status")
    url = f"http://127.0.0.1:8000/awards/{newer.id}"
    assert (status.outcome, status.reason, status.params["url"]) == ("fail", "renewed", url)
    Award.objects.filter(pk=newer.pk).update(visibility=Visibility.PRIVATE)
    status = verify(credential_bytes(earlier), now=at).check("status")
    assert (status.reason, "url" in status.params) == ("renewed_unseen", False)
    assert f"/awards/{newer.id}" not in client.get(f"/awards/{earlier.id}").content.decode()
    revoke_award(award=newer, reason="Issued by mistake", by=INSTALLATION, now=now + timedelta(hours=2))
    assert verify(credential_bytes(earlier), now=at).check("status").reason == "revoked"


def test_what_was_revoked_before_its_renewal_was_accepted_is_not_called_renewed(
    make_award: Callable[..., Award], decide: Callable[[str], None], now: datetime
) -> None:
    decide("renew")
    earlier = accept_award(award=make_award(), show_name=True, now=now)
    newer = make_award(now=now + timedelta(hours=1))
    revoke_award(award=earlier, reason="Copied", by=INSTALLATION, now=now + timedelta(hours=2))
    accept_award(award=newer, show_name=True, now=now + timedelta(hours=3))
    status = verify(credential_bytes(earlier), now=now + timedelta(hours=4)).check("status")
    assert status.reason == "revoked"


def test_a_declined_renewal_leaves_the_earlier_badge_as_it_was(
    make_award: Callable[..., Award], decide: Callable[[str], None], now: datetime
) -> None:
    decide("renew")
    earlier = accept_award(award=make_award(), show_name=True, now=now)
    decline_award(award=make_award(), now=now)
    earlier.refresh_from_db()
    assert earlier.state == AwardState.ACCEPTED


def test_the_form_refuses_at_the_address_and_offers_no_way_round(
    signed_in: Callable[[Account], Client],
    owner: Account,
    published: AchievementVersion,
    make_award: Callable[..., Award],
    decide: Callable[[str], None],
) -> None:
    decide("refuse")
    make_award()
    fields = {
        "version": published.id,
        "recipient_name": "Ana",
        "recipient_email": "ana@learners.example",
        "key": "5b0dd5ef-3d2c-4f6a-9d35-bb6f6a7f5c11",
        "again": "on",
    }
    page = signed_in(owner).post("/org/harbour/issue", fields)
    assert page.status_code == 422
    assert "gets no second one" in page.content.decode()
    assert 'name="again"' not in page.content.decode()
    assert Award.objects.count() == 1


def test_the_policy_is_decided_on_the_page_of_the_achievement_by_those_who_may(
    signed_in: Callable[[Account], Client],
    make_member: Callable[..., Account],
    owner: Account,
    published: AchievementVersion,
    now: datetime,
) -> None:
    client = signed_in(owner)
    assert (
        "When somebody holds the badge already"
        in client.get("/org/harbour/achievements/tide-tables").content.decode()
    )
    client.post("/org/harbour/achievements/tide-tables/duplicates", {"duplicates": "refuse"})
    published.achievement.refresh_from_db()
    assert published.achievement.duplicates == "refuse"
    client.post("/org/harbour/achievements/tide-tables/duplicates", {"duplicates": "whatever"})
    published.achievement.refresh_from_db()
    assert published.achievement.duplicates == "refuse"
    issuer = make_member("issuer")
    with pytest.raises(NotAllowed):
        decide_duplicates(
            achievement=published.achievement,
            policy=DuplicatePolicy.ALLOW,
            by=Actor(account=issuer),
            now=now,
        )
    assert (
        signed_in(issuer)
        .post("/org/harbour/achievements/tide-tables/duplicates", {"duplicates": "allow"})
        .status_code
        == 403
    )
