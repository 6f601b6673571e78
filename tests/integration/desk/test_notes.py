"""A recall from opening to its end: suspended, invited, restored or revoked, with a note that names nobody."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import allow_suspension
from openlaurel.apps.desk.models import ActionState, BulkAction, Recall
from openlaurel.apps.desk.queries import Cause, count_items, count_recalled, refusals_of
from openlaurel.apps.desk.services import (
    Asked,
    InvalidAction,
    confirm_action,
    open_recall,
    prepare_action,
    publish_note,
    run_action,
    withdraw_note,
)
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import AwardFilters, award_url, credential_bytes
from openlaurel.apps.issuing.services import AwardDraft, accept_award, issue_awards
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.verifier.services import verify

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def five(published: AchievementVersion, now: datetime) -> list[Award]:
    """Five badges that can be suspended, accepted by their holders."""
    allow_suspension(achievement=published.achievement, is_allowed=True, by=INSTALLATION, now=now)
    published.achievement.refresh_from_db()
    drafts = [AwardDraft(f"Person {n}", f"p{n}@learners.example") for n in range(5)]
    issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now, notify=False)
    awards = Award.objects.order_by("recipient_email")
    return [accept_award(award=award, show_name=False, now=now) for award in awards]


@pytest.fixture
def recall(five: list[Award], organisation: Profile, owner: Account, now: datetime) -> Recall:
    """The recall of all five, since their micro-credential was wrong."""
    cause = Cause("achievement", str(five[0].version.achievement_id), now - DAY, now + DAY)
    return open_recall(organisation=organisation, cause=cause, by=Actor(account=owner), now=now)


@pytest.fixture
def do(recall: Recall, owner: Account, now: datetime) -> Callable[..., BulkAction]:
    """Does something to the badges of the recall."""

    def act(kind: str, **fields: Any) -> BulkAction:
        asked = Asked(kind=kind, reason=f"To {kind}.", tell=True, recall=recall, **fields)
        by = Actor(account=owner)
        action = prepare_action(organisation=recall.organisation, asked=asked, by=by, now=now)
        confirm_action(action=action, by=by, now=now)
        run_action(action=action, clock=lambda: now)
        action.refresh_from_db()
        assert (action.state, action.fault) == (ActionState.DONE, "")
        return action

    return act


def note(recall: Recall, now: datetime, **fields: str) -> Recall:
    given = {"what_happened": "The tables of May were wrong.", "what_to_do": "Take the test again by July."}
    return publish_note(recall=recall, by=INSTALLATION, now=now, **(given | fields))


def test_all_are_suspended_invited_and_some_restored_the_rest_revoked(
    five: list[Award],
    recall: Recall,
    do: Callable[..., BulkAction],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    assert count_items(do("suspend")).done == 5
    assert verify(credential_bytes(five[0]), now=now).check("status").reason == "suspended_since"
    assert count_items(do("invite", link="https://exams.example/again")).done == 5
    names = "\n".join(["page", *(award_url(award.id) for award in five[:3]), "https://elsewhere.example/1"])
    restored = do("restore", file=names.encode(), file_name="passed.csv")
    assert (count_items(restored).done, [str(r.words) for r in refusals_of(restored)]) == (
        3, ["Your organisation issued no such badge"],
    )  # fmt: skip
    assert count_items(do("revoke", filters=AwardFilters(stage="suspended"))).done == 2
    counts = count_recalled(recall)
    assert (counts.all, counts.suspended, counts.revoked, counts.in_force) == (5, 0, 2, 3)
    deliver_events()
    told = [
        message.subject.partition(":")[0]
        for message in mail.outbox
        if message.to == [five[4].recipient_email]
    ]
    assert sorted(told) == ["Please take a test again", "Revoked", "Suspended"]
    [invitation] = [m for m in mail.outbox if m.to == [five[0].recipient_email] and "again" in m.subject]
    assert "https://exams.example/again" in invitation.body
    assert "To invite." in invitation.body


def test_what_is_not_suspendable_or_not_in_doubt_is_left_as_it_is(
    five: list[Award], do: Callable[..., BulkAction], published: AchievementVersion, now: datetime
) -> None:
    published.achievement.suspendable = False
    [other] = issue_awards(
        version=published, drafts=[AwardDraft("Late", "late@learners.example")], by=INSTALLATION, now=now
    )
    action = do("suspend")
    assert other.award_id not in set(action.items.values_list("award", flat=True))
    again = do_all(action, now)
    assert [(str(r.words), r.count) for r in refusals_of(again)] == [
        ("It is suspended", 5), ("It was issued without the possibility to suspend it", 1),
    ]  # fmt: skip


def do_all(like: BulkAction, now: datetime) -> BulkAction:
    """Suspends all badges of the organisation; nothing is left to confirm, so that the preview says why."""
    action = prepare_action(
        organisation=like.organisation, asked=Asked("suspend", reason="All."), by=INSTALLATION, now=now
    )
    action.state, action.is_confirmed_by_command = ActionState.QUEUED, True
    action.save(update_fields=["state", "is_confirmed_by_command"])
    run_action(action=action, clock=lambda: now)
    return action


def test_the_note_says_what_happened_and_names_nobody(
    five: list[Award], recall: Recall, client: Client, now: datetime
) -> None:
    assert client.get(f"/recalls/{recall.id}").status_code == 404
    assert client.get(f"/recalls/{uuid4()}").status_code == 404
    note(recall, now)
    page = client.get(f"/recalls/{recall.id}").content.decode()
    for words in ("The tables of May were wrong.", "Take the test again by July.", "Tide tables in practice"):
        assert words in page
    for award in five:
        assert award.recipient_name not in page
        assert award.recipient_email not in page
        assert str(award.id) not in page
    assert "owner@harbour.example" not in page
    assert "Olga" not in page
    badge = client.get(f"/awards/{five[0].id}").content.decode()
    assert f"/recalls/{recall.id}" in badge
    withdraw_note(recall=recall, by=INSTALLATION, now=now)
    assert client.get(f"/recalls/{recall.id}").status_code == 404
    assert f"/recalls/{recall.id}" not in client.get(f"/awards/{five[0].id}").content.decode()


def test_who_verifies_an_affected_badge_is_led_to_the_note(
    five: list[Award], recall: Recall, client: Client, now: datetime
) -> None:
    note(recall, now)
    document = credential_bytes(five[0])
    report = verify(document, now=now)
    assert report.verified
    [line] = report.further
    assert (line.check, line.outcome, line.params["url"].endswith(f"/recalls/{recall.id}")) == (
        "recall",
        "warn",
        True,
    )
    assert line.params["issuer"] == "Harbour Institute"
    assert f"/recalls/{recall.id}" in client.post("/verify", {"text": document.decode()}).content.decode()
    forged = json.loads(document) | {"name": "Something else"}
    assert not verify(json.dumps(forged), now=now).further


def test_a_note_without_both_parts_is_not_published(recall: Recall, now: datetime) -> None:
    with pytest.raises(InvalidAction) as refused:
        note(recall, now, what_happened=" ", what_to_do="x" * 2001)
    assert set(refused.value.problems) == {"what_happened", "what_to_do"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Recall.objects.update(published_at=now)


def test_nothing_is_done_about_a_recall_whose_badges_are_not_all_found(
    recall: Recall, make_organisation: Callable[..., Profile], now: datetime
) -> None:
    unfinished = replace_ready(recall)
    for action in (
        lambda: prepare_action(
            organisation=recall.organisation,
            asked=Asked("revoke", reason="x", recall=unfinished),
            by=INSTALLATION,
            now=now,
        ),
        lambda: note(unfinished, now),
    ):
        with pytest.raises(InvalidAction, match="not all found"):
            action()
    with pytest.raises(ValueError, match="one organisation"):
        prepare_action(
            organisation=make_organisation("lighthouse"),
            asked=Asked("revoke", reason="x", recall=recall),
            by=INSTALLATION,
            now=now,
        )


def replace_ready(recall: Recall) -> Recall:
    Recall.objects.update(ready_at=None)
    recall.refresh_from_db()
    return recall


def test_readers_neither_open_recalls_nor_publish_notes(
    recall: Recall, make_member: Callable[..., Account], now: datetime
) -> None:
    reader = Actor(account=make_member("reader"))
    cause = Cause("achievement", str(recall.cause_key), now - DAY, now + DAY)
    with pytest.raises(NotAllowed):
        open_recall(organisation=recall.organisation, cause=cause, by=reader, now=now)
    with pytest.raises(NotAllowed):
        publish_note(recall=recall, what_happened="x", what_to_do="y", by=reader, now=now)
    with pytest.raises(NotAllowed):
        withdraw_note(recall=recall, by=reader, now=now)


def test_by_the_buttons_from_the_recall_to_its_note(
    five: list[Award],
    recall: Recall,
    make_member: Callable[..., Account],
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in(make_member("issuer"))
    page = f"/org/harbour/recalls/{recall.id}"
    assert "Suspend them" in client.get(page).content.decode()
    assert "Extend their validity" not in client.get(page).content.decode()
    wrong = client.post(page, {"kind": "invite", "reason": "x", "link": "javascript:alert(1)"})
    assert (wrong.status_code, BulkAction.objects.count()) == (422, 0)
    file = SimpleUploadedFile("one.csv", f"email\n{five[1].recipient_email}\n".encode())
    answer = client.post(page, {"kind": "suspend", "reason": "In doubt.", "file": file})
    action = BulkAction.objects.get()
    assert answer["Location"] == f"/org/harbour/bulk/{action.id}"
    assert [item.award for item in action.items.all()] == [five[1]]
    assert client.post(f"{page}/note", {"what_happened": "", "what_to_do": "x"}).status_code == 422
    client.post(f"{page}/note", {"what_happened": "Wrong tables.", "what_to_do": "Wait."})
    assert "Public since" in client.get(page).content.decode()
    client.post(f"{page}/note/withdraw")
    assert "Write the note" in client.get(page).content.decode()
    kinds = Event.objects.filter(kind__startswith="recall.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["recall.opened", "recall.note_published", "recall.note_withdrawn"]
