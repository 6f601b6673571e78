"""Figures by mail: planned by owners, told once each time, in the organisation's language and by its clock."""

import csv
import io
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.integration.conftest import environment_of

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.figures.errors import InvalidReportPlan
from openlaurel.apps.figures.models import ReportPlan
from openlaurel.apps.figures.queries import Selection, funnel_of, selection_of
from openlaurel.apps.figures.rhythm import next_due
from openlaurel.apps.figures.services import (
    ReportDraft,
    plan_report,
    resume_report,
    send_due_reports,
)
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.mailing.models import OutgoingMail, Suppression
from openlaurel.apps.mailing.services import send_due
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed
from openlaurel.apps.profiles.services import create_api_key, remove_member
from openlaurel.apps.programmes.services import Outline, Step, create_programme

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).parents[3]


@pytest.fixture
def plan(organisation: Profile, owner: Account, now: datetime) -> Callable[..., ReportPlan]:
    """Plans a weekly report to the owner, or what the fields say."""

    def make(*readers: Account, by: Account = owner, **fields: Any) -> ReportPlan:
        wanted = [account.pk for account in readers or (owner,)]
        draft = ReportDraft(**({"rhythm": "weekly", "readers": wanted} | fields))
        return plan_report(organisation=organisation, draft=draft, by=Actor(account=by), now=now)

    return make


@pytest.fixture
def tell() -> Callable[[datetime], list[Any]]:
    """Tells what is due at a moment, and returns the mails that left then, composed."""

    def do(at: datetime) -> list[Any]:
        before = len(mail.outbox)
        send_due_reports(clock=lambda: at)
        while send_due(clock=lambda: max(at, timezone.now())):
            pass
        return [
            message_from_bytes(sent.message().as_bytes(), policy=policy.default)
            for sent in mail.outbox[before:]
        ]

    return do


@pytest.mark.parametrize(
    ("rhythm", "zone", "after", "then"),
    [
        ("daily", "UTC", "2026-11-25T06:59:00+00:00", "2026-11-25T07:00:00+00:00"),
        ("daily", "UTC", "2026-11-25T07:00:00+00:00", "2026-11-26T07:00:00+00:00"),
        ("daily", "Asia/Tokyo", "2026-11-25T21:00:00+00:00", "2026-11-25T22:00:00+00:00"),
        ("weekly", "America/Lima", "2026-11-25T09:30:00+00:00", "2026-11-30T12:00:00+00:00"),
        ("monthly", "Europe/Lisbon", "2027-03-15T00:00:00+00:00", "2027-04-01T06:00:00+00:00"),
        ("monthly", "Pacific/Kiritimati", "2026-11-30T16:59:00+00:00", "2026-11-30T17:00:00+00:00"),
    ],
)
def test_it_is_seven_in_the_morning_there(rhythm: str, zone: str, after: str, then: str) -> None:
    assert next_due(rhythm, zone, datetime.fromisoformat(after)) == datetime.fromisoformat(then)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("all", None, None),
        ("year", date(2026, 2, 1), None),
        ("quarter", date(2026, 11, 1), None),
        ("month", date(2026, 12, 1), date(2026, 12, 1)),
    ],
)
def test_a_period_is_counted_back_from_its_day(
    plan: Callable[..., ReportPlan], period: str, since: date | None, until: date | None
) -> None:
    found = selection_of(plan(period=period), date(2027, 1, 4))
    assert (found.since, found.until) == (since, until)


