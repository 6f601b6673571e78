"""Home says what to do next, and shows nobody else's things."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import invite_member


def home_of(client: Client) -> str:
    response = client.get("/home")
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: Client, db: None) -> None:
    assert client.get("/home").headers["Location"] == "/account/login/?next=/home"


def test_who_is_new_is_told_where_to_begin(holder: Account, signed_in: Callable[[Account], Client]) -> None:
    page = home_of(signed_in(holder))

    assert "Find something to earn" in page
    assert "No badges yet" in page
    assert "You are not enrolled in anything yet" in page


def test_a_badge_that_waits_comes_first(
    holder: Account, signed_in: Callable[[Account], Client], make_award: Callable[..., Award]
) -> None:
    make_award(accept=False)

    page = home_of(signed_in(holder))

    assert "A badge waits for your answer" in page
    assert "/claim/" in page


@pytest.mark.parametrize(("what", "chip"), [("valid", "Valid"), ("revoked", "Revoked")])
def test_each_badge_says_whether_it_counts(
    holder: Account,
    signed_in: Callable[[Account], Client],
    make_award: Callable[..., Award],
    lately: datetime,
    what: str,
    chip: str,
) -> None:
    award = make_award(account=holder)
    if what == "revoked":
        revoke_award(award=award, reason="A mistake", by=INSTALLATION, now=lately)

    page = home_of(signed_in(holder))

    assert "Tide tables in practice" in page
    assert chip in page


def test_nobody_sees_anothers_badges(
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
    award: Award,
) -> None:
    assert "Tide tables" not in home_of(signed_in(make_account("else@learners.example")))


def test_an_invitation_is_announced_only_to_whom_it_was_sent(
    holder: Account,
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
    organisation: Profile,
    now: datetime,
) -> None:
    invite_member(organisation=organisation, email=holder.email, role="issuer", by=INSTALLATION, now=now)

    assert "Harbour Institute invites you as issuer." in home_of(signed_in(holder))
    assert "Harbour Institute" not in home_of(signed_in(make_account("else@learners.example")))


def test_a_member_finds_the_way_into_the_organisation(
    owner: Account, organisation: Profile, signed_in: Callable[[Account], Client]
) -> None:
    page = home_of(signed_in(owner))

    assert 'href="/org/harbour/"' in page
    assert "Organisations you work for" in page
