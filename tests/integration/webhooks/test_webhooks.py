"""News for other systems: what a receiver would miss, get twice, or could not trust."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from tests.sites import Site, redirect, running_site, send

from openlaurel.apps.events.models import Delivery, Event
from openlaurel.apps.events.services import PAUSES, deliver_due, record_event
from openlaurel.apps.issuing.services import AwardDraft, accept_award, issue_award, issue_awards, revoke_award
from openlaurel.apps.profiles.policies import Actor, NotAllowed
from openlaurel.apps.webhooks.models import Endpoint, Message, Try
from openlaurel.apps.webhooks.services import (
    InvalidEndpoint,
    add_endpoint,
    forget_messages,
    pause_endpoint,
    queue_messages,
    queue_test,
    remove_endpoint,
    replay_message,
    resume_endpoint,
    roll_secret,
    send_due,
    sending,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def receiver(settings) -> Iterator[Site]:
    """Somebody's system, which answers 200 at /news."""
    with running_site({"/news": send(b"")}) as site:
        settings.OPENLAUREL_FETCH_ALLOW = site.allow
        yield site


@pytest.fixture
def by(owner) -> Actor:
    return Actor(account=owner)


@pytest.fixture
def endpoint(receiver, organisation, by, now) -> Endpoint:
    types = ["award.issued", "award.accepted", "award.revoked"]
    added, _ = add_endpoint(
        organisation=organisation, url=f"{receiver.url}/news", types=types, by=by, now=now
    )
    return added


def happen(organisation, now, kind="award.accepted", award="1", **data) -> Event:
    with transaction.atomic():
        return record_event(
            kind=kind, subject=("award", award), now=now, organisation_id=organisation.id, data=data
        )


def bodies(receiver: Site) -> list[dict]:
    return [json.loads(body) for _, _, body in receiver.posted]


