"""The overview of a workspace counts right, says what to do, and shows each role only what it may see."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.profiles.models import Profile


def overview(client: Client) -> str:
    response = client.get("/org/harbour/")
    assert response.status_code == 200
    return response.content.decode()


def figures(page: str) -> list[str]:
    return re.findall(r"<dd><b>(.*?)</b>", page)


def test_a_new_organisation_is_told_where_to_begin(
    owner: Account, organisation: Profile, signed_in: Callable[[Account], Client]
) -> None:
    page = overview(signed_in(owner))

    assert "Define and publish your first micro-credential" in page
    assert "Invite those who work with you" in page
    assert "No badges issued yet" in page


def test_the_figures_and_the_table_say_the_same(
    owner: Account, signed_in: Callable[[Account], Client], make_award: Callable[..., Award]
) -> None:
    make_award()
    make_award(accept=False, recipient_email="bo@learners.example")
    make_award(accept=False, recipient_email="cy@learners.example")
    make_award(recipient_email="di@learners.example")

    page = overview(signed_in(owner))

    assert figures(page) == ["4", "50%", "0", "1"]
    rows = re.findall(r'role="rowheader">(.*?)</th><td role="cell" class="num">(\d+)</td>', page)
    assert dict(rows)["Issued"] == "4"
    assert dict(rows)["Accepted"] == "2"


def test_anothers_badges_are_never_counted(
    make_organisation: Callable[..., Profile],
    make_account: Callable[..., Account],
    signed_in: Callable[[Account], Client],
    award: Award,
) -> None:
    stranger = make_account("else@lighthouse.example")
    make_organisation("lighthouse", stranger)
    client = signed_in(stranger)

    assert client.get("/org/harbour/").status_code == 404
    page = client.get("/org/lighthouse/").content.decode()
    assert figures(page)[0] == "0"
    assert "Tide tables" not in page


@pytest.mark.parametrize(
    ("role", "sees", "doesnt_see"),
    [
        ("reader", ["Recent activity", "/org/harbour/audit"], ["/org/harbour/issue", "/org/harbour/members"]),
        ("issuer", ["/org/harbour/issue", "/org/harbour/awards"], ["Recent activity", "/org/harbour/keys"]),
        ("designer", ["/org/harbour/achievements"], ["Recent activity", "/org/harbour/issue"]),
        ("assessor", ["/org/harbour/reviews"], ["Recent activity", "/org/harbour/achievements"]),
    ],
)
def test_each_role_sees_what_it_may_do(
    make_member: Callable[..., Account],
    published: AchievementVersion,
    signed_in: Callable[[Account], Client],
    role: str,
    sees: list[str],
    doesnt_see: list[str],
) -> None:
    page = overview(signed_in(make_member(role)))

    for part in sees:
        assert part in page
    for part in doesnt_see:
        assert part not in page


def test_the_side_navigation_marks_where_one_is(
    owner: Account, organisation: Profile, signed_in: Callable[[Account], Client], now: datetime
) -> None:
    client = signed_in(owner)

    for path in ("/org/harbour/", "/org/harbour/members", "/org/harbour/achievements"):
        page = client.get(path).content.decode()
        assert re.findall(r'href="([^"]+)" aria-current="page"', page.split('class="side-links"')[1]) == [
            path
        ]
