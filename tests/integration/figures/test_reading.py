"""The same numbers as files, by the API, beside each other, and counted anew by command."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.figures.models import Tally
from openlaurel.apps.figures.queries import ROSTER, Selection, cohorts_of, list_cohorts
from openlaurel.apps.issuing.models import Award, Batch
from openlaurel.apps.issuing.services import confirm_batch, dry_run_batch, run_batch, upload_roster
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.cli.main import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client: Client, organisation: Profile, now: datetime) -> Callable[..., Any]:
    _, secret = create_api_key(
        organisation=organisation, name="BI", scopes=["figures:read"], by=INSTALLATION, now=now
    )

    def get(path: str = "", status: int = 200, **query: str) -> Any:
        response = client.get(f"/api/v1/figures{path}", query, headers={"authorization": f"Bearer {secret}"})
        assert response.status_code == status, response.content
        return response.json()

    return get


def read_csv(client: Client, path: str) -> list[list[str]]:
    response = client.get(f"/org/harbour/figures/{path}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]


def test_the_api_tells_the_funnel(of_every_fate: list[Award], ask: Any) -> None:
    found = ask()
    stages = {stage["code"]: stage for stage in found["stages"]}
    assert (found["issued"], found["accepted"]) == (46, 20)
    assert list(stages) == [
        "issued",
        "sent",
        "delivered",
        "opened",
        "accepted",
        "shared",
        "viewed",
        "verified",
    ]
    assert {loss["code"]: loss["badges"] for loss in stages["accepted"]["lost_before"]} == {
        "unanswered": 7,
        "declined": 6,
    }
    assert {part["code"]: part["badges"] for part in found["time_to_accept"]}["within_day"] == 12


def test_the_api_tells_months_and_cohorts_in_pages(of_every_fate: list[Award], ask: Any) -> None:
    months = ask("/months")
    assert [(month["month"], month["issued"], month["accepted"]) for month in months["items"]] == [
        ("2026-11-01", 46, 20)
    ]
    assert ask("/months", offset="1") == {"items": [], "count": 1}
    [cohort] = ask("/cohorts")["items"]
    assert (cohort["key"], cohort["accepted"], cohort["accepted_within_a_week"]) == ("2026-11", 43, 43)
    assert ask("/cohorts", by="roster") == {"items": [], "count": 0}


def test_the_api_refuses_what_it_does_not_understand(of_every_fate: list[Award], ask: Any) -> None:
    ask(status=422, since="2026-13")
    ask("/cohorts", status=422, by="country")
    ask(status=404, achievement="of-somebody-else")
    assert ask(until="2025-01")["issued"] == 0


def test_a_key_for_badges_reads_no_figures(client: Client, organisation: Profile, now: datetime) -> None:
    _, secret = create_api_key(
        organisation=organisation, name="LMS", scopes=["awards:read"], by=INSTALLATION, now=now
    )
    response = client.get("/api/v1/figures", headers={"authorization": f"Bearer {secret}"})
    assert response.status_code == 403


def test_each_chart_is_a_file(
    of_every_fate: list[Award], client: Client, owner: Account, signed_in: Any
) -> None:
    signed_in(owner)
    rows = read_csv(client, "funnel.csv")
    assert rows[0] == ["stage", "lost before by", "name", "badges", "percent"]
    assert ["accepted", "declined", "Declined", "6", "13"] in rows
    assert ["accepted", "", "Accepted", "20", "43"] in rows
    assert read_csv(client, "months.csv")[1][:4] == ["2026-11", "46", "20", "43"]
    assert ["within_day", "1 to 24 hours", "12", "60"] in read_csv(client, "waits.csv")
    assert len(read_csv(client, "months-compared.csv")) == 2
    assert len(read_csv(client, "funnel.csv?until=2026-01")) == 1
    assert client.get("/org/harbour/figures/passwords.csv").status_code == 404


def test_rosters_are_compared_by_their_names_and_small_ones_are_hidden(
    published: AchievementVersion,
    organisation: Profile,
    accept: Any,
    work: Callable[[], None],
    now: datetime,
    client: Client,
    owner: Account,
    signed_in: Any,
) -> None:
    for name, size in (("=cmd()", 8), ("few", 3)):
        lines = "".join(f"{name.strip('=()')}{n}@learners.example,Rita {n}\n" for n in range(size))
        roster = upload_roster(
            organisation=organisation,
            file_name=f"{name}.csv",
            data=f"Email,Name\n{lines}".encode(),
            by=INSTALLATION,
            now=now,
        )
        batch = dry_run_batch(
            roster=roster, version=published, notify=True, allow_repeats=False, by=INSTALLATION, now=now
        )
        confirm_batch(batch=batch, by=INSTALLATION, now=now)
        run_batch(batch=Batch.objects.get(pk=batch.pk), clock=lambda: now)
    accept(list(Award.objects.all()))
    work()
    selection = Selection(organisation)
    found = {c.label: c for c in cohorts_of(list_cohorts(selection, ROSTER), selection, ROSTER)}
    assert (found["=cmd().csv"].issued, found["=cmd().csv"].accepted) == (8, 100)
    assert (found["few.csv"].issued, found["few.csv"].accepted, found["few.csv"].viewed) == (None, None, None)
    signed_in(owner)
    assert b"few.csv" in client.get("/org/harbour/figures/cohorts?by=roster").content
    names = [row[1] for row in read_csv(client, "rosters-compared.csv")[1:]]
    assert "'=cmd().csv" in names


def test_months_beside_each_other(
    issue: Any, accept: Any, work: Any, client: Client, owner: Account, signed_in: Any, now: datetime
) -> None:
    accept(issue(10, at=now - timedelta(days=40))[:5])
    accept(issue(10))
    work()
    signed_in(owner)
    rows = client.get("/org/harbour/figures/cohorts").context["rows"]
    assert [(row.label, row.issued, row.shares[2][1]) for row in rows] == [
        ("Nov 2026", "10", "100%"),
        ("Oct 2026", "10", "50%"),
    ]


def test_a_command_counts_all_anew(of_every_fate: list[Award], capsys: pytest.CaptureFixture[str]) -> None:
    before = set(Tally.objects.values_list("day", "issued"))
    Tally.objects.all().delete()
    assert main(["award", "recount"]) == 0
    assert set(Tally.objects.values_list("day", "issued")) == before
    assert "Counted 2 days" in capsys.readouterr().out
