"""The front page and the public pages of organisations and people."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.services import ensure_person_profile


def test_the_front_page_of_an_empty_installation_says_what_to_do(client: Client, db: None) -> None:
    page = client.get("/").content.decode()

    assert "Nothing is published yet" in page
    assert "Verify a badge" in page


def test_the_front_page_shows_what_is_really_in_the_catalogue(
    client: Client, published: AchievementVersion
) -> None:
    page = client.get("/").content.decode()

    assert "Tide tables in practice" in page
    assert "Harbour Institute" in page


def test_an_organisation_shows_what_it_offers_and_as_whom_it_signs(
    client: Client, published: AchievementVersion
) -> None:
    page = client.get("/profiles/harbour").content.decode()

    assert "Tide tables in practice" in page
    assert "did:web:127.0.0.1%3A8000:profiles:harbour" in page


def test_a_person_is_shown_only_with_badges_that_they_show(
    client: Client, holder: Account, make_award: Callable[..., Award], now: datetime
) -> None:
    profile = ensure_person_profile(account=holder, now=now)
    address = f"/profiles/{profile.handle}"
    make_award(account=holder, show_name=False)
    assert client.get(address).status_code == 404

    make_award(account=holder, narrative="For the passage in May")

    page = client.get(address).content.decode()
    assert "Ana Sousa" in page
    assert page.count("Tide tables in practice") == 1


@pytest.mark.parametrize("handle", ["nobody", "p-abcdefghjkmn"])
def test_a_profile_that_isnt_there_is_not_found(client: Client, db: None, handle: str) -> None:
    assert client.get(f"/profiles/{handle}").status_code == 404


def test_an_organisation_without_anything_published_isnt_a_dead_end(
    client: Client, organisation: Profile
) -> None:
    assert "/explore" in client.get("/profiles/harbour").content.decode()
