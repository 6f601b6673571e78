"""Suspending a badge and restoring it: what holders, verifiers and programs see, and what can't be suspended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from openlaurel.apps.catalog.models import Achievement, AchievementVersion
from openlaurel.apps.catalog.services import allow_suspension
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award, StatusList, Suspension
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import (
    InvalidAward,
    NotPossibleNow,
    accept_award,
    correct_award,
    restore_award,
    restore_many,
    revoke_award,
    revoke_many,
    suspend_award,
    suspend_many,
    wanted_of,
)
from openlaurel.apps.issuing.services.people import already_holding
from openlaurel.apps.issuing.services.status_lists import set_bits
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.apps.verifier.services import verify
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def suspendable(published: AchievementVersion, now: datetime) -> AchievementVersion:
    """The published achievement, whose new badges can be suspended."""
    allow_suspension(achievement=published.achievement, is_allowed=True, by=INSTALLATION, now=now)
    published.achievement.refresh_from_db()
    return published


@pytest.fixture
def badge(suspendable: AchievementVersion, make_award: Callable[..., Award], now: datetime) -> Award:
    """A badge that Ana Sousa accepted, with the possibility to be suspended."""
    return accept_award(award=make_award(), show_name=False, now=now)


def test_a_suspended_badge_fails_everywhere_until_it_is_restored(
    badge: Award, now: datetime, verified: Callable[..., Report]
) -> None:
    document = credential_bytes(badge)
    status = orjson.loads(document)["credentialStatus"]
    assert status["statusPurpose"] == "suspension"
    assert verified(document).verified
    suspended = suspend_award(award=badge, reason=" Under\nreview. ", by=INSTALLATION, now=now)
    assert (suspended.suspended_at, suspended.suspension_reason) == (now, "Under review.")
    assert verified(document).check("status").reason == "suspended"
    restored = restore_award(award=suspended, reason="All is well.", by=INSTALLATION, now=now + DAY)
    assert (restored.suspended_at, restored.suspension_reason) == (None, "")
    assert verified(document, now + DAY).verified
    assert credential_bytes(badge) == document
    assert [(s.reason, s.end_reason) for s in badge.suspensions.all()] == [("Under review.", "All is well.")]


def test_a_badge_is_as_large_as_one_that_cannot_be_suspended(
    badge: Award, make_award: Callable[..., Award], now: datetime
) -> None:
    allow_suspension(achievement=badge.version.achievement, is_allowed=False, by=INSTALLATION, now=now)
    badge.version.achievement.refresh_from_db()
    other = orjson.loads(credential_bytes(make_award(version=badge.version)))
    own = orjson.loads(credential_bytes(badge))
    assert other["credentialStatus"]["statusPurpose"] == "revocation"
    assert own["credentialStatus"].keys() == other["credentialStatus"].keys()
    assert isinstance(own["credentialStatus"], dict), "Open Badges 3.0 has one status a credential"


def test_a_badge_issued_without_the_possibility_is_told_from_one_that_is_suspended_already(
    award: Award, badge: Award, make_award: Callable[..., Award], now: datetime
) -> None:
    old = make_award(recipient_email="bo@learners.example")
    Achievement.objects.update(suspendable=False)
    without = make_award(
        version=AchievementVersion.objects.get(pk=old.version_id), recipient_email="cy@learners.example"
    )
    with pytest.raises(NotPossibleNow, match="issued without that possibility"):
        suspend_award(award=without, reason="Why not", by=INSTALLATION, now=now)
    with pytest.raises(NotPossibleNow, match="isn't suspended"):
        restore_award(award=badge, reason="Why not", by=INSTALLATION, now=now)
    with pytest.raises(InvalidAward):
        suspend_award(award=badge, reason="  ", by=INSTALLATION, now=now)
    suspend_award(award=badge, reason="Review.", by=INSTALLATION, now=now)
    with pytest.raises(NotPossibleNow, match="suspended already"):
        suspend_award(award=badge, reason="Again.", by=INSTALLATION, now=now)
    badge.refresh_from_db()
    with pytest.raises(NotPossibleNow, match="Restore it first"):
        correct_award(award=badge, wanted=wanted_of(badge), reason="x", by=INSTALLATION, now=now)
    assert Event.objects.filter(kind="award.suspended").count() == 1


def test_a_revocation_can_never_be_cleared(award: Award, now: datetime) -> None:
    with pytest.raises(ValueError, match="can't be undone"), transaction.atomic():
        set_bits(credentials=list(award.credentials.all()), now=now, value=0)


def test_the_report_says_who_since_when_why_and_what_to_do(badge: Award, client: Client) -> None:
    now = timezone.now()
    suspend_award(award=badge, reason="An assessor is under review.", by=INSTALLATION, now=now)
    check = verify(credential_bytes(badge), now=now).check("status")
    assert check.detail == (
        f"Harbour Institute suspended it on {now.date().isoformat()} for now. It says why: An assessor is under review."
    )
    page = client.get(f"/awards/{badge.id}").content.decode()
    assert 'data-verdict="suspended"' in page
    assert "An assessor is under review." in page
    assert "A suspension can be lifted" in page
    assert client.get(f"/awards/{badge.id}.pdf").status_code == 409
    text = client.post("/verify", {"text": credential_bytes(badge).decode()}).content.decode()
    assert 'data-verdict="suspended"' in text
    assert "check it again later" in text


def test_a_badge_that_is_revoked_while_suspended_is_called_revoked(badge: Award) -> None:
    now = timezone.now()
    suspend_award(award=badge, reason="Review.", by=INSTALLATION, now=now)
    revoked = revoke_award(award=badge, reason="It was right.", by=INSTALLATION, now=now)
    assert (revoked.state, revoked.suspended_at) == ("revoked", None)
    assert verify(credential_bytes(badge), now=now).check("status").reason == "revoked"
    with pytest.raises(NotPossibleNow):
        restore_award(award=revoked, reason="x", by=INSTALLATION, now=now)
    assert not Suspension.objects.filter(ended_at=None)


def test_what_was_on_a_day_before_during_and_after_is_told(suspendable: Any, make_award: Any) -> None:
    now = timezone.now()
    award = make_award(now=now - 100 * DAY)
    document = credential_bytes(award)
    suspend_award(award=award, reason="Review.", by=INSTALLATION, now=now - 50 * DAY)
    restore_award(award=award, reason="Fine.", by=INSTALLATION, now=now - 40 * DAY)
    revoke_award(award=award, reason="Leaked.", by=INSTALLATION, now=now - 10 * DAY)
    on = {days: verify(document, now=now, at=now - days * DAY) for days in (60, 45, 30, 5)}
    assert {days: report.check("status").reason for days, report in on.items()} == {
        60: "suspended_later", 45: "suspended_between", 30: "suspended_later", 5: "revoked",
    }  # fmt: skip
    assert on[45].check("status").params["end"] == (now - 40 * DAY).date().isoformat()
    assert [on[days].verified for days in (60, 45, 30, 5)] == [True, False, True, False]


def test_files_from_before_a_correction_stay_revoked_when_the_badge_is_restored(badge: Award) -> None:
    from dataclasses import replace

    now = timezone.now()
    before = credential_bytes(badge)
    wanted = replace(wanted_of(badge), recipient_name="Ana de Sousa")
    correct_award(award=badge, wanted=wanted, reason="Misspelt.", by=INSTALLATION, now=now)
    assert verify(before, now=now).check("status").reason == "superseded_because"
    suspend_award(award=badge, reason="Review.", by=INSTALLATION, now=now)
    assert verify(before, now=now).check("status").reason == "revoked"
    restore_award(award=badge, reason="Fine.", by=INSTALLATION, now=now)
    assert verify(before, now=now).check("status").reason == "superseded_because"
    assert verify(credential_bytes(badge), now=now).verified


def test_holders_are_told_once_of_each_and_not_of_news_that_is_over(
    badge: Award, now: datetime, deliver_events: Callable[[], None]
) -> None:
    deliver_events()
    mail.outbox.clear()
    suspend_award(award=badge, reason="Under review.", by=INSTALLATION, now=now)
    deliver_events()
    restore_award(award=badge, reason="All is well.", by=INSTALLATION, now=now)
    deliver_events()
    subjects = [message.subject for message in mail.outbox]
    assert subjects == ["Suspended: “Tide tables in practice”", "Restored: “Tide tables in practice”"]
    assert "Under review." in str(mail.outbox[0].body)
    assert "All is well." in str(mail.outbox[1].body)


def test_many_are_suspended_restored_and_refused_by_the_same_rules(
    suspendable: AchievementVersion, make_award: Callable[..., Award], organisation: Profile, now: datetime
) -> None:
    awards = [make_award(recipient_email=f"p{n}@learners.example") for n in range(4)]
    suspend_award(award=awards[0], reason="Before.", by=INSTALLATION, now=now)
    revoke_award(award=awards[1], reason="Before.", by=INSTALLATION, now=now)
    given: dict[str, Any] = {"organisation": organisation, "by": INSTALLATION, "now": now}
    ids = [award.pk for award in awards]
    with transaction.atomic():
        done = suspend_many(ids=ids, reason="Review.", **given)
    assert {award.pk for award in done.changed} == set(ids[2:])
    assert done.refused == {ids[0]: "suspended", ids[1]: "revoked_already"}
    assert verify(credential_bytes(awards[2]), now=now).check("status").reason == "suspended_since"
    with transaction.atomic():
        done = restore_many(ids=ids[1:3], reason="Fine.", **given)
    assert done.refused == {ids[1]: "revoked_already"}
    assert verify(credential_bytes(awards[2]), now=now).verified
    with transaction.atomic():
        revoke_many(ids=[ids[3]], reason="Bad.", **given)
    assert verify(credential_bytes(awards[3]), now=now).check("status").reason == "revoked"


def test_who_holds_a_suspended_badge_is_not_given_another_by_a_roster(badge: Award, now: datetime) -> None:
    suspend_award(award=badge, reason="Review.", by=INSTALLATION, now=now)
    assert already_holding(badge.version, [badge.recipient_email], now) == {badge.recipient_email}


def test_readers_cannot_suspend(badge: Award, make_member: Callable[..., Any], now: datetime) -> None:
    with pytest.raises(NotAllowed):
        suspend_award(award=badge, reason="Why not", by=Actor(account=make_member("reader")), now=now)


def test_the_database_keeps_a_revoked_badge_from_being_suspended(badge: Award, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=badge.pk).update(
            state="revoked", revoked_at=now, revocation_reason="x", suspended_at=now, suspension_reason="x"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusList.objects.update(purpose="mood")


def test_suspended_and_restored_by_the_buttons(
    badge: Award, make_member: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(make_member("issuer"))
    page = f"/org/harbour/awards/{badge.id}"
    assert f"{page}/suspend" in client.get(page).content.decode()
    assert client.post(f"{page}/suspend", {"reason": " "}).status_code == 422
    answer = client.post(f"{page}/suspend", {"reason": "Under review."}, follow=True).content.decode()
    assert "Under review." in answer
    assert f"{page}/restore" in answer
    assert badge.recipient_email in client.get("/org/harbour/awards?stage=suspended").content.decode()
    assert "Under review." in client.get(f"{page}/restore").content.decode()
    client.post(f"{page}/restore", {"reason": "Fine."})
    badge.refresh_from_db()
    assert badge.suspended_at is None


def test_the_micro_credentials_page_lets_new_badges_be_suspended(
    published: AchievementVersion, make_member: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    client = signed_in(make_member("designer"))
    page = "/org/harbour/achievements/tide-tables"
    assert "New badges can be revoked, not suspended." in client.get(page).content.decode()
    client.post(f"{page}/suspension", {"allow": "yes"})
    assert Achievement.objects.get().suspendable
    client.post(f"{page}/suspension", {"allow": "no"})
    assert not Achievement.objects.get().suspendable
    kinds = (
        Event.objects.filter(kind__startswith="achievement.susp")
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert list(kinds) == ["achievement.suspension_allowed", "achievement.suspension_ended"]


def test_programs_suspend_and_restore(badge: Award, organisation: Profile, now: datetime) -> None:
    cache.clear()

    def send(action: str, scope: str = "awards:suspend") -> Any:
        _, secret = create_api_key(
            organisation=organisation, name="P", scopes=[scope], by=INSTALLATION, now=now
        )
        client = Client(headers={"authorization": f"Bearer {secret}"})
        body = {"reason": "Under review."}
        return client.post(f"/api/v1/awards/{badge.id}/{action}", body, "application/json")

    assert send("suspend", "awards:revoke").status_code == 403
    answer = send("suspend")
    assert (answer.status_code, answer.json()["validity"]) == (200, "suspended")
    assert answer.json()["suspension_reason"] == "Under review."
    assert send("suspend").status_code == 409
    assert Client().get(f"/api/v1/awards/{badge.id}").json()["validity"] == "suspended"
    assert send("restore").json()["validity"] == "valid"
