"""What people earn next is counted without naming anybody."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.figures.models import Counting, Sequel
from openlaurel.apps.figures.queries import sequels_of
from openlaurel.apps.figures.queries.sequels import at_least
from openlaurel.apps.figures.services import refresh_sequels
from openlaurel.apps.figures.services.sequels import Line, count_sequels
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import accept_award, issue_award, revoke_award, show_awards
from openlaurel.apps.profiles.policies import INSTALLATION

START = datetime(2026, 1, 1)
DAY = timedelta(days=1)
A, B, C = sorted(uuid4() for _name in range(3))


def line(person: str, achievement: UUID, day: int) -> Line:
    return (person, achievement, START + day * DAY)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line("ana", A, 1), line("ana", B, 2), line("ana", C, 3)], {(A, B): 1, (B, C): 1}),
        # each once, when it was earned first
        ([line("ana", A, 1), line("ana", B, 2), line("ana", A, 3), line("ana", B, 4)], {(A, B): 1}),
        # at one moment nothing was next
        ([line("ana", A, 1), line("ana", B, 1)], {}),
        # people aren't mixed up
        ([line("ana", A, 1), line("bo", B, 2)], {}),
        ([line("ana", A, 1), line("ana", B, 2), line("bo", A, 5), line("bo", B, 6)], {(A, B): 2}),
        ([], {}),
    ],
)
def test_the_next_of_each_person_is_counted(
    lines: list[Line], expected: dict[tuple[UUID, UUID], int]
) -> None:
    assert dict(count_sequels(lines)) == expected


@pytest.mark.parametrize(
    ("people", "told"), [(5, 5), (9, 5), (10, 10), (19, 10), (49, 20), (99, 50), (1234, 1000)]
)
def test_a_number_is_told_rounded_down(people: int, told: int) -> None:
    assert at_least(people) == told


@pytest.fixture
def earn(now: datetime) -> Callable[..., Award]:
    """Somebody is given a badge on a day and accepts it."""

    def give(version: AchievementVersion, person: str, day: int) -> Award:
        at = now - 30 * DAY + day * DAY
        award = issue_award(
            version=version,
            recipient_name=person,
            recipient_email=f"{person}@learners.example",
            notify=False,
            by=INSTALLATION,
            now=at,
        )
        return accept_award(award=award, show_name=False, now=at)

    return give


def test_five_people_are_told_of_four_and_the_hidden_are_not(
    published: AchievementVersion,
    make_published: Callable[..., AchievementVersion],
    earn: Callable[..., Award],
    now: datetime,
) -> None:
    charts = make_published("charts", name="Charts in practice")
    knots = make_published("knots", name="Knots in practice")
    for number in range(7):
        earn(published, f"person{number}", 1)
    followers = [earn(charts, f"person{number}", 2) for number in range(6)]
    for number in range(4):
        earn(knots, f"person{number}", 3)
    Counting.objects.create(organisation=published.achievement.organisation)
    assert refresh_sequels(now=now) == 1
    first, second = published.achievement_id, charts.achievement_id
    assert sequels_of([first, second]) == [(first, second, 5)]
    assert [row.people for row in Sequel.objects.all()] == [6]
    assert refresh_sequels(now=now + DAY / 2) == 0, "once a day is enough"

    show_awards(awards=[followers[0].pk], holder=None, visibility="private", now=now)
    revoke_award(award=followers[1], reason="By mistake.", by=INSTALLATION, now=now)
    assert refresh_sequels(now=now + DAY) == 1
    assert sequels_of([first, second]) == []
    assert not Sequel.objects.exists()
