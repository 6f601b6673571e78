"""API keys: what a leaked, revoked or weak key could do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from openlaurel.apps.profiles.access import ApiKeyAuth
from openlaurel.apps.profiles.models import ApiKey
from openlaurel.apps.profiles.policies import Actor, NotAllowed, can
from openlaurel.apps.profiles.queries import api_key_of
from openlaurel.apps.profiles.services import InvalidDetails, create_api_key, note_api_key_use, revoke_api_key


@pytest.fixture
def make_key(organisation, owner, now):
    def make(role="issuer", name="Course platform"):
        return create_api_key(
            organisation=organisation, name=name, role=role, by=Actor(account=owner), now=now
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


def test_a_key_is_accepted_up_to_the_end_of_its_last_day(organisation, owner, now):
    asked = {"organisation": organisation, "name": "Trial", "role": "reader", "by": Actor(account=owner)}
    day = now.astimezone(UTC).date() + timedelta(days=30)
    key, secret = create_api_key(**asked, expires_on=day, now=now)
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)

    assert key.last_day == day
    assert api_key_of(secret, end - timedelta(seconds=1)) == key
    assert api_key_of(secret, end) is None
    with pytest.raises(InvalidDetails) as refused:
        create_api_key(**asked, expires_on=now.astimezone(UTC).date() - timedelta(days=1), now=now)
    assert set(refused.value.problems) == {"expires_on"}


def test_the_page_says_until_when_a_key_works_and_that_one_has_expired(client, organisation, owner):
    client.force_login(owner)
    today = timezone.now().astimezone(UTC).date()
    made = client.post(
        "/org/harbour/keys", {"name": "Trial", "role": "reader", "expires_on": today.isoformat()}
    )
    assert made.context["created"].last_day == today
    assert "until " in client.get("/org/harbour/keys").content.decode()
    ApiKey.objects.update(expires_at=timezone.now() - timedelta(days=2))
    assert "Expired " in client.get("/org/harbour/keys").content.decode()
    past = {"name": "Trial", "role": "reader", "expires_on": "2020-01-01"}
    assert "still to come" in client.post("/org/harbour/keys", past).content.decode()


def test_a_key_does_only_what_its_role_allows_and_only_at_home(make_key, make_organisation):
    key, _ = make_key("reader")
    reader, issuer = Actor(api_key=key), Actor(api_key=make_key("issuer", "Other")[0])
    assert can(reader, "view_awards", key.organisation)
    assert not can(reader, "issue_award", key.organisation)
    assert can(issuer, "issue_award", key.organisation)
    assert not can(issuer, "manage_keys", key.organisation)
    assert not can(issuer, "view_awards", make_organisation("elsewhere"))


def test_no_key_can_be_an_owner(make_key):
    with pytest.raises(InvalidDetails):
        make_key("owner")


def test_only_owners_make_keys(organisation, make_member, now):
    with pytest.raises(NotAllowed):
        create_api_key(
            organisation=organisation,
            name="x",
            role="issuer",
            by=Actor(account=make_member("issuer")),
            now=now,
        )


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


def test_the_api_takes_the_key_as_bearer(make_key):
    key, secret = make_key()
    request = RequestFactory().get("/", headers={"authorization": f"Bearer {secret}"})
    assert ApiKeyAuth()(request) == Actor(api_key=key)
    assert ApiKeyAuth()(RequestFactory().get("/", headers={"authorization": "Bearer olk_no"})) is None
    assert ApiKeyAuth()(RequestFactory().get("/", headers={"authorization": secret})) is None


def test_the_page_shows_the_secret_once(organisation, owner, signed_in):
    client = signed_in(owner)
    made = client.post("/org/harbour/keys", {"name": "Course platform", "role": "reader"})
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert secret not in client.get("/org/harbour/keys").content.decode()
    key = ApiKey.objects.get()
    client.post(f"/org/harbour/keys/{key.id}/revoke")
    assert "Revoked" in client.get("/org/harbour/keys").content.decode()