def test_members_get_the_funnel_as_text_table_and_csv_and_each_time_once(
    of_every_fate: list[Award],
    plan: Callable[..., ReportPlan],
    tell: Callable[[datetime], list[Any]],
    owner: Account,
    make_member: Callable[..., Account],
    organisation: Profile,
) -> None:
    made = plan(owner, make_member("reader", email="rita@harbour.example"), time_zone="Europe/Lisbon")
    assert tell(made.next_at - timedelta(seconds=1)) == []
    sent = tell(made.next_at)
    assert sorted(each["To"] for each in sent) == ["owner@harbour.example", "rita@harbour.example"]
    assert tell(made.next_at) == tell(made.next_at + timedelta(days=6)) == []
    assert len(tell(made.next_at + timedelta(days=7))) == 2

    [first] = [each for each in sent if "rita" in each["To"]]
    assert (
        first["Subject"].strip() == "Figures of Harbour Institute on 30 November 2026: All micro-credentials"
    )
    text = first.get_body("plain").get_content()
    assert "Issued: 46 (100%)" in text
    assert "Lost before: Declined: 6 (13%)" in text
    assert "/org/harbour/figures" in text
    page = first.get_body("html").get_content()
    assert '<th scope="row" align="start">Accepted</th><td align="right">20</td>' in page
    [table] = first.iter_attachments()
    assert (table.get_content_type(), table.get_filename()) == (
        "text/csv",
        "harbour-funnel-2026-11-30.csv",
    )
    rows = list(csv.DictReader(io.StringIO(table.get_content().removeprefix("\ufeff"))))
    stages = {row["stage"]: row["badges"] for row in rows if not row["lost before by"]}
    funnel = funnel_of(Selection(organisation))
    assert stages == {stage.code: str(stage.count) for stage in funnel.stages}


def test_what_the_page_hides_the_mail_hides(
    issue: Any, work: Any, plan: Callable[..., ReportPlan], tell: Callable[[datetime], list[Any]]
) -> None:
    issue(4)
    work()
    made = plan()
    [sent] = tell(made.next_at)
    assert "Fewer than five badges" in sent.get_body("plain").get_content()
    assert "Fewer than five badges" in sent.get_body("html").get_content()
    [table] = sent.iter_attachments()
    assert len(table.get_content().splitlines()) == 1


def test_it_is_in_the_language_of_the_organisation(
    plan: Callable[..., ReportPlan], tell: Callable[[datetime], list[Any]], organisation: Profile
) -> None:
    organisation.language = "ar"
    organisation.save(update_fields=["language"])
    [sent] = tell(plan().next_at)
    page = sent.get_body("html").get_content()
    assert 'lang="ar" dir="rtl"' in page
    assert "Harbour Institute" in sent["Subject"]
    assert "Figures of" not in sent["Subject"]


def test_who_stops_the_mails_gets_none_whatever_an_owner_keeps(
    plan: Callable[..., ReportPlan],
    tell: Callable[[datetime], list[Any]],
    owner: Account,
    make_member: Callable[..., Account],
    organisation: Profile,
    client: Client,
    now: datetime,
) -> None:
    rita = make_member("reader", email="rita@harbour.example")
    made = plan(owner, rita)
    sent = [each for each in tell(made.next_at) if "rita" in each["To"]]
    link = re.findall(r"https?://\S+/unsubscribe/\S+", sent[0].get_body("plain").get_content())[0]
    assert sent[0]["List-Unsubscribe"] == f"<{link}>"
    path = "/unsubscribe/" + link.rpartition("/")[2]
    page = client.get(path).content.decode()
    assert "Figures by mail" in page
    assert made.readers.get(account=rita).stopped_at is None
    assert client.post(path).status_code == 200
    assert [each["To"] for each in tell(made.next_at + timedelta(days=7))] == [owner.email]
    draft = ReportDraft("weekly", [owner.pk, rita.pk])
    plan_report(organisation=organisation, draft=draft, by=Actor(account=owner), now=now, plan=made)
    assert made.readers.get(account=rita).stopped_at is not None
    resume_report(plan=made, account=rita, now=now)
    assert len(tell(made.next_at + timedelta(days=14))) == 2
    # It stops these mails alone: her address is not suppressed.
    assert not Suppression.objects.exists()


