"""The audit trail: what an auditor could not read, or would see of others."""

import ast
import csv
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import orjson
import pytest
from django.test import Client

import openlaurel
from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.models import Event
from openlaurel.apps.events.words import GROUPS, WORDS
from openlaurel.apps.profiles.exporting import CHUNK
from openlaurel.apps.profiles.models import Membership
from openlaurel.apps.profiles.policies import Actor
from openlaurel.apps.profiles.queries import long_pages
from openlaurel.apps.profiles.services import add_member, create_api_key, update_organisation

_KIND = re.compile(r"[a-z_]+\.[a-z_]+").fullmatch
SOURCES = Path(openlaurel.__file__).parent / "apps"


def recorded_kinds() -> set[str]:
    """The kinds that the source hands to a function that records: `kind="x.y"`, or a first text like "x.y"."""
    kinds = set()
    for source in SOURCES.rglob("*.py"):
        if "migrations" in source.parts:
            continue
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if "record" in name and name != "record_event":
                values = node.args
            elif name in {"record_event", "record_events"}:
                values = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
            else:
                continue
            for value in values:
                kinds |= {
                    part.value
                    for part in ast.walk(value)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and _KIND(part.value)
                }
    return kinds


def test_every_recorded_kind_has_words():
    assert len(recorded_kinds()) > 30
    assert recorded_kinds() - set(WORDS) == set()


def test_every_kind_of_an_organisation_can_be_filtered():
    of_people = {
        "account",
        "challenge",
        "collection",
        "connection",
        "holder_did",
        "inquiry",
        "kept_badge",
        "platform",
        "portfolio",
        "profile",
        "record",
        "transfer",
        "wallet_archive",
    }
    assert {kind.split(".")[0] for kind in WORDS} - set(GROUPS) <= of_people


@pytest.fixture
def busy(organisation, owner, make_account, make_organisation, now):
    by = Actor(account=owner)
    add_member(
        organisation=organisation,
        account=make_account("rita@example.org", name="Rita Reader"),
        role="reader",
        by=by,
        now=now,
    )
    create_api_key(organisation=organisation, name="Platform", scopes=["awards:read"], by=by, now=now)
    update_organisation(organisation=organisation, hue=10, url="https://h.example", by=by, now=now)
    other = make_account("vera@example.org", name="Vera Elsewhere")
    make_organisation("elsewhere", other)


def test_who_did_what_and_to_whom_in_words(busy, owner, signed_in):
    page = signed_in(owner).get("/org/harbour/audit").content.decode()
    assert "Gave the role Reader" in page
    assert "Rita Reader" in page
    assert "Changed the organisation&#x27;s details: brand colour, website" in page
    assert "Olga Owner" in page
    assert "This site" in page
    assert "Vera Elsewhere" not in page


def test_the_trail_narrows_to_a_kind_and_a_person(busy, owner, signed_in):
    client = signed_in(owner)
    keys = client.get("/org/harbour/audit?group=api_key")
    assert [line.event.kind for line in keys.context["lines"]] == ["api_key.created"]
    own = client.get(f"/org/harbour/audit?person={owner.id}")
    assert {line.actor for line in own.context["lines"]} == {"Olga Owner"}
    assert len(client.get("/org/harbour/audit?group=nonsense&person=x").context["lines"]) == 4


def test_what_was_recorded_late_stands_at_its_own_day(organisation, owner, signed_in, now):
    for hue, days in ((10, 3), (20, 1), (30, 2)):
        at = now - timedelta(days=days)
        update_organisation(organisation=organisation, hue=hue, by=Actor(account=owner), now=at)
    lines = signed_in(owner).get("/org/harbour/audit?group=organisation").context["lines"]
    days = [(now - line.event.occurred_at).days for line in lines]
    assert days == sorted(days)


def test_the_trail_is_paged(busy, organisation, owner, signed_in, now):
    for hue in range(51):
        update_organisation(organisation=organisation, hue=hue, by=Actor(account=owner), now=now)
    client = signed_in(owner)
    assert len(client.get("/org/harbour/audit").context["lines"]) == 50
    assert len(client.get("/org/harbour/audit?page=2&group=organisation").context["lines"]) == 3


