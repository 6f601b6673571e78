"""Applying for a badge with evidence: handed in, withdrawn, decided, issued."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import erase_account
from openlaurel.apps.assessment.uploads import Upload
from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.catalog.services import decide_duplicates
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.models import Application, ApplicationState, Opening
from openlaurel.apps.offers.services import (
    apply_for_badge,
    approve_application,
    decline_application,
    issue_approved_applications,
    set_opening,
    withdraw_application,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def opening(published: AchievementVersion, now: datetime) -> Opening:
    return set_opening(
        achievement=published.achievement,
        instructions="Show one passage that you planned.",
        is_open=True,
        by=INSTALLATION,
        now=now,
    )


@pytest.fixture
def ana(make_account: Callable[..., Account]) -> Account:
    return make_account("ana@learners.example", name="Ana Sousa")


def hand_in(opening: Opening, account: Account, now: datetime, **fields: Any) -> Application:
    return apply_for_badge(
        opening=opening, account=account, name="Ana Sousa", now=now, **({"words": "I did."} | fields)
    )


def test_one_application_of_each_person_waits_at_a_time(
    opening: Opening, ana: Account, now: datetime, media: Path
) -> None:
    first = hand_in(opening, ana, now)
    file = Upload("plan.txt", b"My plan")
    with pytest.raises(NotOffered, match="applied already"):
        hand_in(opening, ana, now, file=file)
    assert not list(media.rglob("applications/*")), "no file is left of what was refused"
    withdraw_application(application=first, now=now)
    again = hand_in(opening, ana, now, file=file)
    with again.file.open("rb") as kept:
        assert kept.read() == b"My plan"
    with pytest.raises(NotOffered):
        withdraw_application(application=first, now=now)


def test_evidence_is_needed_and_checked(opening: Opening, ana: Account, now: datetime) -> None:
    with pytest.raises(InvalidOffer, match="Give evidence"):
        hand_in(opening, ana, now, words=" ")
    with pytest.raises(InvalidOffer, match="whole address"):
        hand_in(opening, ana, now, url="javascript:alert(1)")
    with pytest.raises(InvalidOffer, match="aren't accepted"):
        hand_in(opening, ana, now, file=Upload("x.exe", b"MZ"))
    assert Application.objects.count() == 0


def test_nobody_applies_once_it_is_closed(
    opening: Opening, ana: Account, published: AchievementVersion, now: datetime
) -> None:
    fields = {
        "achievement": published.achievement,
        "instructions": "Show it.",
        "by": INSTALLATION,
        "now": now,
    }
    late = set_opening(is_open=True, closes_at=now + DAY, **fields)
    with pytest.raises(NotOffered):
        hand_in(late, ana, now + DAY)
    with pytest.raises(NotOffered):
        hand_in(set_opening(is_open=False, **fields), ana, now)


@pytest.mark.parametrize("shares", [True, False])
def test_an_approved_application_is_a_badge_with_the_evidence_that_may_be_shown(
    opening: Opening,
    ana: Account,
    make_member: Callable[..., Account],
    now: datetime,
    shares: bool,
    deliver_events: Callable[[], None],
) -> None:
    application = hand_in(
        opening, ana, now, url="https://example.org/plan", shares_evidence=shares, file=Upload("p.txt", b"p")
    )
    assessor = Actor(account=make_member("assessor"))
    approved = approve_application(application=application, answer="Well done.", by=assessor, now=now)
    assert approved.state == ApplicationState.GRANTED
    award = Award.objects.get()
    assert award.account == ana
    assert bool(award.evidence) is shares
    if shares:
        assert award.evidence[0]["id"] == "https://example.org/plan"
        assert award.evidence[0]["narrative"] == "I did."
    with pytest.raises(NotOffered):
        approve_application(application=application, by=assessor, now=now)
    deliver_events()
    assert any("Well done." in str(message.body) for message in mail.outbox)


def test_a_declined_one_is_told_why_and_can_be_followed_by_another(
    opening: Opening, ana: Account, now: datetime, deliver_events: Callable[[], None]
) -> None:
    application = hand_in(opening, ana, now)
    with pytest.raises(InvalidOffer):
        decline_application(application=application, answer=" ", by=INSTALLATION, now=now)
    decline_application(application=application, answer="Add the margins.", by=INSTALLATION, now=now)
    deliver_events()
    assert "Add the margins." in str(mail.outbox[-1].body)
    assert Award.objects.count() == 0
    hand_in(opening, ana, now)


def test_nobody_decides_on_their_own_application(
    opening: Opening, make_member: Callable[..., Account], now: datetime
) -> None:
    assessor = make_member("assessor")
    application = hand_in(opening, assessor, now)
    with pytest.raises(NotAllowed):
        approve_application(application=application, by=Actor(account=assessor), now=now)


def test_who_holds_the_badge_and_may_have_one_only_is_told(
    opening: Opening, ana: Account, published: AchievementVersion, now: datetime
) -> None:
    issue_award(version=published, recipient_name="Ana", recipient_email=ana.email, by=INSTALLATION, now=now)
    decide_duplicates(
        achievement=published.achievement, policy=DuplicatePolicy.REFUSE, by=INSTALLATION, now=now
    )
    refused = approve_application(application=hand_in(opening, ana, now), by=INSTALLATION, now=now)
    assert refused.state == ApplicationState.REFUSED
    assert "hold this badge already" in refused.answer


def test_what_was_approved_by_a_process_that_was_killed_is_issued_later(
    opening: Opening, ana: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openlaurel.apps.offers.services import applications

    def killed(**fields: object) -> None:
        raise KeyboardInterrupt

    application = hand_in(opening, ana, now)
    monkeypatch.setattr(applications, "issue_award", killed)
    with pytest.raises(KeyboardInterrupt):
        approve_application(application=application, by=INSTALLATION, now=now)
    monkeypatch.undo()
    issue_approved_applications(clock=lambda: now + DAY)
    application.refresh_from_db()
    assert application.state == ApplicationState.GRANTED


def test_applications_go_with_the_person_and_their_files(
    opening: Opening,
    ana: Account,
    now: datetime,
    media: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    hand_in(opening, ana, now, file=Upload("plan.txt", b"My plan"))
    assert list(media.rglob("applications/*"))
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(account=ana, by=None, now=now)
    assert Application.objects.count() == 0
    assert not list(media.rglob("applications/*"))


def test_the_pages_from_opening_to_decision(
    signed_in: Callable[[Account], Client],
    client: Client,
    owner: Account,
    ana: Account,
    organisation: Profile,
    published: AchievementVersion,
) -> None:
    assert client.get("/achievements/tide-tables/apply").status_code == 404
    signed_in(owner).post(
        "/org/harbour/applications/opening",
        {"version": published.pk, "instructions": "Show a plan.", "is_open": "on"},
    )
    assert "/achievements/tide-tables/apply" in client.get("/achievements/tide-tables").content.decode()
    client.logout()
    stranger = client.get("/achievements/tide-tables/apply").content.decode()
    assert "Show a plan." in stranger
    assert "Sign in to apply" in stranger
    learner = signed_in(ana)
    bad = learner.post("/achievements/tide-tables/apply", {"name": "Ana"})
    assert bad.status_code == 422
    learner.post(
        "/achievements/tide-tables/apply",
        {"name": "Ana Sousa", "words": "I did", "file": SimpleUploadedFile("p.txt", b"plan")},
    )
    application = Application.objects.get()
    assert "Withdraw it" in learner.get("/achievements/tide-tables/apply").content.decode()
    client = signed_in(owner)
    assert "Ana Sousa" in client.get("/org/harbour/applications").content.decode()
    place = f"/org/harbour/applications/{application.pk}"
    assert "Approve and issue" in client.get(place).content.decode()
    assert b"".join(client.get(f"{place}/file").streaming_content) == b"plan"
    assert client.post(place, {"decision": "decline", "answer": ""}).status_code == 422
    client.post(place, {"decision": "approve", "answer": ""})
    assert Award.objects.get().recipient_name == "Ana Sousa"
    assert "Ana Sousa" in client.get("/org/harbour/applications?show=decided").content.decode()
    assert "See your badge" in signed_in(ana).get("/achievements/tide-tables/apply").content.decode()