def test_who_is_no_member_any_more_gets_nothing_not_even_what_waits(
    plan: Callable[..., ReportPlan],
    tell: Callable[[datetime], list[Any]],
    owner: Account,
    make_member: Callable[..., Account],
    organisation: Profile,
    now: datetime,
) -> None:
    rita = make_member("reader", email="rita@harbour.example")
    made = plan(rita)
    send_due_reports(clock=lambda: made.next_at)
    assert OutgoingMail.objects.filter(kind="figures.report").count() == 1
    remove_member(organisation=organisation, account=rita, by=Actor(account=owner), now=now)
    assert tell(made.next_at) == tell(made.next_at + timedelta(days=7)) == []
    assert OutgoingMail.objects.get(kind="figures.report").state == "withheld"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"rhythm": "hourly"}, "rhythm"),
        ({"period": "ever"}, "period"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"readers": []}, "readers"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_its_field(
    plan: Callable[..., ReportPlan], fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidReportPlan) as refused:
        plan(**fields)
    assert list(refused.value.problems) == [field]


def test_only_owners_plan_and_only_members_who_may_see_figures_read(
    plan: Callable[..., ReportPlan], make_member: Callable[..., Account], make_account: Callable[..., Account]
) -> None:
    with pytest.raises(NotAllowed):
        plan(by=make_member("issuer"))
    for stranger in (make_account(), make_member("assessor")):
        with pytest.raises(InvalidReportPlan) as refused:
            plan(stranger)
        assert list(refused.value.problems) == ["readers"]


def test_figures_of_a_programme_are_those_of_its_micro_credentials(
    issue: Any,
    work: Any,
    make_published: Any,
    published: Any,
    organisation: Profile,
    owner: Account,
    signed_in: Callable[..., Client],
    now: datetime,
) -> None:
    issue(6)
    issue(7, version=make_published("knots"))
    work()
    outline = Outline("Way to sea", "en", "For beginners.", steps=(Step("tide-tables"),))
    create_programme(organisation=organisation, slug="way-to-sea", outline=outline, by=INSTALLATION, now=now)
    client = signed_in(owner)
    page = client.get("/org/harbour/figures?programme=way-to-sea")
    assert page.context["funnel"].issued == 6
    assert "Way to sea" in page.content.decode()
    assert client.get("/org/harbour/figures").context["funnel"].issued == 13
    content = client.get("/org/harbour/figures/funnel.csv?programme=way-to-sea")
    assert b"issued,,Issued,6,100" in b"".join(content.streaming_content)  # type: ignore[attr-defined]
    program = program_of(organisation, "figures:read")
    assert program.get("/api/v1/figures?programme=way-to-sea").json()["issued"] == 6
    assert program.get("/api/v1/figures?programme=no-such").status_code == 404
    assert program.get("/api/v1/figures?programme=way-to-sea&achievement=knots").json()["issued"] == 0


def program_of(organisation: Profile, *scopes: str) -> Client:
    cache.clear()
    _, secret = create_api_key(
        organisation=organisation, name="P", scopes=scopes, by=INSTALLATION, now=timezone.now()
    )
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_from_the_figures_to_a_plan_and_out_of_it(
    organisation: Profile,
    published: Any,
    issue: Any,
    work: Any,
    owner: Account,
    make_member: Callable[..., Account],
    signed_in: Callable[..., Client],
) -> None:
    issue(5)
    work()
    client, reports = signed_in(owner), "/org/harbour/figures/reports"
    assert reports in client.get("/org/harbour/figures").content.decode()
    assert "Nobody gets figures by mail" in client.get(reports).content.decode()
    form = {"rhythm": "monthly", "period": "year", "time_zone": "Europe/Lisbon", "achievement": "tide-tables"}
    assert client.post(f"{reports}/new", form).status_code == 422
    assert client.post(f"{reports}/new", form | {"readers": [str(owner.pk)]}).status_code == 302
    made = ReportPlan.objects.get()
    local = made.next_at.astimezone(ZoneInfo("Europe/Lisbon"))
    assert (local.day, local.hour) == (1, 7)
    page = client.get(reports).content.decode()
    assert "Tide tables in practice" in page
    changed = form | {"rhythm": "daily", "readers": [str(owner.pk)]}
    assert client.post(f"{reports}/{made.id}", changed).status_code == 302
    made.refresh_from_db()
    assert made.rhythm == "daily"
    client.post(f"{reports}/{made.id}/mine")
    assert "Send them to me again" in client.get(reports).content.decode()
    client.post(f"{reports}/{made.id}/mine", {"wanted": "yes"})
    assert made.readers.get().stopped_at is None
    reader = signed_in(make_member("reader"))
    assert "Remove" not in reader.get(reports).content.decode()
    assert reader.post(f"{reports}/{made.id}/remove").status_code == 403
    signed_in(owner).post(f"{reports}/{made.id}/remove")
    assert not ReportPlan.objects.exists()


