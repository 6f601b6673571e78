"""Imported badges are signed anew when somebody asks for it: once each, with the original as evidence."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from tests import exports

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.services.long_jobs import LEASE
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import accept_award
from openlaurel.apps.moves.models import ImportedAward, ImportedDefinition, Resigning, ResigningState
from openlaurel.apps.moves.queries import count_resigning, moved_addresses
from openlaurel.apps.moves.services import (
    MoveNotPossibleNow,
    confirm_import,
    confirm_resigning,
    prepare_resigning,
    resigning,
    run_import,
    run_resigning,
    run_waiting_resignings,
    stop_resigning,
    undo_resigning,
    upload_import,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor
from openlaurel.apps.verifier.services import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def definition(
    organisation: Profile, make_published: Callable[..., AchievementVersion], owner: Account, now: datetime
) -> ImportedDefinition:
    """Six badges of Credly of one definition, the fourth of them revoked there, matched to a published one."""
    make_published("pilots", name="Harbour pilot")
    rows = exports.credly_rows(6)
    for row in rows:
        row[1], row[2] = rows[0][1], rows[0][2]
    by, data = Actor(account=owner), exports.table(exports.CREDLY_HEADER, rows)
    run = upload_import(organisation=organisation, files=[("credly.csv", data)], by=by, now=now)
    confirm_import(run=run, by=by, now=now)
    run_import(run=run, clock=lambda: now)
    return ImportedDefinition.objects.get()


@pytest.fixture
def prepared(definition: ImportedDefinition, owner: Account, now: datetime) -> Callable[..., Resigning]:
    def prepare(notify: bool = False, hold_minutes: int = 0) -> Resigning:
        by = Actor(account=owner)
        return prepare_resigning(
            definition=definition, notify=notify, hold_minutes=hold_minutes, by=by, now=now
        )

    return prepare


@pytest.fixture
def done(owner: Account, now: datetime) -> Callable[[Resigning], Resigning]:
    def do(run: Resigning) -> Resigning:
        confirm_resigning(resigning=run, by=Actor(account=owner), now=now)
        run_resigning(resigning=run, clock=lambda: now)
        run.refresh_from_db()
        assert (run.state, run.fault) == (ResigningState.DONE, "")
        return run

    return do


def test_the_new_badge_keeps_the_day_and_names_the_original(
    prepared: Callable[..., Resigning],
    done: Callable[..., Resigning],
    client: Client,
    now: datetime,
    deliver_events: Callable[[], None],
) -> None:
    run = prepared()
    counts = count_resigning(run)
    assert (counts.ready, counts.refusals) == (5, [("It was revoked there", 1)])
    assert not Award.objects.exists()
    done(run)
    deliver_events()
    assert mail.outbox == []
    assert Award.objects.count() == 5
    imported = ImportedAward.objects.get(source_id=exports.uuid(0))
    award = imported.award
    assert award is not None
    report = verify(credential_bytes(award), now=now, recipient="ana0@learners.example")
    assert report.verified
    document = json.loads(credential_bytes(award))
    assert document["awardedDate"] == document["validFrom"] == "2024-03-01T14:41:00Z"
    assert document["proof"][0]["created"].startswith("2026-11-25")
    assert document["evidence"][0]["id"] == imported.source_url
    assert exports.uuid(0) in document["evidence"][0]["narrative"]
    page = client.get(f"/imported/{imported.id}").content.decode()
    assert f"/awards/{award.id}" in page
    said = client.get(f"/imported/{imported.id}.json").json()
    assert said["award"].endswith(f"/awards/{award.id}")
    assert said["claimedByImporter"]["originalId"] == exports.uuid(0)
    assert "ana" not in json.dumps(said).lower()
    accept_award(award=award, show_name=False, now=now)
    page = client.get(f"/awards/{award.id}").content.decode()
    assert "Signed anew from a badge that was issued elsewhere on 1 March 2024" in page
    assert dict(moved_addresses(award.organisation))[imported.source_url].endswith(f"/awards/{award.id}")


def test_mails_leave_after_a_while_and_until_then_all_of_it_can_be_undone(
    prepared: Callable[..., Resigning],
    done: Callable[..., Resigning],
    owner: Account,
    now: datetime,
    deliver_events: Callable[[], None],
) -> None:
    run = done(prepared(notify=True, hold_minutes=60))
    deliver_events()
    assert mail.outbox == []
    undo_resigning(resigning=run, by=Actor(account=owner), now=now)
    run_waiting_resignings(clock=lambda: now + timedelta(hours=2))
    assert set(Award.objects.values_list("state", flat=True)) == {"revoked"}
    assert not ImportedAward.objects.exclude(award=None).exists()
    second = done(prepared(notify=True, hold_minutes=60))
    run_waiting_resignings(clock=lambda: now + timedelta(minutes=59))
    deliver_events()
    assert mail.outbox == []
    run_waiting_resignings(clock=lambda: now + timedelta(minutes=61))
    deliver_events()
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 5
    with pytest.raises(MoveNotPossibleNow):
        undo_resigning(resigning=second, by=Actor(account=owner), now=now + timedelta(minutes=62))


def test_a_killed_worker_signs_nothing_twice(
    prepared: Callable[..., Resigning], owner: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resigning, "SET", 2)
    run = prepared()
    confirm_resigning(resigning=run, by=Actor(account=owner), now=now)
    whole = resigning.issue_awards

    def killed(**given: object) -> object:
        whole(**given)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(resigning, "issue_awards", killed)
    with pytest.raises(KeyboardInterrupt):
        run_resigning(resigning=run, clock=lambda: now)
    assert Award.objects.count() == 2
    assert not ImportedAward.objects.exclude(award=None).exists()
    monkeypatch.setattr(resigning, "issue_awards", whole)
    run_waiting_resignings(clock=lambda: now + 2 * LEASE)
    run.refresh_from_db()
    assert (run.state, run.fault) == (ResigningState.DONE, "")
    assert Award.objects.count() == ImportedAward.objects.exclude(award=None).count() == 5


def test_it_can_be_stopped_and_gone_on_with(
    prepared: Callable[..., Resigning], owner: Account, now: datetime
) -> None:
    run, by = prepared(), Actor(account=owner)
    confirm_resigning(resigning=run, by=by, now=now)
    with pytest.raises(MoveNotPossibleNow):
        confirm_resigning(resigning=prepared(), by=by, now=now)
    stop_resigning(resigning=run, by=by, now=now)
    run_resigning(resigning=run, clock=lambda: now)
    assert not Award.objects.exists()
    confirm_resigning(resigning=run, by=by, now=now)
    run_resigning(resigning=run, clock=lambda: now)
    assert Award.objects.count() == 5
    with pytest.raises(MoveNotPossibleNow):
        undo_resigning(resigning=run, by=by, now=now + timedelta(days=2))


def test_a_draft_is_published_first(
    definition: ImportedDefinition, prepared: Callable[..., Resigning]
) -> None:
    definition.achievement = None
    definition.save()
    with pytest.raises(MoveNotPossibleNow, match="Publish"):
        prepared()


def test_it_is_chosen_confirmed_and_done_on_the_site(
    definition: ImportedDefinition,
    signed_in: Callable[..., Client],
    owner: Account,
    deliver_events: Callable[[], None],
) -> None:
    client, address = signed_in(owner), "/org/harbour/moves/signings"
    assert "Harbour pilot" in client.get(address).content.decode()
    assert client.post(address, {"definition": ""}).status_code == 422
    response = client.post(address, {"definition": str(definition.pk), "hold_minutes": "0"})
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "5 badges would be signed anew" in page
    assert client.post(f"{response.url}/change", {"change": "confirm"}).status_code == 302
    deliver_events()
    assert Award.objects.count() == 5
    assert "It was revoked there" in client.get(response.url).content.decode()
    trail = client.get("/org/harbour/audit").content.decode()
    assert "Finished the signing of imported badges: 5 signed, 1 left as they were" in trail
