"""The page behind the link in the mail."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.issuing.services.claims import claim_token
from openlaurel.apps.profiles.policies import INSTALLATION

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(award: Award) -> str:
    return f"/claim/{claim_token(award)}"


def test_opening_the_link_shows_the_badge_and_changes_nothing_but_that_it_was_opened(
    client: Client, award: Award, page: str
) -> None:
    response = client.get(page)
    text = response.content.decode()
    assert "Tide tables in practice" in text
    assert "Ana Sousa" in text
    assert "Accept the badge" in text
    award.refresh_from_db()
    assert (award.state, award.opened_at is not None) == ("offered", True)
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_scanner_that_asks_for_the_headers_only_counts_as_nobody(
    client: Client, award: Award, page: str
) -> None:
    client.head(page)
    award.refresh_from_db()
    assert award.opened_at is None


def test_one_post_accepts_without_an_account(client: Client, award: Award, page: str) -> None:
    response = client.post(f"{page}/accept", {"show_name": "on"})
    assert response["Location"] == f"/awards/{award.id}"
    award.refresh_from_db()
    assert (award.state, award.show_name, award.account) == ("accepted", True, None)


def test_the_name_stays_hidden_unless_the_box_is_ticked(client: Client, award: Award, page: str) -> None:
    client.post(f"{page}/accept")
    award.refresh_from_db()
    assert (award.state, award.show_name) == ("accepted", False)


def test_accepting_twice_does_no_harm_and_changes_the_choice(client: Client, award: Award, page: str) -> None:
    client.post(f"{page}/accept")
    accepted_at = Award.objects.get().accepted_at
    assert client.post(f"{page}/accept", {"show_name": "on"}).status_code == 302
    award.refresh_from_db()
    assert (award.show_name, award.accepted_at) == (True, accepted_at)
    assert "You accepted this badge" in client.get(page).content.decode()


def test_one_post_declines_and_the_link_still_allows_a_change_of_mind(
    client: Client, award: Award, page: str
) -> None:
    assert client.post(f"{page}/decline")["Location"] == page
    award.refresh_from_db()
    assert award.state == "declined"
    assert "You declined this badge" in client.get(page).content.decode()
    client.post(f"{page}/accept")
    award.refresh_from_db()
    assert award.state == "accepted"


@pytest.mark.parametrize("action", ["accept", "decline"])
def test_a_get_never_answers_for_the_recipient(client: Client, award: Award, page: str, action: str) -> None:
    assert client.get(f"{page}/{action}").status_code == 405
    award.refresh_from_db()
    assert award.state == "offered"


def test_answers_need_the_token_of_this_site_against_forged_forms(award: Award, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"{page}/accept").status_code == 403
    award.refresh_from_db()
    assert award.state == "offered"


def test_a_wrong_link_says_what_to_do(client: Client, award: Award, page: str) -> None:
    response = client.get(page[:-1] + ("A" if page[-1] != "A" else "B"))
    assert response.status_code == 404
    assert "ask whoever awarded the badge to send the mail again" in response.content.decode()


def test_a_revoked_badge_says_why_and_cannot_be_accepted(
    client: Client, award: Award, page: str, now: datetime
) -> None:
    revoke_award(award=award, reason="Issued by mistake.", by=INSTALLATION, now=now)
    text = client.get(page).content.decode()
    assert "Issued by mistake." in text
    assert "Accept the badge" not in text
    client.post(f"{page}/accept")
    award.refresh_from_db()
    assert award.state == "revoked"


def test_who_is_signed_in_with_the_address_gets_it_into_the_account(
    award: Award,
    page: str,
    make_account: Callable[..., Any],
    signed_in: Callable[..., Client],
) -> None:
    account = make_account("ana@learners.example")
    signed_in(account).post(f"{page}/accept")
    award.refresh_from_db()
    assert award.account == account


def test_who_is_signed_in_with_another_address_does_not_take_it_over(
    award: Award,
    page: str,
    make_account: Callable[..., Any],
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in(make_account("bo@learners.example"))
    assert "won't be put into this account" in client.get(page).content.decode()
    client.post(f"{page}/accept")
    award.refresh_from_db()
    assert (award.state, award.account) == ("accepted", None)


def test_an_unconfirmed_address_proves_nothing(
    award: Award,
    page: str,
    make_account: Callable[..., Any],
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in(make_account("ana@learners.example", verified=False))
    client.post(f"{page}/accept")
    award.refresh_from_db()
    assert award.account is None


def test_a_name_in_another_script_is_isolated(client: Client, make_award: Callable[..., Award]) -> None:
    award = make_award(recipient_name="<b>أحمد</b>")
    text = client.get(f"/claim/{claim_token(award)}").content.decode()
    assert '<dd dir="auto">&lt;b&gt;أحمد&lt;/b&gt;</dd>' in text
