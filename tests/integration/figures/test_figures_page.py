"""The page of the figures: the funnel in numbers, what is hidden, and who may see it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.figures.queries import Funnel, Selection, funnel_of, happenings_of, months_of
from openlaurel.apps.figures.queries.selection import units
from openlaurel.apps.figures.services.counting import note_view
from openlaurel.apps.figures.visits import Visit
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Profile

pytestmark = pytest.mark.django_db


def in_numbers(funnel: Funnel) -> dict[str, tuple[int | None, dict[str, int | None]]]:
    return {
        stage.code: (stage.count, {loss.code: loss.count for loss in stage.losses}) for stage in funnel.stages
    }


def test_each_stage_says_why_badges_were_lost_before_it(
    of_every_fate: list[Award], organisation: Profile
) -> None:
    stages = in_numbers(funnel_of(Selection(organisation)))
    assert stages["issued"] == (46, {})
    assert stages["sent"] == (40, {"quiet": 6})
    assert stages["delivered"] == (40, {})
    assert stages["opened"] == (33, {"unopened": 7})
    assert stages["accepted"] == (20, {"unanswered": 7, "declined": 6})


def test_the_losses_and_the_last_stage_make_up_all_badges(
    of_every_fate: list[Award], organisation: Profile
) -> None:
    stages = in_numbers(funnel_of(Selection(organisation)))
    lost = sum(count or 0 for _, losses in list(stages.values())[:5] for count in losses.values())
    assert lost + (stages["accepted"][0] or 0) == 46


def test_the_time_to_accept_is_told_in_spans(of_every_fate: list[Award], organisation: Profile) -> None:
    funnel = funnel_of(Selection(organisation))
    assert {part.code: part.count for part in funnel.waits if part.count} == {
        "within_day": 12,
        "within_week": 8,
    }
    assert funnel.median_wait == "1 to 24 hours"


def test_of_four_badges_nothing_is_told(issue: Any, work: Any, organisation: Profile) -> None:
    assert funnel_of(Selection(organisation)).issued == 0
    issue(4)
    work()
    assert funnel_of(Selection(organisation)) == Funnel(issued=None)
    issue(1)
    work()
    assert funnel_of(Selection(organisation)).issued == 5


def test_what_holders_did_is_told_in_fives_and_only_of_whole_groups(
    issue: Any, accept: Any, work: Any, organisation: Profile, now: datetime
) -> None:
    early = issue(4, at=now - timedelta(days=70))
    late = issue(9, at=now - timedelta(days=35))
    accept([*early, *late])
    for award in [*early, *late[:5]]:
        note_view(award=award, visit=Visit("own"), now=now)
    work()
    [unit] = units(Selection(organisation))
    assert (unit.since.month, unit.until.month, unit.accepted) == (9, 10, 13)
    assert unit.reached["viewed"] in {5, 10}
    alone = Selection(organisation, since=unit.since, until=unit.since)
    assert units(alone) == []
    assert units(Selection(organisation, since=unit.until)) == []
    funnel = funnel_of(Selection(organisation, since=unit.until))
    assert {stage.code: stage.count for stage in funnel.stages}["viewed"] is None


def test_no_two_selections_differ_by_less_than_a_group(
    make_published: Any, issue: Any, accept: Any, work: Any, organisation: Profile, now: datetime
) -> None:
    for slug, sizes in {"knots": (6, 3, 2, 9), "lights": (2, 1, 1, 7)}.items():
        version: AchievementVersion = make_published(slug)
        for age, size in enumerate(sizes):
            awards = issue(size, at=now - timedelta(days=31 * age), version=version)
            accept(awards)
            for award in awards[::2]:
                note_view(award=award, visit=Visit("own"), now=now)
    work()
    months = [
        month.month for month in months_of(Selection(organisation), happenings_of(Selection(organisation)))
    ]
    shown = {
        (since, until): sum(
            unit.accepted for unit in units(Selection(organisation, since=since, until=until))
        )
        for since in months
        for until in months
        if since <= until
    }
    assert len(shown) == 10
    differences = {
        shown[outer] - shown[inner]
        for outer in shown
        for inner in shown
        if outer[0] <= inner[0] and inner[1] <= outer[1]
    }
    assert min(differences - {0}) >= 5


def test_views_of_a_micro_credential_with_few_holders_are_left_out(
    issue: Any, accept: Any, work: Any, organisation: Profile, now: datetime
) -> None:
    awards = issue(5)
    accept(awards[:4])
    for _ in range(40):
        note_view(award=awards[0], visit=Visit("own"), now=now)
    work()
    assert happenings_of(Selection(organisation)).total("view") == 0
    accept(awards[4:])
    work()
    assert happenings_of(Selection(organisation)).total("view") in {40, 45}


def test_the_page_shows_the_funnel_and_the_numbers_behind_each_chart(
    of_every_fate: list[Award], client: Client, owner: Account, signed_in: Any
) -> None:
    signed_in(owner)
    page = client.get("/org/harbour/figures").content.decode()
    assert "Opened and not answered" in page
    assert page.count('role="img"') == 2
    assert "1 to 24 hours" in page
    assert "Nov 2026" in page


def test_the_address_holds_the_selection(
    of_every_fate: list[Award], client: Client, owner: Account, signed_in: Any
) -> None:
    signed_in(owner)
    assert b"No badges issued here" in client.get("/org/harbour/figures?until=2026-10").content
    assert (
        b"Opened and not answered" in client.get("/org/harbour/figures?since=2026-11&until=2026-11").content
    )
    for odd in ("achievement=none", "since=2026-13", "since=%00", "until=x"):
        assert client.get(f"/org/harbour/figures?{odd}").status_code in {200, 400}


def test_an_issuer_without_badges_is_told_so(
    client: Client, owner: Account, organisation: Profile, signed_in: Any
) -> None:
    signed_in(owner)
    assert b"No badges issued here" in client.get("/org/harbour/figures").content


def test_designers_see_no_figures(client: Client, make_member: Any, signed_in: Any) -> None:
    signed_in(make_member("designer"))
    assert client.get("/org/harbour/figures").status_code == 403
