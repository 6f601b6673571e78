"""The first account belongs to whoever holds the printed link, once, and to nobody else."""

import json
import stat

import pytest
from django.core.exceptions import ValidationError

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import (
    AccountError,
    FirstAccountGone,
    claim_first_account,
    is_first_account_offered,
    offer_first_account,
)

pytestmark = pytest.mark.django_db
PERSON = {"email": "olga@harbour.example", "name": "Olga Owner", "password": "sea-shanty-42"}


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def offered(now) -> str:
    token = offer_first_account(now=now)
    assert token is not None
    return token


def test_the_link_makes_the_operators_account_and_signs_in(client, now):
    token = offered(now)
    assert client.get(f"/first-account/{token}").status_code == 200
    answer = client.post(f"/first-account/{token}", PERSON)
    assert answer.status_code == 302
    account = Account.objects.get()
    assert account.is_operator
    assert account.check_password("sea-shanty-42")
    assert client.session["_auth_user_id"] == str(account.pk)


def test_the_link_works_once(client, now):
    token = offered(now)
    client.post(f"/first-account/{token}", PERSON)
    client.logout()
    answer = client.post(f"/first-account/{token}", PERSON | {"email": "second@harbour.example"})
    assert answer.status_code == 404
    assert Account.objects.count() == 1


def test_a_later_start_replaces_the_link(now):
    first, second = offered(now), offered(now)
    assert not is_first_account_offered(first)
    assert is_first_account_offered(second)


def test_no_link_is_made_once_there_is_an_account(make_account, now):
    token = offered(now)
    make_account()
    assert offer_first_account(now=now) is None
    assert not is_first_account_offered(token)


def test_a_guessed_token_shows_no_form(client, now):
    offered(now)
    answer = client.get("/first-account/guessed")
    assert answer.status_code == 404
    assert b"<form method" not in answer.content.split(b"<main", 1)[1]


def test_the_token_itself_is_kept_nowhere(data_folder, now):
    token = offered(now)
    file = data_folder / "first-account.json"
    assert token not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "token_hash" in json.loads(file.read_text())


@pytest.mark.parametrize(("field", "value"), [("email", "no address"), ("password", "short")])
def test_a_mistake_is_shown_at_its_field_and_leaves_the_link_alive(client, now, field, value):
    token = offered(now)
    answer = client.post(f"/first-account/{token}", PERSON | {field: value})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert is_first_account_offered(token)
    assert not Account.objects.exists()


def test_a_failure_on_the_way_gives_the_link_back(now):
    token = offered(now)
    with pytest.raises(AccountError):
        claim_first_account(token=token, now=now, **(PERSON | {"email": "nothing"}))
    with pytest.raises(ValidationError):
        claim_first_account(token=token, now=now, **(PERSON | {"password": "1"}))
    assert is_first_account_offered(token)


def test_of_two_at_the_same_moment_one_is_told_that_it_is_gone(now, monkeypatch, data_folder):
    token = offered(now)
    monkeypatch.setattr(
        "openlaurel.apps.accounts.services.first_account.validate_password",
        lambda password, account: (data_folder / "first-account.json").unlink(),
    )
    with pytest.raises(FirstAccountGone):
        claim_first_account(token=token, now=now, **PERSON)
    assert not Account.objects.exists()
