"""Accounts made outside the sign-up page."""

import pytest
from allauth.account.models import EmailAddress

from openlaurel.apps.accounts.services import AccountError, AddressTaken, create_account


def test_an_address_is_one_account_whatever_its_case(make_account, now):
    make_account("ada@example.org")
    with pytest.raises(AddressTaken):
        create_account(email=" ADA@Example.org ", now=now)


@pytest.mark.django_db
def test_an_unusable_address_is_refused(now):
    with pytest.raises(AccountError, match=r"name@example\.org"):
        create_account(email="ada", now=now)


@pytest.mark.django_db
def test_without_a_password_nobody_can_guess_one(now):
    account = create_account(email="ada@example.org", now=now)
    assert not account.has_usable_password()
    assert not EmailAddress.objects.get(user=account).verified


def test_a_confirmed_account_signs_in_at_the_page(make_account, client):
    make_account("ada@example.org")
    response = client.post("/account/login/", {"login": "ada@example.org", "password": "sea-shanty-42"})
    assert response.status_code == 302
    assert response["Location"] == "/home"
