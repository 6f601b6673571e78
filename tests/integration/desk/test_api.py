"""Bulk actions for programs: the same as on the page, by keys that may do the same to one badge."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.desk.models import ActionState, BulkAction
from openlaurel.apps.desk.services import choosing, run_waiting_actions, running
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.services import AwardDraft, issue_awards, revoke_award
from openlaurel.apps.profiles.models import ApiKey, Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_api_key, revoke_api_key

pytestmark = pytest.mark.django_db
BULK = "/api/v1/bulk"
REVOKE = {"kind": "revoke", "reason": "Leaked."}


@pytest.fixture
def seven(published: Any, now: datetime) -> list[Award]:
    """Seven badges, the last of which is revoked."""
    drafts = [AwardDraft(f"P{n}", f"p{n}@learners.example") for n in range(7)]
    issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=now, notify=False)
    awards = list(Award.objects.order_by("recipient_email"))
    revoke_award(award=awards[6], reason="Another person.", by=INSTALLATION, now=now)
    return awards


@pytest.fixture
def program(organisation: Profile) -> Callable[..., Client]:
    """Makes a client with a key that has those scopes."""

    def make(*scopes: str, of: Profile | None = None) -> Client:
        cache.clear()
        _, secret = create_api_key(
            organisation=of or organisation, name="P", scopes=scopes, by=INSTALLATION, now=timezone.now()
        )
        return Client(headers={"authorization": f"Bearer {secret}"}, content_type="application/json")

    return make


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(path, body or {}, content_type="application/json", headers=headers)


def test_a_program_previews_starts_and_reads_what_became_of_each_badge(
    seven: list[Award], program: Callable[..., Client]
) -> None:
    client = program("awards:bulk", "awards:revoke")
    response = post(client, BULK, REVOKE | {"filters": {"q": "p"}})
    assert response.status_code == 201, response.content
    action = response.json()
    assert (action["state"], action["chosen"]) == ("preview", 7)
    assert (action["preview"]["effective"], action["preview"]["accepted"]) == (6, 0)
    assert len(action["preview"]["examples"]) == 5
    assert action["preview"]["examples"][0]["recipient"].startswith("P")
    assert [(each["code"], each["count"]) for each in action["preview"]["refusals"]] == [
        ("revoked_already", 1)
    ]
    assert Award.objects.filter(state=AwardState.REVOKED).count() == 1

    here = f"{BULK}/{action['id']}"
    assert post(client, f"{here}/start").json()["state"] == "queued"
    assert post(client, f"{here}/start").status_code == 409
    run_waiting_actions(clock=timezone.now)
    read = client.get(here).json()
    assert (read["state"], read["done"], read["refused"], read["preview"]) == ("done", 6, 1, None)
    assert Award.objects.filter(revocation_reason="Leaked.").count() == 6
    assert set(Event.objects.filter(kind__startswith="bulk_action.").values_list("actor_id", flat=True)) == {
        ApiKey.objects.get().id
    }
    items = client.get(f"{here}/items?limit=3&offset=5").json()
    assert (items["count"], [item["number"] for item in items["items"]]) == (7, [6, 7])
    content = b"".join(client.get(f"{here}/result.csv").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert sorted((row["email"], row["outcome"], row["reason"]) for row in rows)[5:] == [
        ("p5@learners.example", "done", ""),
        ("p6@learners.example", "refused", "revoked_already"),
    ]
    assert client.get(BULK).json()["count"] == 1


def test_a_file_names_the_badges(seven: list[Award], program: Callable[..., Client]) -> None:
    client = program("awards:bulk", "awards:revoke")
    body = REVOKE | {"csv": f"id\n{seven[0].id}\n{seven[0].id}\nnobody\n"}
    found = post(client, BULK, body).json()
    assert (found["chosen"], found["preview"]["effective"]) == (3, 1)
    assert {each["code"] for each in found["preview"]["refusals"]} == {"twice", "not_found"}


def test_the_same_key_returns_the_same_action(
    seven: list[Award], program: Callable[..., Client], organisation: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, key = program("awards:bulk", "awards:revoke"), {"Idempotency-Key": "march"}
    first = post(client, BULK, REVOKE, **key)
    again = post(client, BULK, REVOKE | {"idempotency_key": "march"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    other = post(client, BULK, REVOKE | {"reason": "Another."}, **key)
    assert (other.status_code, BulkAction.objects.count()) == (409, 1)
    assert post(client, BULK, REVOKE | {"idempotency_key": "may"}, **key).status_code == 422

    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(choosing, "outlook_of", die)
        with pytest.raises(KeyboardInterrupt):
            post(client, BULK, REVOKE, **{"Idempotency-Key": "june"})
    assert post(client, BULK, REVOKE, **{"Idempotency-Key": "june"}).status_code == 409
    broken_off = organisation.bulk_actions.filter(state=ActionState.CHOOSING)
    broken_off.update(created_at=timezone.now() - choosing.LONGEST_CHOICE)
    assert post(client, BULK, REVOKE, **{"Idempotency-Key": "june"}).json()["preview"]["effective"] == 6
    assert not broken_off.exists()


def test_it_is_paused_gone_on_with_and_cancelled(
    seven: list[Award], program: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SETS", {"revoke": 2})
    client = program("awards:bulk", "awards:revoke")
    here = f"{BULK}/{post(client, BULK, REVOKE).json()['id']}"
    assert post(client, f"{here}/pause").status_code == 409
    assert post(client, f"{here}/resume").status_code == 409
    post(client, f"{here}/start")
    steps: list[str] = []

    def clock() -> datetime:
        handled = client.get(here).json()
        if handled["done"] + handled["refused"] >= 2 * (1 + len(steps)):
            change = "pause" if not steps else "cancel"
            steps.append(post(client, f"{here}/{change}").json()["state"])
        return timezone.now()

    run_waiting_actions(clock=clock)
    assert post(client, f"{here}/resume").json()["state"] == "queued"
    run_waiting_actions(clock=clock)
    assert steps == ["stopped", "cancelled"]
    end = client.get(here).json()
    assert (end["state"], end["done"] + end["refused"]) == ("cancelled", 4)
    assert Award.objects.filter(revocation_reason="Leaked.").count() == end["done"]
    for change in ("start", "pause", "resume", "cancel"):
        assert post(client, f"{here}/{change}").status_code == 409
    content = b"".join(client.get(f"{here}/result.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert content.count(",ready,") == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "revoke"}, "reason"),
        ({"kind": "extend", "reason": "More."}, "valid_until"),
        ({"kind": "invite", "reason": "Again.", "link": "nowhere"}, "link"),
        (REVOKE | {"csv": "name\nAna\n"}, "file"),
        ({"kind": "burn"}, "kind"),
        (REVOKE | {"filters": {"q": "nobody"}}, ""),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_field(
    seven: list[Award], program: Callable[..., Client], body: dict[str, Any], field: str
) -> None:
    response = post(program("awards:bulk", "awards:revoke", "awards:correct"), BULK, body)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not BulkAction.objects.exists()


def test_a_stage_that_is_none_is_refused_and_chooses_nothing(
    seven: list[Award], program: Callable[..., Client]
) -> None:
    response = post(program("awards:bulk", "awards:revoke"), BULK, REVOKE | {"filters": {"stage": "lost"}})
    assert (response.status_code, BulkAction.objects.count()) == (422, 0)


def test_acting_in_bulk_takes_the_scope_for_one_badge_too(
    seven: list[Award], program: Callable[..., Client]
) -> None:
    key = program("awards:bulk", "awards:suspend")
    assert post(key, BULK, REVOKE).status_code == 403
    assert post(key, BULK, REVOKE | {"kind": "suspend"}).status_code == 201
    made = post(program("awards:bulk", "awards:revoke"), BULK, REVOKE).json()
    assert post(key, f"{BULK}/{made['id']}/start").status_code == 403


def test_a_key_of_another_organisation_finds_nothing(
    seven: list[Award], program: Callable[..., Client], make_organisation: Callable[..., Profile]
) -> None:
    made = post(program("awards:bulk", "awards:revoke"), BULK, REVOKE).json()
    other = program("awards:bulk", "awards:revoke", of=make_organisation("lighthouse"))
    assert post(other, f"{BULK}/{made['id']}/start").status_code == 404
    assert other.get(f"{BULK}/{made['id']}").status_code == 404
    assert post(other, BULK, REVOKE | {"csv": f"id\n{seven[0].id}\n"}).json()["preview"]["effective"] == 0


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_key_that_ended_has_nothing_done_any_more(
    seven: list[Award], program: Callable[..., Client], end: str
) -> None:
    client = program("awards:bulk", "awards:revoke")
    here = f"{BULK}/{post(client, BULK, REVOKE).json()['id']}"
    post(client, f"{here}/start")
    key, later = ApiKey.objects.get(), timezone.now()
    if end == "revoked":
        revoke_api_key(api_key=key, by=INSTALLATION, now=later)
    else:
        ApiKey.objects.update(expires_at=later)
        later += timedelta(minutes=5)
    run_waiting_actions(clock=lambda: later)
    action = BulkAction.objects.get()
    assert (action.state, action.done) == (ActionState.STOPPED, 0)
    assert "may do it no longer" in action.fault


def test_nothing_is_done_in_the_name_of_an_account_that_is_gone(
    seven: list[Award], program: Callable[..., Client], make_member: Callable[..., Account]
) -> None:
    """Nobody is not the installation: without this a deleted owner's action would go on with every right."""
    client = program("awards:bulk", "awards:revoke")
    post(client, f"{BULK}/{post(client, BULK, REVOKE).json()['id']}/start")
    BulkAction.objects.update(confirmed_with=None)
    run_waiting_actions(clock=timezone.now)
    action = BulkAction.objects.get()
    assert (action.state, action.done) == (ActionState.STOPPED, 0)
