"""Lists of more than sixty rows: a page of one reads what it shows and no more, and nothing is out of reach."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, AssessmentKind, Attempt
from openlaurel.apps.assessment.queries import stuck_learners
from openlaurel.apps.assessment.services import give_attempt
from openlaurel.apps.catalog.models import AchievementVersion, VersionState
from openlaurel.apps.catalog.queries import list_own, versions_held
from openlaurel.apps.catalog.services import archive_achievement, define_achievement, start_version
from openlaurel.apps.profiles.models import Membership, Role
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.queries import list_members
from openlaurel.apps.profiles.services import add_member

ROWS, SIZE = 62, 25
PAGES = {None: 25, "2": 25, "3": 12, "99": 12}


@pytest.fixture
def people(db):
    """As many accounts as rows, whose names sort in the order in which they are made."""
    return Account.objects.bulk_create(
        Account(email=f"p{n:02}@learners.example", name=f"Person {n:02}") for n in range(ROWS)
    )


def whole(read, queries, of_each):
    """All pages of a list one after the other, each read in `of_each` queries, with the sizes that they should have."""
    found = {}
    for number, size in PAGES.items():
        with queries(of_each) as asked:
            found[number] = list(read(number))
        assert len(found[number]) == size
        assert any(f"LIMIT {size}" in query["sql"] for query in asked.captured_queries)
    assert found["99"] == found["3"]
    return found[None] + found["2"] + found["3"]


def test_each_member_is_listed_once_with_all_their_roles(
    organisation, owner, people, now, django_assert_num_queries
):
    Membership.objects.filter(account=owner).delete()
    Membership.objects.bulk_create(
        Membership(organisation=organisation, account=person, role=role, since=now + timedelta(days=days))
        for person in people
        for days, role in enumerate((Role.READER, Role.DESIGNER))
    )
    members = whole(lambda number: list_members(organisation, number, SIZE), django_assert_num_queries, 3)
    assert [member.account for member in members] == people
    assert {(member.roles, member.since) for member in members} == {((Role.DESIGNER, Role.READER), now)}


@pytest.fixture
def stuck(published, people, now):
    """Everybody has failed the one attempt that a quiz allows, each an hour before the next."""
    quiz = Assessment.objects.create(
        achievement=published.achievement,
        kind=AssessmentKind.QUIZ,
        title="Quiz",
        language="en",
        pass_percent=75,
        max_attempts=1,
        created_at=now,
    )
    Attempt.objects.bulk_create(
        Attempt(
            assessment=quiz,
            account=person,
            number=1,
            started_at=now,
            submitted_at=now + timedelta(hours=hours),
            passed=False,
        )
        for hours, person in enumerate(people)
    )
    return quiz


def test_each_learner_without_attempts_is_listed_the_latest_first(
    organisation, people, stuck, django_assert_num_queries
):
    found = whole(lambda number: stuck_learners(organisation, number, SIZE), django_assert_num_queries, 2)
    assert [learner.account for learner in found] == people[::-1]


def test_a_learner_who_got_one_more_attempt_is_not_listed_until_it_is_used(organisation, people, stuck, now):
    give_attempt(assessment=stuck, account=people[0], by=INSTALLATION, now=now)
    last = list(stuck_learners(organisation, "3", SIZE))
    assert [learner.account for learner in last] == people[1:12][::-1]
    late = now + timedelta(days=9)
    again = Attempt(assessment=stuck, account=people[0], number=2, started_at=late)
    again.save()
    assert people[0] not in [learner.account for learner in stuck_learners(organisation, None, SIZE)]
    Attempt.objects.filter(pk=again.pk).update(submitted_at=late, passed=False)
    first = next(iter(stuck_learners(organisation, None, SIZE)))
    assert (first.account, first.attempts, first.last_at) == (people[0], 2, late)


def test_the_last_page_of_learners_without_attempts_opens(organisation, owner, stuck, signed_in, now):
    add_member(organisation=organisation, account=owner, role=Role.ASSESSOR, by=INSTALLATION, now=now)
    page = signed_in(owner).get("/org/harbour/reviews?stuck=3").content.decode()
    assert page.count("Allow one more attempt") == ROWS - 50
    assert "Person 00" in page
    assert "Person 61" not in page


def test_drafts_come_first_then_names_without_regard_to_accents_then_the_archive(
    organisation, definition, make_published, now, django_assert_num_queries
):
    names = [f"Émile {n:02}" if n % 2 else f"emile {n:02}" for n in range(ROWS - 4)]
    for n, name in enumerate(names):
        define_achievement(
            organisation=organisation,
            slug=f"emile-{n}",
            definition=replace(definition, name=name),
            by=INSTALLATION,
            now=now,
        )
    kept, first, gone, started = (
        make_published(name.lower(), name=name).achievement for name in ("Zebra", "Zeal", "Anchor", "Emil")
    )
    archive_achievement(achievement=gone, by=INSTALLATION, now=now)
    start_version(achievement=started, by=INSTALLATION, now=now)
    own = whole(lambda number: list_own(organisation, number, SIZE), django_assert_num_queries, 3)
    assert [item.shown.name for item in own] == ["Emil", *names, "Zeal", "Zebra", "Anchor"]
    assert [item.draft is not None for item in own] == [True] * (ROWS - 3) + [False] * 3
    assert [item.achievement for item in own[-3:]] == [first, kept, gone]


@pytest.fixture
def many_versions(published):
    """The achievement with as many versions as rows; the last one is in force."""
    AchievementVersion.objects.filter(pk=published.pk).update(state=VersionState.SUPERSEDED)
    columns = ("name", "language", "workload_hours", "created_at", "published_at")
    fields = {name: getattr(published, name) for name in columns}
    AchievementVersion.objects.bulk_create(
        AchievementVersion(
            achievement=published.achievement,
            number=number,
            state=VersionState.PUBLISHED if number == ROWS else VersionState.SUPERSEDED,
            **fields,
        )
        for number in range(2, ROWS + 1)
    )
    return published.achievement


def test_each_version_is_listed_the_newest_first(many_versions, django_assert_num_queries):
    held = whole(lambda number: versions_held(many_versions, number, SIZE), django_assert_num_queries, 3)
    assert [one.version.number for one in held] == list(range(ROWS, 0, -1))


@pytest.mark.parametrize("url", ["/achievements/tide-tables", "/org/harbour/achievements/tide-tables"])
def test_the_first_version_is_three_pages_away(url, owner, many_versions, signed_in):
    client = signed_in(owner)
    for number, last in (("1", ROWS - 23), ("2", ROWS - 47), ("3", 1)):
        page = client.get(f"{url}?versions={number}").content.decode()
        assert re.findall(r">Version (\d+)<", page.split('id="versions"')[1])[-1] == str(last)
