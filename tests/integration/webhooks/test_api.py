"""Webhooks for programs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.sites import Site, running_site, send

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.models import ApiKey, Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.apps.webhooks.models import Endpoint
from openlaurel.apps.webhooks.services import send_due

pytestmark = pytest.mark.django_db
PATH = "/api/v1/webhooks"


@pytest.fixture
def receiver(settings) -> Iterator[Site]:
    with running_site({"/news": send(b""), "/other": send(b"")}) as site:
        settings.OPENLAUREL_FETCH_ALLOW = site.allow
        yield site


def client_of(organisation: Profile) -> Client:
    cache.clear()
    _, secret = create_api_key(
        organisation=organisation,
        name="Program",
        scopes=["webhooks:manage"],
        by=INSTALLATION,
        now=timezone.now(),
    )
    return Client(headers={"authorization": f"Bearer {secret}"}, content_type="application/json")


@pytest.fixture
def program(organisation: Profile) -> Client:
    return client_of(organisation)


def post(program: Client, path: str = "", body: Any = None) -> Any:
    return program.post(f"{PATH}{path}", body or {}, "application/json")


def patch(program: Client, path: str, body: Any) -> Any:
    return program.patch(f"{PATH}{path}", body, "application/json")


def test_a_program_adds_tries_reads_and_replays_a_webhook(program: Client, receiver: Site) -> None:
    made = post(program, "", {"url": f"{receiver.url}/news", "types": ["award.issued", "award.revoked"]})
    assert made.status_code == 201
    webhook = made.json()
    assert webhook["secret"].startswith("whsec_")
    path = f"/{webhook['id']}"
    assert "secret" not in program.get(PATH + path).json()
    assert program.get(PATH).json() == {"items": [program.get(PATH + path).json()], "count": 1}

    sent = post(program, f"{path}/test")
    assert sent.status_code == 202
    assert sent.json()["tries"] == []
    send_due(now=timezone.now())
    page = program.get(f"{PATH}{path}/messages").json()
    assert page["count"] == 1
    [message] = page["items"]
    assert message["type"] == "webhook.test"
    assert [one["status"] for one in message["tries"]] == [200]
    assert receiver.posted[0][2].decode() == message["body"]

    replayed = post(program, f"{path}/messages/{message['id']}/replay")
    assert replayed.status_code == 202
    assert replayed.json()["delivered_at"] is None
    send_due(now=timezone.now())
    assert [headers["webhook-id"] for _, headers, _ in receiver.posted] == [message["id"]] * 2
    assert len(program.get(f"{PATH}{path}/messages").json()["items"][0]["tries"]) == 2


def test_a_program_changes_pauses_and_removes_a_webhook(program: Client, receiver: Site) -> None:
    made = post(program, "", {"url": f"{receiver.url}/news", "types": ["award.issued"]}).json()
    path = f"/{made['id']}"
    changed = patch(program, path, {"url": f"{receiver.url}/other", "types": ["award.revoked"]})
    assert changed.status_code == 200
    assert (changed.json()["url"], changed.json()["types"]) == (f"{receiver.url}/other", ["award.revoked"])
    assert patch(program, path, {}).json() == changed.json()
    assert patch(program, path, {"paused": True}).json()["paused_at"] is not None
    assert patch(program, path, {"paused": False}).json()["paused_at"] is None
    assert post(program, f"{path}/secret").json()["secret"] != made["secret"]
    assert program.delete(PATH + path).status_code == 204
    assert program.get(PATH + path).status_code == 404
    told = Event.objects.filter(kind__startswith="webhook.").order_by("id")
    assert list(told.values_list("kind", flat=True)) == [
        "webhook.added",
        "webhook.changed",
        "webhook.paused",
        "webhook.resumed",
        "webhook.secret_rolled",
        "webhook.removed",
    ]
    assert {event.actor_id for event in told} == {ApiKey.objects.get().id}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "http://hr.example/news", "types": ["award.issued"]}, "url"),
        ({"url": "https://hr.example/news", "types": ["award.lost"]}, "types"),
        ({"url": "https://hr.example/news", "types": []}, "types"),
        ({"url": "https://hr.example/news"}, "types"),
    ],
)
def test_what_can_not_work_is_refused_by_field(program: Client, body: Any, field: str) -> None:
    refused = post(program, "", body)
    assert refused.status_code == 422
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert not Endpoint.objects.exists()


def test_a_change_that_can_not_work_changes_nothing(program: Client, receiver: Site) -> None:
    made = post(program, "", {"url": f"{receiver.url}/news", "types": ["award.issued"]}).json()
    refused = patch(program, f"/{made['id']}", {"url": "http://hr.example/", "paused": True})
    assert refused.status_code == 422
    endpoint = Endpoint.objects.get()
    assert (endpoint.url, endpoint.paused_at) == (f"{receiver.url}/news", None)


def test_the_webhooks_of_others_do_not_exist(program: Client, receiver: Site, make_organisation) -> None:
    made = post(program, "", {"url": f"{receiver.url}/news", "types": ["award.issued"]}).json()
    message = post(program, f"/{made['id']}/test").json()
    other = client_of(make_organisation("elsewhere"))
    path = f"/{made['id']}"
    assert other.get(PATH).json()["count"] == 0
    assert other.get(PATH + path).status_code == 404
    assert patch(other, path, {"paused": True}).status_code == 404
    assert other.delete(PATH + path).status_code == 404
    assert post(other, f"{path}/messages/{message['id']}/replay").status_code == 404
    assert post(program, f"{path}/messages/{uuid4()}/replay").status_code == 404
    assert Endpoint.objects.get().paused_at is None


def test_pages_of_messages_go_on(program: Client, receiver: Site) -> None:
    made = post(program, "", {"url": f"{receiver.url}/news", "types": ["award.issued"]}).json()
    path = f"{PATH}/{made['id']}/messages"
    for _ in range(3):
        post(program, f"/{made['id']}/test")
    first, second = program.get(f"{path}?limit=2").json(), program.get(f"{path}?limit=2&offset=2").json()
    assert first["count"] == second["count"] == 3
    assert len({one["id"] for one in first["items"] + second["items"]}) == 3
    send_due(now=timezone.now() + timedelta(seconds=1))
    assert len(receiver.posted) == 3