def test_the_trail_of_an_organisation_with_many_holders_offers_its_own_people_alone(
    busy, organisation, owner, signed_in, monkeypatch, now
):
    """A holder accepts in the trail, too: a million of them in a choice is what once kept the page from opening."""
    monkeypatch.setattr(long_pages, "MOST_COUNTED", 60)
    Event.objects.bulk_create(
        Event(kind=kind, occurred_at=now, actor_id=uuid4(), organisation_id=organisation.id,
              subject_kind="award", subject_id=str(uuid4()))
        for kind in ["award.accepted"] * 60 + ["award.mailed"] * 20
    )  # fmt: skip
    gone = Event.objects.filter(kind="member.added").order_by("-id").values_list("subject_id", flat=True)[0]
    Membership.objects.filter(account=gone).delete()
    client = signed_in(owner)
    first = client.get("/org/harbour/audit")
    people = {label for value, label in first.context["form"].fields["person"].choices if value}
    assert people == {"Olga Owner", "Rita Reader", "API key \u2068Platform\u2069"}
    assert "More than 60 are in this list" in first.content.decode()
    last = client.get("/org/harbour/audit?page=last").context["page"]
    ahead = client.get("/org/harbour/audit", {last.previous[0]: last.previous[1]}).context["page"]
    kinds = {line.pk: line.kind for line in [*ahead, *last]}
    assert len(kinds) == 64
    assert "award.mailed" not in kinds.values()


def test_a_name_turns_nothing_around_it_in_an_arabic_line(organisation, owner, signed_in, now):
    by = Actor(account=owner)
    key, _ = create_api_key(organisation=organisation, name="CI", scopes=["awards:read"], by=by, now=now)
    Event.objects.filter(kind="api_key.created").update(actor_id=key.id)
    client = signed_in(owner)
    client.post("/language", {"language": "ar", "next": "/"})
    [line] = client.get("/org/harbour/audit?group=api_key").context["lines"]

    assert line.actor.startswith("مفتاح API")
    assert line.actor.endswith("\u2068CI\u2069")
    assert f"\u2068{key.prefix}\u2069" in line.words


def test_every_line_isolates_the_names_in_it():
    sentences = [
        (source, node)
        for source in SOURCES.rglob("queries/*.py")
        if "def subject_" in (text := source.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.BinOp)
        and isinstance(node.left, ast.Call)
        and ast.unparse(node.left.func) == "_"
    ]
    assert len(sentences) >= 5
    for source, sentence in sentences:
        assert isinstance(sentence.right, ast.Dict), source
        for value in sentence.right.values:
            assert ast.unparse(value).startswith("isolated("), f"{source.name}: {ast.unparse(value)}"


def test_a_designer_does_not_read_the_trail(organisation, make_member, signed_in):
    assert signed_in(make_member("designer")).get("/org/harbour/audit").status_code == 403


def exported(client: Client, account: Account, format: str, **chosen: str) -> str:
    client.force_login(account)
    answer = client.post("/org/harbour/audit/export", {"format": format, **chosen})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()


def test_the_trail_is_downloaded_whole_and_that_is_its_last_entry(client, organisation, owner, now):
    update_organisation(organisation=organisation, by=Actor(account=owner), now=now, name="=cmd|calc")
    Event.objects.create(
        kind="award.many_revoked", occurred_at=now, organisation_id=organisation.id,
        subject_kind="bulk_action", subject_id=str(uuid4()), data={"count": 3},
    )  # fmt: skip

    lines = [orjson.loads(line) for line in exported(client, owner, "jsonl").splitlines()]
    assert [line["kind"] for line in lines][-1] == "organisation.audit_exported"
    assert lines[-1]["actor"] == str(owner.id)
    assert "award.many_revoked" in {line["kind"] for line in lines}, (
        "the page shows it as part of another line"
    )
    assert lines == sorted(lines, key=lambda line: (line["at"], line["id"]))

    rows = list(csv.reader(exported(client, owner, "csv").removeprefix("\ufeff").splitlines()))
    assert rows[0][:4] == ["when (UTC)", "who", "what", "kind"]
    assert [row[3] for row in rows[1:-1]] == [line["kind"] for line in lines]
    assert rows[-1][2] == "Downloaded the audit trail"
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_what_was_chosen_is_what_is_downloaded(client, organisation, owner, now):
    create_api_key(
        organisation=organisation, name="Script", scopes=["awards:read"], by=Actor(account=owner), now=now
    )
    lines = exported(client, owner, "jsonl", group="api_key").splitlines()
    assert [orjson.loads(line)["kind"] for line in lines] == ["api_key.created"]


def test_a_long_trail_is_read_piece_by_piece(client, organisation, owner, now):
    Event.objects.bulk_create(
        Event(kind="award.issued", occurred_at=now, organisation_id=organisation.id,
              subject_kind="award", subject_id=str(uuid4()))
        for _ in range(CHUNK * 2 + 1)
    )  # fmt: skip
    assert len(exported(client, owner, "csv").splitlines()) > CHUNK * 2 + 2


def test_who_may_not_see_the_trail_gets_none_of_it(client, organisation, make_member):
    client.force_login(make_member("designer"))
    assert client.post("/org/harbour/audit/export", {"format": "csv"}).status_code == 403
    assert not Event.objects.filter(kind="organisation.audit_exported").exists()
