"""API keys: what a leaked, revoked or weak key could do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openlaurel.apps.events.models import Event
from openlaurel.apps.profiles.access import ApiKeyAuth
from openlaurel.apps.profiles.models import ApiKey
from openlaurel.apps.profiles.policies import PERMISSIONS, Actor, NotAllowed, can
from openlaurel.apps.profiles.queries import api_key_of
from openlaurel.apps.profiles.scopes import GRANTS, Scope
from openlaurel.apps.profiles.services import (
    InvalidDetails,
    change_scopes,
    create_api_key,
    end_former_secret,
    note_api_key_use,
    revoke_api_key,
    rotate_api_key,
)
from openlaurel.cli.api_key import SCOPES


@pytest.fixture
def make_key(organisation, owner, now):
    cache.clear()

    def make(*scopes, name="Course platform", **more):
        return create_api_key(
            organisation=organisation,
            name=name,
            scopes=scopes or Scope.values,
            by=Actor(account=owner),
            now=now,
            **more,
        )

    return make


def test_the_secret_is_not_stored(make_key):
    key, secret = make_key()
    assert secret.startswith("olk_")
    assert len(secret) > 40
    assert secret not in str(ApiKey.objects.values())
    assert secret.startswith(key.prefix)


def test_a_key_signs_in_until_it_is_revoked(make_key, owner, now):
    key, secret = make_key()
    assert api_key_of(secret, now) == key
    assert api_key_of(secret[:-1], now) is None
    revoke_api_key(api_key=key, by=Actor(account=owner), now=now)
    assert api_key_of(secret, now) is None


def test_a_key_is_accepted_up_to_the_end_of_its_last_day(make_key, now):
    day = now.astimezone(UTC).date() + timedelta(days=30)
    key, secret = make_key(expires_on=day)
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)

    assert key.last_day == day
    assert api_key_of(secret, end - timedelta(seconds=1)) == key
    assert api_key_of(secret, end) is None
    with pytest.raises(InvalidDetails) as refused:
        make_key(expires_on=now.astimezone(UTC).date() - timedelta(days=1))
    assert set(refused.value.problems) == {"expires_on"}


def test_the_page_says_until_when_a_key_works_and_that_one_has_expired(client, organisation, owner):
    client.force_login(owner)
    today = timezone.now().astimezone(UTC).date()
    made = client.post(
        "/org/harbour/keys", {"name": "Trial", "scopes": "awards:read", "expires_on": today.isoformat()}
    )
    assert made.context["created"].last_day == today
    page = client.get("/org/harbour/keys").content.decode()
    assert "until " in page
    assert "Ends soon" in page
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(days=2))
    assert "Expired " in client.get("/org/harbour/keys").content.decode()
    past = {"name": "Trial", "scopes": "awards:read", "expires_on": "2020-01-01"}
    assert "still to come" in client.post("/org/harbour/keys", past).content.decode()


def test_a_key_does_only_what_its_scopes_allow_and_only_at_home(make_key, make_organisation):
    key, _ = make_key("awards:read")
    reader, issuer = Actor(api_key=key), Actor(api_key=make_key("awards:issue", name="Other")[0])
    assert can(reader, "view_awards", key.organisation)
    assert not can(reader, "issue_award", key.organisation)
    assert can(issuer, "issue_award", key.organisation)
    assert not can(issuer, "view_awards", key.organisation)
    assert not can(issuer, "issue_award", make_organisation("elsewhere"))


def test_what_no_scope_brings_no_key_may_do(make_key):
    every = Actor(api_key=make_key()[0])
    granted = frozenset().union(*GRANTS.values())
    assert set(GRANTS) == set(Scope)
    assert {name for name in PERMISSIONS if can(every, name, every.api_key.organisation)} == granted
    assert not granted & {"manage_keys", "manage_members", "manage_signing_keys", "edit_profile"}


@pytest.mark.parametrize("scopes", [["owner"], ["awards:read", "awards:all"]])
def test_no_key_has_a_scope_that_there_is_not(make_key, scopes):
    with pytest.raises(InvalidDetails) as refused:
        make_key(*scopes)
    assert set(refused.value.problems) == {"scopes"}


def test_the_database_refuses_a_key_that_may_do_nothing(make_key):
    make_key()
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.update(scopes=[])


def test_only_owners_make_and_rotate_keys(make_key, organisation, make_member, now):
    issuer = Actor(account=make_member("issuer"))
    with pytest.raises(NotAllowed):
        create_api_key(organisation=organisation, name="x", scopes=["awards:read"], by=issuer, now=now)
    with pytest.raises(NotAllowed):
        rotate_api_key(api_key=make_key()[0], by=issuer, now=now)


def test_the_last_use_is_noted_to_the_minute(make_key, now):
    key, _ = make_key()
    note_api_key_use(api_key=key, now=now)
    key.refresh_from_db()
    note_api_key_use(api_key=key, now=now + timedelta(seconds=59))
    key.refresh_from_db()
    assert key.last_used_at == now
    note_api_key_use(api_key=key, now=now + timedelta(seconds=60))
    key.refresh_from_db()
    assert key.last_used_at == now + timedelta(seconds=60)


def test_a_request_of_the_same_minute_writes_nothing_into_the_key(make_key):
    _, secret = make_key()
    client = Client(headers={"authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/keys/current").status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/api/v1/keys/current").json()["last_used_at"] is not None
    assert not [one["sql"] for one in queries if one["sql"].startswith("UPDATE") and "apikey" in one["sql"]]


def test_the_former_secret_works_until_its_time_and_the_new_one_at_once(make_key, owner, now):
    key, old = make_key()
    until = now + timedelta(hours=24)
    key, new = rotate_api_key(api_key=key, former_until=until, by=Actor(account=owner), now=now)
    assert api_key_of(new, now) == api_key_of(old, until - timedelta(seconds=1)) == key
    assert api_key_of(old, until) is None
    assert old not in str(ApiKey.objects.values())

    note_api_key_use(api_key=key, now=now, secret=old)
    key.refresh_from_db()
    assert (key.former_used_at, key.last_used_at) == (now, None)

    _, newest = rotate_api_key(api_key=key, by=Actor(account=owner), now=now)
    assert api_key_of(newest, now) == key
    assert api_key_of(new, now) is api_key_of(old, now) is None
    assert Event.objects.filter(kind="api_key.rotated").count() == 2


def test_the_former_secret_is_ended_ahead_of_its_time(make_key, owner, now):
    key, old = make_key()
    by = Actor(account=owner)
    key, new = rotate_api_key(api_key=key, former_until=now + timedelta(days=1), by=by, now=now)
    end_former_secret(api_key=key, by=by, now=now)
    end_former_secret(api_key=key, by=by, now=now)
    assert api_key_of(old, now) is None
    assert api_key_of(new, now) == key
    assert Event.objects.filter(kind="api_key.former_ended").count() == 1


@pytest.mark.parametrize("wait", [timedelta(seconds=-1), timedelta(days=90, seconds=1)])
def test_an_overlap_that_is_over_or_too_long_is_refused(make_key, owner, now, wait):
    key, old = make_key()
    with pytest.raises(InvalidDetails):
        rotate_api_key(api_key=key, former_until=now + wait, by=Actor(account=owner), now=now)
    assert api_key_of(old, now) == key


def test_a_revoked_key_gets_no_new_secret(make_key, owner, now):
    key, _ = make_key()
    revoke_api_key(api_key=key, by=Actor(account=owner), now=now)
    with pytest.raises(InvalidDetails, match="Create another one"):
        rotate_api_key(api_key=key, by=Actor(account=owner), now=now)


def test_a_key_renews_itself_and_no_other(make_key, now):
    key, secret = make_key("keys:rotate")
    other, _ = make_key("awards:read", name="Other")
    with pytest.raises(NotAllowed):
        rotate_api_key(api_key=other, by=Actor(api_key=key), now=now)

    def ask(with_secret, body):
        return Client(headers={"authorization": f"Bearer {with_secret}"}).post(
            "/api/v1/keys/current/rotate", body, "application/json"
        )

    far = ask(secret, {"former_until": "2099-01-01T00:00:00Z"})
    assert far.status_code == 422
    assert [error["field"] for error in far.json()["errors"]] == ["former_until"]
    answer = ask(secret, {})
    assert answer.status_code == 200
    new = answer.json()["secret"]
    assert ask(new, {"former_until": timezone.now().isoformat()}).status_code == 422
    assert Client(headers={"authorization": f"Bearer {new}"}).get("/api/v1/keys/current").json()[
        "scopes"
    ] == ["keys:rotate"]
    assert (
        Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/keys/current").status_code == 200
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [("192.0.2.77", 200), ("::ffff:192.0.2.77", 200), ("2001:db8::5", 200), ("192.0.3.1", 403), ("::1", 403)],
)
def test_a_key_is_refused_outside_its_networks(make_key, address, status):
    key, secret = make_key(networks=["192.0.2.9/24", "2001:db8::/32"])
    assert key.networks == ["192.0.2.0/24", "2001:db8::/32"]
    client = Client(headers={"authorization": f"Bearer {secret}"}, REMOTE_ADDR=address)
    answer = client.get("/api/v1/keys/current")
    assert answer.status_code == status
    if status == 403:
        assert "network" in answer.json()["detail"]
        key.refresh_from_db()
        assert key.last_used_at is None


def test_what_is_not_a_network_is_refused(make_key):
    for networks in (["home"], ["192.0.2.0/33"], [f"10.0.{n}.0/24" for n in range(21)]):
        with pytest.raises(InvalidDetails) as refused:
            make_key(networks=networks)
        assert set(refused.value.problems) == {"networks"}


def test_what_a_key_may_do_is_changed_once_that_was_confirmed(make_key, organisation, owner, signed_in):
    key, secret = make_key("awards:read", "awards:issue")
    program, client = Client(headers={"authorization": f"Bearer {secret}"}), signed_in(owner)
    page = f"/org/harbour/keys/{key.id}/scopes"
    wish = {"scopes": ["awards:read", "audit:read"]}
    asked = client.post(page, wish).content.decode()
    assert "It may also:" in asked
    assert "It may no longer:" in asked
    assert program.get("/api/v1/audit/events").status_code == 403

    stale = client.post(page, wish | {"before": "awards:read"})
    assert "It may no longer:" in stale.content.decode()
    assert client.post(page, wish | {"before": "awards:read,awards:issue"}).status_code == 302
    assert program.get("/api/v1/audit/events").status_code == 200
    key.refresh_from_db()
    assert key.scopes == ["awards:read", "audit:read"]
    event = Event.objects.get(kind="api_key.scopes_changed")
    assert (event.data["added"], event.data["removed"]) == (["audit:read"], ["awards:issue"])
    assert client.post(page, {}).status_code == 422


def test_the_scopes_of_a_key_stay_where_they_may_not_be_changed(make_key, make_member, owner, now):
    key, _ = make_key("awards:read")
    with pytest.raises(NotAllowed):
        change_scopes(api_key=key, scopes=["awards:issue"], by=Actor(account=make_member("issuer")), now=now)
    with pytest.raises(NotAllowed):
        change_scopes(api_key=key, scopes=["awards:issue"], by=Actor(api_key=make_key()[0]), now=now)
    for scopes in ([], ["awards:all"]):
        with pytest.raises(InvalidDetails):
            change_scopes(api_key=key, scopes=scopes, by=Actor(account=owner), now=now)
    revoke_api_key(api_key=key, by=Actor(account=owner), now=now)
    with pytest.raises(InvalidDetails, match="Create another one"):
        change_scopes(api_key=key, scopes=["awards:issue"], by=Actor(account=owner), now=now)
    key.refresh_from_db()
    assert key.scopes == ["awards:read"]


def test_the_api_takes_the_key_as_bearer(make_key):
    key, secret = make_key("awards:read")
    auth = ApiKeyAuth(Scope.AWARDS_READ)
    request = RequestFactory().get("/", headers={"authorization": f"Bearer {secret}"})
    assert auth(request) == Actor(api_key=key)
    assert auth(RequestFactory().get("/", headers={"authorization": "Bearer olk_no"})) is None
    assert auth(RequestFactory().get("/", headers={"authorization": secret})) is None
    with pytest.raises(NotAllowed, match="awards:issue"):
        ApiKeyAuth(Scope.AWARDS_ISSUE)(request)


def test_the_page_shows_the_secret_once(organisation, owner, signed_in):
    client = signed_in(owner)
    made = client.post("/org/harbour/keys", {"name": "Course platform", "scopes": ["awards:read"]})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in client.get("/org/harbour/keys").content.decode()
    key = ApiKey.objects.get()
    rotated = client.post(f"/org/harbour/keys/{key.id}/rotate", {"hours": "24"})
    assert rotated.context["secret"] != secret
    assert "no-store" in rotated["Cache-Control"]
    page = client.get("/org/harbour/keys").content.decode()
    assert "The former secret works until" in page
    assert rotated.context["secret"] not in page
    client.post(f"/org/harbour/keys/{key.id}/end-former")
    assert "The former secret works until" not in client.get("/org/harbour/keys").content.decode()
    client.post(f"/org/harbour/keys/{key.id}/revoke")
    assert "Revoked" in client.get("/org/harbour/keys").content.decode()


def test_a_program_reads_the_audit_trail(make_key):
    _, secret = make_key()
    client = Client(headers={"authorization": f"Bearer {secret}"})
    page = client.get("/api/v1/audit/events?group=api_key").json()
    assert page["count"] == 1
    [line] = page["items"]
    assert (line["kind"], line["actor"]) == ("api_key.created", "Olga Owner")
    assert line["data"]["scopes"] == Scope.values
    assert client.get("/api/v1/audit/events?group=keys").status_code == 422


def test_the_command_knows_the_scopes():
    assert list(SCOPES) == Scope.values
