"""Choosing what to issue: from a list while it is short, by searching when it would be too long."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import archive_achievement
from openlaurel.apps.issuing.models import Award, Roster
from openlaurel.apps.issuing.services import upload_roster
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION

pytestmark = pytest.mark.django_db
ISSUE = "/org/harbour/issue"


@pytest.fixture
def issuer(make_member: Callable[..., Any], signed_in: Callable[..., Client]) -> Client:
    return signed_in(make_member("issuer", name="Ivo Issuer"))


@pytest.fixture
def roster(organisation: Profile, now: datetime) -> Roster:
    data = b"Email,Name\nana@learners.example,Ana Sousa\n"
    return upload_roster(
        organisation=organisation, file_name="class.csv", data=data, by=INSTALLATION, now=now
    )


def main_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().split("<main", 1)[1]


def test_up_to_fifty_stand_in_a_list(issuer: Client, many: list[str], now: datetime) -> None:
    assert main_of(issuer, ISSUE).count("<option") == 0
    knots = AchievementVersion.objects.get(name="Knots that hold")
    archive_achievement(achievement=knots.achievement, by=INSTALLATION, now=now)
    text = main_of(issuer, ISSUE)
    assert text.count("<option") == 51
    assert "Knots that hold" not in text


def test_more_are_found_on_further_pages_and_by_words_as_in_the_catalogue(
    issuer: Client, many: list[str]
) -> None:
    pages = [main_of(issuer, f"{ISSUE}?page={number}") for number in (1, 2, 3)]
    assert all(sum(f">{name}</span>" in page for page in pages) == 1 for name in many)
    found = main_of(issuer, f"{ISSUE}?q=KN%C3%93TS")
    assert found.count("?achievement=") == 1
    assert "?achievement=knots" in found
    assert "Show everything" in main_of(issuer, f"{ISSUE}?q=nothing+like+it")


def test_what_was_chosen_is_issued_whatever_else_is_sent(
    issuer: Client, many: list[str], published: AchievementVersion
) -> None:
    chosen = f"{ISSUE}?achievement=knots"
    text = main_of(issuer, chosen)
    assert "Knots that hold" in text
    assert "<option" not in text
    form = {
        "version": published.pk,
        "recipient_name": "Ana Sousa",
        "recipient_email": "ana@learners.example",
        "key": uuid4(),
    }
    assert issuer.post(chosen, form).status_code == 302
    assert Award.objects.get().version.name == "Knots that hold"


def test_nothing_is_issued_before_something_is_chosen(
    issuer: Client, many: list[str], published: AchievementVersion, make_organisation: Callable[..., Profile]
) -> None:
    form = {
        "version": published.pk,
        "recipient_name": "Ana",
        "recipient_email": "a@x.example",
        "key": uuid4(),
    }
    for url in (ISSUE, f"{ISSUE}?achievement=of-somebody-else"):
        assert "Which micro-credential?" in issuer.post(url, form).content.decode()
    assert not Award.objects.exists()


def test_a_roster_goes_by_the_same_search(issuer: Client, many: list[str], roster: Roster) -> None:
    url = f"/org/harbour/rosters/{roster.id}"
    assert "?achievement=knots" in main_of(issuer, f"{url}?q=knots")
    response = issuer.post(f"{url}?achievement=knots", {"email": "Email", "name": "Name"})
    assert response.status_code == 302
    assert roster.batches.get().version.name == "Knots that hold"
