"""Long lists of badges: none may be missing, twice or out of order, however they are turned over and found."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing import personal_data
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import AwardFilters, award_line, list_awards
from openlaurel.apps.issuing.queries import award_lists as lists
from openlaurel.apps.issuing.search_index import INDEX
from openlaurel.apps.issuing.services import AwardDraft, correct_award, issue_awards
from openlaurel.apps.issuing.services.corrections import wanted_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.queries import long_pages
from openlaurel.apps.profiles.queries.long_pages import LongPage, long_page, place_of
from openlaurel.core.searching import search_form

pytestmark = pytest.mark.django_db

NAMES = ("Łucja Żółć", "Siobhán O'Brien", "Jean-Luc Okafor", "أمل حداد", "山田 太郎", "Ana Sousa")
SIZE = 4


@pytest.fixture
def awards(published: AchievementVersion, now: datetime) -> list[Award]:
    """36 badges in six sets of one moment each, some opened, some that end."""
    made = []
    for number in range(6):
        drafts = [
            AwardDraft(
                recipient_name=f"{name} {number}",
                recipient_email=f"p{number}.{place}@mail-{place}.example",
                valid_until=now + timedelta(days=10 + number * place) if place else None,
            )
            for place, name in enumerate(NAMES)
        ]
        moment = now + timedelta(minutes=number)
        outcomes = issue_awards(version=published, drafts=drafts, by=INSTALLATION, now=moment, notify=False)
        made += [outcome.award for outcome in outcomes]
    opened = [award.pk for award in made[::5] if award]
    Award.objects.filter(pk__in=opened).update(opened_at=now)
    return [award for award in made if award]


@pytest.fixture
def is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of a dozen are long, so that 36 badges show what a million would."""
    monkeypatch.setattr(long_pages, "MOST_COUNTED", 12)
    monkeypatch.setattr(lists, "MOST_COUNTED", 5)
    monkeypatch.setattr(lists, "NEAR", 8)


def pages(
    first: dict[str, str], way: str, read: Callable[[dict[str, str]], LongPage[Award]]
) -> Iterator[LongPage[Award]]:
    params: dict[str, str] | None = first
    while params is not None:
        page = read(params)
        yield page
        neighbour = getattr(page, way)
        params = dict([neighbour]) if neighbour else None


FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"stage": "unmailed"},
    {"stage": "opened"},
    {"stage": "expired"},
    {"words": "sous"},
    {"words": "mail"},
    {"words": "p5"},
    {"achievement": "tide-tables"},
    {"achievement": "tide-tables", "stage": "opened"},
    {"words": "jean", "stage": "opened"},
)


@pytest.mark.usefixtures("is_long")
def test_pages_forwards_and_backwards_hold_each_badge_once_and_in_order(
    awards: list[Award], organisation: Profile, now: datetime
) -> None:
    later = now + timedelta(days=30)
    for fields in FILTERS:
        filters = AwardFilters(**fields)
        by = "valid_until" if filters.stage == "expired" else "created_at"
        whole = [a.pk for a in list_awards(organisation, filters, now=later).order_by(f"-{by}", "-pk")]
        assert whole, fields

        def read(params: dict[str, str], filters: AwardFilters = filters) -> LongPage[Award]:
            place = place_of(params, Award)
            return long_page(award_line(organisation, filters, place, SIZE, now=later), place, SIZE)

        forwards = [award.pk for page in pages({}, "next", read) for award in page]
        assert forwards == whole, fields
        met = list(pages({"page": "last"}, "previous", read))
        backwards = [award.pk for page in reversed(met) for award in page]
        # The first page is a whole one, so that met from behind it may hold rows of the second, too.
        assert list(dict.fromkeys(backwards)) == whole, fields
        assert met[-1].number == 1


WORDS = (
    "luc", "zolc", "brien", "o'brien", "okafor jean", "حد", "山田", "p3.1@mail-1.example", "@mail-2", "sousa 4",
    "usa", "-", '"', "%", "a'b", "nobody",
)  # fmt: skip


def test_a_badge_is_found_by_how_words_of_its_name_or_address_begin(
    awards: list[Award], organisation: Profile, now: datetime
) -> None:
    for words in WORDS:
        found = {award.pk for award in list_awards(organisation, AwardFilters(words=words), now=now)}
        asked = search_form(words).split()
        expected = {award.pk for award in awards if all(is_in(award.search_text, word) for word in asked)}
        assert found == expected, words


def is_in(text: str, word: str) -> bool:
    """Whether the word stands in the text where a word of it begins; signs alone may stand anywhere."""
    places = [n for n in range(len(text)) if text.startswith(word, n)]
    if not any(map(str.isalnum, word)):
        return bool(places)
    return any(n == 0 or not text[n - 1].isalnum() or not word[0].isalnum() for n in places)


def test_who_was_renamed_is_found_by_the_new_name_alone_and_who_was_erased_by_none(
    awards: list[Award], organisation: Profile, make_account: Callable[..., Account], now: datetime
) -> None:
    def count(words: str) -> int:
        return list_awards(organisation, AwardFilters(words=words), now=now).count()

    wanted = replace(wanted_of(awards[0]), recipient_name="Zofia Nowak")
    correct_award(award=awards[0], wanted=wanted, reason="Misspelt.", by=INSTALLATION, now=now)
    assert (count("nowak"), count("zolc")) == (1, 5)
    person = make_account(awards[5].recipient_email)
    personal_data.erase(person, now)
    assert count("sousa") == 5
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('integrity-check')")


def test_what_no_address_can_say_shows_the_first_page(
    client: Client, awards: list[Award], make_member: Any
) -> None:
    client.force_login(make_member("issuer"))
    for query in (
        "after=x",
        "before=2026-01-01_1",
        "after=2026-01-01T00:00:00%2B00:00_x",
        "page=-1",
        "page=9999999999999",
    ):
        answer = client.get(f"/org/harbour/awards?{query}")
        assert answer.status_code == 200
        assert b"36 badges, newest first" in answer.content
