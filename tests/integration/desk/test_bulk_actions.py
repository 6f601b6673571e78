"""Many badges at once: chosen, previewed, done in the background, each once."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.desk.models import ActionKind, ActionState, BulkAction
from openlaurel.apps.desk.queries import count_items, preview_of, refusals_of
from openlaurel.apps.desk.services import (
    ActionNotPossibleNow,
    Asked,
    InvalidAction,
    choosing,
    confirm_action,
    prepare_action,
    run_action,
    run_waiting_actions,
    running,
    stop_action,
    withdraw_mails,
)
from openlaurel.apps.events.models import Event
from openlaurel.apps.events.services import deliver_due
from openlaurel.apps.events.services.long_jobs import LEASE
from openlaurel.apps.issuing.models import Award, AwardState, Correction, Credential
from openlaurel.apps.issuing.queries import AwardFilters, award_url, credential_bytes
from openlaurel.apps.issuing.services import AwardDraft, accept_award, issue_awards, revoke_award
from openlaurel.apps.mailing.services import send_due
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.profiles.queries.trail import list_events
from openlaurel.apps.verifier.services import verify

pytestmark = pytest.mark.django_db
WHY = "The exam's questions had leaked."


@pytest.fixture
def seven(published: Any, now: datetime) -> list[Award]:
    """Seven badges: the first was accepted, the last is revoked; nobody was mailed but the holder of the first."""
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(7)]
    issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now, notify=False)
    awards = list(Award.objects.order_by("recipient_email"))
    accept_award(award=awards[0], show_name=False, now=now)
    revoke_award(award=awards[6], reason="Another person.", by=INSTALLATION, now=now)
    return awards


@pytest.fixture
def prepared(organisation: Profile, owner: Account, now: datetime) -> Callable[..., BulkAction]:
    """Prepares a revocation of all badges, or what the fields say."""

    def prepare(**fields: Any) -> BulkAction:
        asked = Asked(**({"kind": "revoke", "reason": WHY, "tell": True} | fields))
        return prepare_action(organisation=organisation, asked=asked, by=Actor(account=owner), now=now)

    return prepare


@pytest.fixture
def done(owner: Account, now: datetime) -> Callable[[BulkAction], BulkAction]:
    """Confirms an action and does all of it."""

    def do(action: BulkAction) -> BulkAction:
        confirm_action(action=action, by=Actor(account=owner), now=now)
        run_action(action=action, clock=lambda: now)
        action.refresh_from_db()
        assert (action.state, action.fault) == (ActionState.DONE, "")
        return action

    return do


def test_nothing_happens_before_it_was_previewed_and_confirmed(
    seven: list[Award], prepared: Callable[..., BulkAction], now: datetime
) -> None:
    action = prepared()
    preview = preview_of(action)
    assert (preview.effective, preview.accepted) == (6, 1)
    assert {item.award.recipient_name for item in preview.examples if item.award} <= {
        award.recipient_name for award in seven[:6]
    }
    assert len(preview.examples) == 5
    assert [(str(refusal.words), refusal.count) for refusal in preview.refusals] == [
        ("It was revoked already", 1)
    ]
    run_action(action=action, clock=lambda: now)
    assert Award.objects.filter(state=AwardState.REVOKED).count() == 1


def test_many_are_revoked_and_every_verifier_sees_it(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    done: Callable[..., BulkAction],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    action = done(prepared())
    assert count_items(action).done == 6
    assert [(refusal.words, refusal.count) for refusal in refusals_of(action)] == [
        ("It was revoked already", 1)
    ]
    for award in seven:
        assert verify(credential_bytes(award), now=now).check("status").reason == "revoked"
    assert set(Award.objects.values_list("revocation_reason", flat=True)) == {WHY, "Another person."}
    deliver_events()
    [sent] = mail.outbox
    assert sent.to == ["p0@learners.example"]
    assert WHY in sent.body
    Event.objects.filter(kind="bulk_action.set_done").get()
    deliver_events()
    assert len(mail.outbox) == 1


def test_a_bulk_action_is_one_thing_in_the_audit_trail_and_can_be_opened(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    done: Callable[..., BulkAction],
    organisation: Profile,
    owner: Account,
    signed_in: Callable[..., Client],
) -> None:
    action = done(prepared())
    kinds = set(list_events(organisation, "bulk_action").values_list("kind", flat=True))
    assert kinds == {"bulk_action.prepared", "bulk_action.confirmed", "bulk_action.finished"}
    assert not list_events(organisation).filter(kind__startswith="award.many_revoked")
    trail = signed_in(owner).get("/org/harbour/audit").content.decode()
    assert f"/org/harbour/bulk/{action.id}" in trail
    assert "Finished a bulk action: 6 badges, 1 left as they were" in trail


def test_validity_is_extended_at_the_same_address(
    make_award: Callable[..., Award],
    prepared: Callable[..., BulkAction],
    done: Callable[..., BulkAction],
    now: datetime,
) -> None:
    ends = make_award(valid_until=now + timedelta(days=10))
    later = make_award(recipient_email="b@learners.example", valid_until=now + timedelta(days=900))
    never = make_award(recipient_email="c@learners.example")
    before, until = credential_bytes(ends), now + timedelta(days=400)
    action = done(prepared(kind="extend", valid_until=until, reason="A year more."))
    assert (count_items(action).done, refusals_of(action)[0].count) == (1, 2)
    ends.refresh_from_db()
    assert ends.valid_until == until.replace(microsecond=0)
    later_day = now + timedelta(days=200)
    assert verify(credential_bytes(ends), now=later_day).verified
    status = verify(before, now=now + timedelta(days=1)).check("status")
    assert (status.reason, status.params["why"]) == ("superseded_because", "A year more.")
    assert Correction.objects.get().award == ends
    for award in (later, never):
        assert Credential.objects.filter(award=award).count() == 1


def test_mails_are_sent_again_to_those_who_have_not_answered(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    done: Callable[..., BulkAction],
    deliver_events: Callable[[], None],
) -> None:
    action = done(prepared(kind="resend", reason=""))
    deliver_events()
    assert sorted(sent.to[0] for sent in mail.outbox) == [f"p{n}@learners.example" for n in range(1, 6)]
    assert {(refusal.words, refusal.count) for refusal in refusals_of(action)} == {
        ("Its recipient has answered already", 2)
    }
    deliver_events()
    assert len(mail.outbox) == 5


def test_filters_choose_as_the_list_does(
    seven: list[Award], prepared: Callable[..., BulkAction], done: Callable[..., BulkAction]
) -> None:
    done(prepared(filters=AwardFilters(words="p3@")))
    assert set(Award.objects.filter(revocation_reason=WHY).values_list("recipient_email", flat=True)) == {
        "p3@learners.example"
    }


def test_a_file_names_badges_by_address_by_id_or_by_their_recipients(
    seven: list[Award], prepared: Callable[..., BulkAction]
) -> None:
    page = f"Page\n{award_url(seven[1].id)}\n{seven[2].id}\n{award_url(seven[1].id)}.json\nnothing\n"
    action = prepared(file=page.encode(), file_name="leaked.csv")
    assert list(action.items.values_list("line", "award_id", "state", "refusal")) == [
        (2, seven[1].id, "ready", ""),
        (3, seven[2].id, "ready", ""),
        (4, seven[1].id, "refused", "twice"),
        (5, None, "refused", "not_found"),
    ]
    mails = b"name,email\nA,P4@learners.example\nB,nobody@learners.example\n"
    action = prepared(file=mails, file_name="people.csv")
    assert list(action.items.values_list("award_id", "refusal")) == [(seven[4].id, ""), (None, "not_found")]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"reason": " "}, "reason", "Say why"),
        ({"kind": "destroy"}, "kind", "Choose what to do"),
        ({"kind": "extend"}, "valid_until", "a day to come"),
        ({"file": b"name\nAna\n"}, "file", "No column names badges"),
        ({"file": b"\n\n"}, "file", "names no people"),
        ({"filters": AwardFilters(words="nobody")}, "", "No badge matches"),
    ],
)
def test_what_cannot_be_done_says_why(
    seven: list[Award], prepared: Callable[..., BulkAction], fields: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(InvalidAction, match=words) as caught:
        prepared(**fields)
    assert list(caught.value.problems) == [field]
    assert not BulkAction.objects.exists()


def test_badges_of_another_organisation_are_out_of_reach(
    make_award: Callable[..., Award],
    make_published: Callable[..., Any],
    make_organisation: Callable[..., Profile],
    prepared: Callable[..., BulkAction],
) -> None:
    foreign = make_award(version=make_published("knots", of=make_organisation("lighthouse")))
    action = prepared(file=f"id\n{foreign.id}\n".encode(), file_name="x.csv")
    assert action.items.get().refusal == "not_found"


def test_a_choice_that_was_broken_off_cannot_be_confirmed(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    owner: Account,
    signed_in: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    def fail(**fields: Any) -> None:
        raise OSError("The power is gone.")

    monkeypatch.setattr(choosing, "record_event", fail)
    with pytest.raises(OSError, match="power"):
        prepared()
    action = BulkAction.objects.get()
    with pytest.raises(ActionNotPossibleNow):
        confirm_action(action=action, by=Actor(account=owner), now=now)
    page = signed_in(owner).get(f"/org/harbour/bulk/{action.id}").content.decode()
    assert "not all chosen yet" in page


def test_it_is_stopped_after_a_set_and_goes_on_later(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    by = Actor(account=owner)
    monkeypatch.setattr(running, "SETS", {"revoke": 2})
    action = confirm_action(action=prepared(), by=by, now=now)

    def clock() -> datetime:
        if count_items(action).handled == 2:
            stop_action(action=action, by=by, now=now)
        return now

    run_action(action=action, clock=clock)
    action.refresh_from_db()
    assert (action.state, count_items(action).handled) == (ActionState.STOPPED, 2)
    confirm_action(action=action, by=by, now=now)
    run_action(action=action, clock=lambda: now)
    assert count_items(action).ready == 0
    with pytest.raises(ActionNotPossibleNow, match="or was"):
        confirm_action(action=action, by=by, now=now)


def test_a_killed_worker_leaves_whole_sets_and_the_next_one_goes_on(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    owner: Account,
    deliver_events: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    """Killed in the midst of a set, after its badges were changed: nothing of that set stays."""
    Award.objects.update(mailed_at=now)
    monkeypatch.setattr(running, "SETS", {"revoke": 2})
    action = confirm_action(action=prepared(), by=Actor(account=owner), now=now)
    note, calls = running._note, []

    def die(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        note(*args)

    monkeypatch.setattr(running, "_note", die)
    with pytest.raises(KeyboardInterrupt):
        run_action(action=action, clock=lambda: now)
    monkeypatch.setattr(running, "_note", note)
    first = count_items(action)
    assert first.handled == 2  # which two is by chance, the refused one may be among them
    assert Award.objects.filter(revocation_reason=WHY).count() == first.done
    run_waiting_actions(clock=lambda: now)
    assert count_items(action) == first
    later = now + LEASE
    run_waiting_actions(clock=lambda: later)
    assert count_items(action).done == Award.objects.filter(revocation_reason=WHY).count() == 6
    deliver_events()
    assert sorted(sent.to[0] for sent in mail.outbox) == [f"p{n}@learners.example" for n in range(6)]


def test_a_fault_stops_it_and_is_told(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    def fail(*args: Any, **fields: Any) -> None:
        raise ValueError("The disk is full.")

    monkeypatch.setitem(running.WITH_A_REASON, ActionKind.REVOKE, fail)
    action = confirm_action(action=prepared(), by=Actor(account=owner), now=now)
    run_action(action=action, clock=lambda: now)
    action.refresh_from_db()
    assert (action.state, action.fault) == (ActionState.STOPPED, "ValueError: The disk is full.")


def test_mails_wait_and_can_be_held_back_with_what_was_done(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    done: Callable[..., BulkAction],
    owner: Account,
    signed_in: Callable[..., Client],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    """`now` of the tests is before today, so that a mail that waits a day from then leaves at once otherwise."""
    later = max(now, timezone.now())
    action = prepared(hold_minutes=60)
    confirm_action(action=action, by=Actor(account=owner), now=later)
    run_action(action=action, clock=lambda: later)
    while deliver_due(now=later):
        pass
    while send_due(clock=lambda: later + timedelta(minutes=59)):
        pass
    assert mail.outbox == []
    detail = f"/org/harbour/bulk/{action.id}"
    client = signed_in(owner)
    assert "Hold the mails back" in client.get(detail).content.decode()
    client.post(f"{detail}/mails/withdraw")
    while send_due(clock=lambda: later + timedelta(hours=2)):
        pass
    assert mail.outbox == []
    assert Award.objects.filter(revocation_reason=WHY).count() == 6
    page = client.get(detail).content.decode()
    assert "their holders weren't told" in page
    action.refresh_from_db()
    with pytest.raises(ActionNotPossibleNow, match="held back"):
        withdraw_mails(action=action, by=Actor(account=owner), now=later)


def test_mails_that_waited_leave_by_themselves(
    seven: list[Award], prepared: Callable[..., BulkAction], owner: Account, now: datetime
) -> None:
    later = max(now, timezone.now())
    action = confirm_action(action=prepared(hold_minutes=10), by=Actor(account=owner), now=later)
    run_action(action=action, clock=lambda: later)
    while deliver_due(now=later):
        pass
    while send_due(clock=lambda: later + timedelta(minutes=11)):
        pass
    assert [sent.to for sent in mail.outbox] == [["p0@learners.example"]]
    action.refresh_from_db()
    with pytest.raises(ActionNotPossibleNow, match="have left"):
        withdraw_mails(action=action, by=Actor(account=owner), now=later + timedelta(minutes=11))
    with pytest.raises(InvalidAction):
        prepared(hold_minutes=-1)


def test_who_may_not_revoke_any_more_has_nothing_revoked(
    seven: list[Award],
    prepared: Callable[..., BulkAction],
    make_member: Callable[..., Account],
    now: datetime,
) -> None:
    action = prepared()
    with pytest.raises(NotAllowed):
        confirm_action(action=action, by=Actor(account=make_member("reader")), now=now)
    issuer = make_member("issuer")
    confirm_action(action=action, by=Actor(account=issuer), now=now)
    issuer.memberships.all().delete()
    run_action(action=action, clock=lambda: now)
    action.refresh_from_db()
    assert action.state == ActionState.STOPPED
    assert not Award.objects.filter(revocation_reason=WHY).exists()


def test_from_the_list_to_the_result_file(
    seven: list[Award],
    make_member: Callable[..., Account],
    signed_in: Callable[..., Client],
    deliver_events: Callable[[], None],
) -> None:
    issuer = signed_in(make_member("issuer"))
    assert "/org/harbour/bulk/new?q=p" in issuer.get("/org/harbour/awards?q=p").content.decode()
    page = issuer.get("/org/harbour/bulk/new?q=p")
    assert "7 badges are chosen" in page.content.decode()
    new = "/org/harbour/bulk/new?q=p"
    assert issuer.post(new, {"kind": "revoke"}).status_code == 422
    response = issuer.post(new, {"kind": "revoke", "reason": WHY, "tell": "on"})
    detail = response["Location"]
    assert "Do it to 6 badges" in issuer.get(detail).content.decode()
    assert issuer.post(f"{detail}/confirm").status_code == 302
    assert 'http-equiv="refresh"' in issuer.get(detail).content.decode()
    deliver_events()
    assert "It was done to 6 badges." in issuer.get(detail).content.decode()
    content = b"".join(issuer.get(f"{detail}/result.csv").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert sorted((row["email"], row["outcome"]) for row in rows)[5:] == [
        ("p5@learners.example", "Done"),
        ("p6@learners.example", "Left as it was"),
    ]
    upload = SimpleUploadedFile("x.csv", f"id\n{seven[0].id}\n".encode())
    assert issuer.post(new, {"kind": "revoke", "reason": WHY, "file": upload}).status_code == 302
    assert str(issuer.get("/org/harbour/bulk").content.decode()).count("/org/harbour/bulk/") >= 2