def test_a_program_plans_lists_and_removes(organisation: Profile, owner: Account, published: Any) -> None:
    client, reports = program_of(organisation, "figures:manage"), "/api/v1/figures/reports"
    body = {"rhythm": "weekly", "readers": [owner.email.upper()], "achievement": "tide-tables"}
    made = client.post(reports, body, content_type="application/json")
    assert made.status_code == 201, made.content
    assert made.json()["readers"] == [{"address": owner.email, "stopped_at": None}]
    assert [each["id"] for each in client.get(reports).json()["items"]] == [made.json()["id"]]
    unknown = client.post(reports, body | {"readers": ["eve@x.example"]}, content_type="application/json")
    assert [error["field"] for error in unknown.json()["errors"]] == ["readers"]
    assert client.delete(f"{reports}/{made.json()['id']}").status_code == 204
    assert client.delete(f"{reports}/{made.json()['id']}").status_code == 404
    assert program_of(organisation, "figures:read").get(reports).status_code == 403


SCRIPT = """
import sys
from datetime import datetime, timedelta
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.accounts.services import create_account
from openlaurel.apps.figures.models import ReportPlan
from openlaurel.apps.figures.services import ReportDraft, plan_report, send_due_reports
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import add_member, create_organisation
start = datetime.fromisoformat("2026-11-25T09:30:00+00:00")
stamp = {"by": INSTALLATION, "now": start}
if sys.argv[1] == "begin":
    organisation = create_organisation(handle="harbour", name="Harbour", is_issuer=True, owner=None, **stamp)
    readers = []
    for n in range(3):
        account = create_account(email=f"r{n}@harbour.example", password="sea-shanty-42", verified=True, now=start)
        add_member(organisation=organisation, account=account, role="reader", **stamp)
        readers.append(account.pk)
    for _ in range(15):
        plan_report(organisation=organisation, draft=ReportDraft("daily", readers), **stamp)
    print("ready", flush=True)
for day in range(1, 9):
    send_due_reports(clock=lambda: start + timedelta(days=day))
"""


def test_workers_that_are_killed_leave_no_time_out_and_tell_none_twice(data: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    environment = environment_of(data, PYTHONPATH=str(PROJECT))

    def asked(statement: str) -> list[Any]:
        with sqlite3.connect(data / "openlaurel.sqlite3", timeout=30) as connection:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return rows

    def told() -> int:
        return int(asked("SELECT count(*) FROM mailing_outgoingmail WHERE kind = 'figures.report'")[0][0])

    for step, enough in (("begin", 20), ("go on", 150)):
        process = subprocess.Popen([*command, step], env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        if step == "begin":
            assert process.stdout.readline() == b"ready\n"
        while told() < enough:
            assert process.poll() is None
            time.sleep(0.002)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()
        assert enough <= told() < 360
        assert told() % 3 == 0, "a plan was told to some of its readers"
    subprocess.run([*command, "go on"], env=environment, check=True, timeout=120)

    keys = [key.split(":") for (key,) in asked("SELECT key FROM mailing_outgoingmail")]
    days = {f"2026-11-{day}" for day in (26, 27, 28, 29, 30)} | {f"2026-12-0{day}" for day in (1, 2, 3)}
    plans, readers = {key[1] for key in keys}, {key[3] for key in keys}
    assert (len(plans), len(readers), len(keys)) == (15, 3, 360)
    assert {tuple(key[1:]) for key in keys} == {
        (plan_id, day, reader) for plan_id in plans for day in days for reader in readers
    }