def signature(secret: str, headers: dict[str, str], body: bytes) -> str:
    """What a receiver computes by the text of Standard Webhooks."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def test_a_badge_from_issue_to_revocation_arrives_in_order_and_signed(
    receiver, organisation, published, by, now
):
    _, secret = add_endpoint(
        organisation=organisation,
        url=f"{receiver.url}/news",
        types=["award.issued", "award.accepted", "award.revoked"],
        by=by,
        now=now,
    )
    award = issue_award(
        version=published, recipient_name="Ana Sousa", recipient_email="ana@learners.example", by=by, now=now
    )
    accept_award(award=award, now=now, show_name=False)
    revoke_award(award=award, reason="Issued by mistake.", by=by, now=now)
    deliver_due(now=now)
    assert send_due(now=now) == 3
    assert [body["type"] for body in bodies(receiver)] == ["award.issued", "award.accepted", "award.revoked"]
    for path, headers, body in receiver.posted:
        assert path == "/news"
        assert headers["content-type"] == "application/json"
        assert headers["webhook-signature"] == signature(secret, headers, body)
        assert int(headers["webhook-timestamp"]) == int(now.timestamp())
        about = json.loads(body)["data"]["about"]
        assert about["id"] == str(award.id)
        assert about["url"].endswith(f"/api/v1/awards/{award.id}")
        assert b"ana" not in body.lower()
    assert len({headers["webhook-id"] for _, headers, _ in receiver.posted}) == 3
    assert send_due(now=now + HOUR) == 0


def test_a_badge_that_was_issued_without_a_mail_is_told_too(receiver, endpoint, published, by, now):
    issue_award(
        version=published,
        recipient_name="Ana",
        recipient_email="a@b.example",
        by=by,
        now=now,
        notify=False,
    )
    deliver_due(now=now)
    send_due(now=now)
    assert [body["type"] for body in bodies(receiver)] == ["award.issued"]


def test_each_badge_of_many_is_told_by_itself(receiver, endpoint, published, by, now):
    people = [AwardDraft(f"Person {n}", f"p{n}@learners.example") for n in range(3)]
    outcomes = issue_awards(version=published, drafts=people, by=by, now=now)
    for _ in range(2):
        queue_messages(Event.objects.get(kind="award.many_issued"))
    send_due(now=now)
    told = bodies(receiver)
    assert {body["data"]["about"]["id"] for body in told} == {str(o.award.id) for o in outcomes if o.award}
    assert [body["type"] for body in told] == ["award.issued"] * 3
    assert all("awards" not in body["data"] for body in told)


def test_the_former_secret_signs_along_for_a_day(receiver, organisation, by, now):
    endpoint, first = add_endpoint(
        organisation=organisation, url=f"{receiver.url}/news", types=["award.issued"], by=by, now=now
    )
    second = roll_secret(endpoint=endpoint, by=by, now=now)
    assert first != second
    for hours in (1, 25):
        queue_test(endpoint=endpoint, by=by, now=now + hours * HOUR)
        send_due(now=now + hours * HOUR)
    (_, early, body), (_, late, late_body) = receiver.posted
    assert early["webhook-signature"].split() == [
        signature(second, early, body),
        signature(first, early, body),
    ]
    assert late["webhook-signature"] == signature(second, late, late_body)


def test_the_secret_is_sealed_at_rest(receiver, organisation, by, now):
    endpoint, secret = add_endpoint(
        organisation=organisation, url=f"{receiver.url}/news", types=["award.issued"], by=by, now=now
    )
    assert base64.b64decode(secret.removeprefix("whsec_")) not in bytes(endpoint.secret)


def test_nobody_else_hears_of_it(receiver, organisation, make_organisation, make_account, endpoint, by, now):
    other = make_organisation("elsewhere", make_account("eve@example.org"))
    happen(other, now)
    happen(organisation, now, kind="award.declined")
    assert not Delivery.objects.filter(handler="webhooks.queue").exists()
    deliver_due(now=now)
    assert send_due(now=now) == 0


def test_an_event_handled_twice_makes_one_message(organisation, endpoint, now):
    event = happen(organisation, now)
    for _ in range(2):
        queue_messages(event)
    assert Message.objects.count() == 1


def test_what_fails_is_tried_again_and_what_is_about_it_waits(receiver, organisation, endpoint, now):
    receiver.pages["/news"] = send(b"", status=503)
    for kind, award in (("award.accepted", "1"), ("award.revoked", "1"), ("award.accepted", "2")):
        happen(organisation, now, kind, award)
    deliver_due(now=now)
    assert send_due(now=now) == 2
    assert [(body["type"], body["data"]["about"]["id"]) for body in bodies(receiver)] == [
        ("award.accepted", "1"),
        ("award.accepted", "2"),
    ]
    receiver.pages["/news"] = send(b"")
    assert send_due(now=now) == 0
    assert send_due(now=now + PAUSES[0]) == 3
    again = [(body["type"], body["data"]["about"]["id"]) for body in bodies(receiver)[2:]]
    assert [kind for kind, award in again if award == "1"] == ["award.accepted", "award.revoked"]
    firsts = [headers["webhook-id"] for _, headers, _ in receiver.posted]
    assert firsts[0] in firsts[2:]
    assert Try.objects.filter(status=503).count() == 2


def test_after_the_last_try_a_message_is_given_up_and_the_next_goes_out(
    receiver, organisation, endpoint, now
):
    receiver.pages["/news"] = send(b"", status=500)
    happen(organisation, now)
    deliver_due(now=now)
    at = now
    for pause in (*PAUSES, timedelta()):
        assert send_due(now=at) == 1
        at += pause
    message = Message.objects.get()
    assert message.gave_up_at is not None
    assert message.tries.count() == message.attempts == len(PAUSES) + 1
    receiver.pages["/news"] = send(b"")
    happen(organisation, at, "award.revoked")
    deliver_due(now=at)
    assert send_due(now=at) == 1
    endpoint.refresh_from_db()
    assert endpoint.paused_at is None


def test_a_receiver_that_is_not_there_is_left_alone_and_paused_in_the_end(
    organisation, endpoint, receiver, now
):
    endpoint.url = "http://127.0.0.1:9/news"
    endpoint.save()
    for award in ("1", "2", "3"):
        happen(organisation, now, award=award)
    deliver_due(now=now)
    assert send_due(now=now) == 1
    at = now
    for _ in range(60):
        at += PAUSES[-1]
        send_due(now=at)
    endpoint.refresh_from_db()
    assert endpoint.paused_at is not None
    assert Event.objects.filter(kind="webhook.gave_up").count() == 1
    assert Message.objects.filter(gave_up_at=None).exists()
    happen(organisation, at, award="4")
    assert not Delivery.objects.filter(event__subject_id="4", handler="webhooks.queue").exists()


def test_a_receiver_that_says_it_is_gone_is_paused_at_once(receiver, organisation, endpoint, now):
    receiver.pages["/news"] = send(b"", status=410)
    happen(organisation, now)
    deliver_due(now=now)
    send_due(now=now)
    endpoint.refresh_from_db()
    assert endpoint.paused_at == now


def test_a_receiver_that_hangs_costs_a_bounded_time(receiver, organisation, endpoint, now, monkeypatch):
    receiver.pages["/news"] = lambda handler: time.sleep(5)
    monkeypatch.setattr(sending, "TIMEOUT", 0.3)
    for award in ("1", "2", "3"):
        happen(organisation, now, award=award)
    deliver_due(now=now)
    began = time.monotonic()
    assert send_due(now=now) == 1
    assert time.monotonic() - began < 3
    assert "took too long" in Try.objects.get().error


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "60", 60),
        (503, "3600", 3600),
        (429, "1", 5),  # our own pause is longer
        (503, "999999999999", 24 * 3600),
        (429, "Wed, 25 Nov 2026 09:40:00 GMT", 600),
        (429, "Wed, 25 Nov 2020 09:40:00 GMT", 5),
        (429, "soon", 5),
        (429, "-5", 5),
        (500, "3600", 5),
    ],
)
def test_a_receiver_that_asks_to_wait_is_left_alone_so_long_within_bounds(
    receiver, organisation, endpoint, now, status, header, seconds
):
    def slow_down(handler):
        handler.send_response(status)
        handler.send_header("Retry-After", header)
        handler.end_headers()

    receiver.pages["/news"] = slow_down
    for award in "12":
        happen(organisation, now, award=award)
    deliver_due(now=now)
    send_due(now=now)
    receiver.pages["/news"] = send(b"")
    # what asks to wait speaks for all messages to it, not only for the one that it answered
    assert len(receiver.posted) == (1 if seconds != 5 or header == "1" else 2)
    due = Message.objects.get(subject="award:1").due_at
    assert due == now + timedelta(seconds=seconds)
    assert send_due(now=due - timedelta(seconds=1)) == (1 if header == "1" else 0)
    assert Endpoint.objects.get().failures == 0
    send_due(now=due)
    assert Message.objects.filter(delivered_at=None).count() == 0


def test_two_workers_that_find_nobody_count_two_failures(receiver, organisation, endpoint, now):
    """Each had read the endpoint before the other wrote."""
    for award in "12":
        happen(organisation, now, award=award)
    deliver_due(now=now)
    held = [sending._lease(now), sending._lease(now)]
    Endpoint.objects.update(url="http://127.0.0.1:9/news")
    for message in held:
        message.endpoint.url = "http://127.0.0.1:9/news"
        sending.send_message(message, now=now)
    assert Endpoint.objects.get().failures == 2
    assert Endpoint.objects.get().quiet_until == now + PAUSES[1]


def test_an_endpoint_that_is_removed_while_it_is_sent_to_stops_no_worker(
    receiver, organisation, endpoint, by, now
):
    queue_messages(happen(organisation, now))
    message = sending._lease(now)
    remove_endpoint(endpoint=endpoint, by=by, now=now)
    sending.send_message(message, now=now)
    assert not Try.objects.exists()


def test_a_redirect_is_not_followed_wherever_it_leads(receiver, organisation, endpoint, now):
    receiver.pages["/news"] = redirect("http://127.0.0.1:5432/", 307)
    happen(organisation, now)
    deliver_due(now=now)
    send_due(now=now)
    assert "redirects, which isn't followed" in Try.objects.get().error
    assert len(receiver.posted) == 1


def test_what_a_killed_worker_held_is_sent_again_under_its_id(receiver, organisation, endpoint, now):
    happen(organisation, now)
    deliver_due(now=now)
    held = sending._lease(now)
    assert held is not None
    assert send_due(now=now) == 0
    assert send_due(now=now + sending.LEASE) == 1
    assert receiver.posted[0][1]["webhook-id"] == str(held.id)


def test_a_message_is_sent_once_more_on_demand_byte_for_byte(receiver, organisation, endpoint, by, now):
    happen(organisation, now)
    deliver_due(now=now)
    send_due(now=now)
    replay_message(message=Message.objects.get(), by=by, now=now + HOUR)
    assert send_due(now=now + HOUR) == 1
    (_, first, body), (_, second, same) = receiver.posted
    assert (first["webhook-id"], body) == (second["webhook-id"], same)
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    assert Event.objects.filter(kind="webhook.replayed").exists()


def test_what_is_on_its_way_is_not_sent_twice_by_a_replay(receiver, organisation, endpoint, by, now):
    happen(organisation, now)
    deliver_due(now=now)
    replay_message(message=Message.objects.get(), by=by, now=now)
    assert send_due(now=now) == 1
    assert not Event.objects.filter(kind="webhook.replayed").exists()


def test_a_paused_webhook_gets_what_was_left_when_it_is_resumed(receiver, organisation, endpoint, by, now):
    happen(organisation, now, award="1")
    deliver_due(now=now)
    pause_endpoint(endpoint=endpoint, by=by, now=now)
    happen(organisation, now, award="2")
    deliver_due(now=now)
    assert send_due(now=now) == 0
    resume_endpoint(endpoint=endpoint, by=by, now=now)
    send_due(now=now)
    assert [body["data"]["about"]["id"] for body in bodies(receiver)] == ["1"]


def test_old_messages_are_forgotten_and_open_ones_are_not(receiver, organisation, endpoint, by, now):
    happen(organisation, now, award="1")
    deliver_due(now=now)
    send_due(now=now)
    queue_test(endpoint=endpoint, by=by, now=now)
    forget_messages(now=now + timedelta(days=31))
    assert [message.type for message in Message.objects.all()] == ["webhook.test"]


def test_an_old_message_that_was_sent_again_is_kept_from_then(receiver, organisation, endpoint, by, now):
    happen(organisation, now, award="1")
    deliver_due(now=now)
    send_due(now=now)
    later = now + timedelta(days=29)
    replay_message(message=Message.objects.get(), by=by, now=later)
    send_due(now=later)

    forget_messages(now=now + timedelta(days=31))
    assert Message.objects.exists()
    forget_messages(now=later + timedelta(days=31))
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("url", "types", "field"),
    [
        ("http://hr.example.org/news", ["award.issued"], "url"),
        ("ftp://hr.example.org/news", ["award.issued"], "url"),
        ("https://user:pass@hr.example.org/", ["award.issued"], "url"),
        ("https://" + "a" * 3000, ["award.issued"], "url"),
        ("https://hr.example.org/news", [], "types"),
        ("https://hr.example.org/news", ["award.exploded"], "types"),
    ],
)
def test_what_can_not_work_is_refused_by_field(organisation, by, now, url, types, field):
    with pytest.raises(InvalidEndpoint) as caught:
        add_endpoint(organisation=organisation, url=url, types=types, by=by, now=now)
    assert set(caught.value.problems) == {field}
    assert not Endpoint.objects.exists()


def test_a_private_address_is_never_contacted(organisation, by, now, settings):
    settings.OPENLAUREL_FETCH_ALLOW = set()
    endpoint, _ = add_endpoint(
        organisation=organisation, url="https://127.0.0.1/news", types=["award.issued"], by=by, now=now
    )
    queue_test(endpoint=endpoint, by=by, now=now)
    send_due(now=now)
    assert "not on the public internet" in Try.objects.get().error


def test_only_an_owner_manages_webhooks(organisation, make_member, endpoint, now):
    reader = Actor(account=make_member("reader"))
    with pytest.raises(NotAllowed):
        remove_endpoint(endpoint=endpoint, by=reader, now=now)


def test_an_owner_adds_tries_and_removes_one_in_the_workspace(receiver, organisation, owner, signed_in, now):
    client, start = signed_in(owner), f"/org/{organisation.handle}/webhooks"
    wrong = client.post(start, {"url": "http://hr.example.org", "types": ["award.issued"]})
    assert wrong.status_code == 422
    assert "must begin with https://" in wrong.content.decode()
    made = client.post(start, {"url": f"{receiver.url}/news", "types": ["award.issued"]})
    assert "whsec_" in made.content.decode()
    endpoint = Endpoint.objects.get()
    here = f"{start}/{endpoint.id}"
    assert "whsec_" not in client.get(here).content.decode()
    assert client.post(f"{here}/test").status_code == 302
    send_due(now=endpoint.created_at + HOUR)
    page = client.get(here).content.decode()
    assert "Delivered" in page
    assert "answered 200" in page
    replayed = client.post(f"{here}/messages/{Message.objects.get().id}/replay")
    assert replayed.status_code == 302
    assert "whsec_" in client.post(f"{here}/secret").content.decode()
    for action in ("pause", "resume", "remove"):
        assert client.post(f"{here}/{action}").status_code == 302
    assert client.get(here).status_code == 404
    trail = client.get(f"/org/{organisation.handle}/audit?group=webhook").content.decode()
    assert "Removed the webhook at" in trail
