"""Custom fields from asking to the signed badge, on each way by which an organisation issues."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import set_custom_fields
from openlaurel.apps.issuing.errors import InvalidAward, RosterUnusable
from openlaurel.apps.issuing.models import Award, AwardFields, Credential, FieldSet, PlannedAward
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.queries.own_fields import fields_in_words
from openlaurel.apps.issuing.roster_words import words_of_row
from openlaurel.apps.issuing.services import (
    AwardDraft,
    accept_award,
    begin_due,
    confirm_batch,
    correct_award,
    dry_run_batch,
    extend_many,
    issue_awards,
    run_batch,
    upload_roster,
    wanted_of,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.apps.programmes.services import (
    InvalidProgramme,
    Outline,
    Step,
    change_programme,
    create_programme,
    set_programme_fields,
)
from openlaurel.core.fields import Choice, FieldSpec, Kind, Place
from openlaurel.core.rosters import Order
from openlaurel.core.verification import Report

pytestmark = pytest.mark.django_db

GRADE = FieldSpec(
    "grade", Kind.NUMBER, {"en": "Grade", "es": "Nota"}, True, place=Place.RESULT, least="1", most="10"
)
TRACK = FieldSpec(
    "track",
    Kind.CHOICE,
    {"en": "Track"},
    place=Place.ROLE,
    choices=(Choice("Skipper", {"es": "Patrón"}), Choice("Crew", {"es": "Tripulante"})),
)
HELD = FieldSpec("held_on", Kind.DATE, {"en": "Held on"}, place=Place.ACTIVITY_START)
POINTS = FieldSpec("points", Kind.NUMBER, {"en": "Points"}, place=Place.CREDITS)
LOG = FieldSpec("log", Kind.URL, {"en": "Log book"}, place=Place.RESULT)
STAFF = FieldSpec("staff_no", Kind.TEXT, {"en": "Staff number"}, most="8")
FIELDS = (GRADE, TRACK, HELD, POINTS, LOG, STAFF)
VALUES = {
    "grade": "8,5",
    "track": "patrón",
    "held_on": "2026-02-03",
    "points": "2.5",
    "log": "https://logs.example/7",
    "staff_no": "S-4711",
}
KEPT = VALUES | {"grade": "8.5", "track": "Skipper"}


@pytest.fixture
def asking(published: AchievementVersion, now: datetime) -> AchievementVersion:
    """The published achievement, which asks for all of FIELDS."""
    set_custom_fields(achievement=published.achievement, fields=FIELDS, by=INSTALLATION, now=now)
    return published


def subject_of(award: Award) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(credential_bytes(award))["credentialSubject"]
    return found


def test_the_signed_badge_says_each_field_where_the_standard_has_a_place(
    asking: AchievementVersion, make_award: Callable[..., Award], verified: Callable[..., Report]
) -> None:
    award = make_award(fields=VALUES)
    subject = subject_of(award)
    assert verified(credential_bytes(award)).verified
    assert (subject["role"], subject["creditsEarned"]) == ("Skipper", 2.5)
    assert subject["activityStartDate"] == "2026-02-03T00:00:00Z"
    described = {d["id"]: d for d in subject["achievement"]["resultDescription"]}
    said = {described[r["resultDescription"]]["name"]: r["value"] for r in subject["result"]}
    assert said == {"Grade": "8.5", "Log book": "https://logs.example/7"}
    grade = next(d for d in described.values() if d["name"] == "Grade")
    assert (grade["resultType"], grade["valueMin"], grade["valueMax"]) == ("Result", "1", "10")
    assert b"4711" not in credential_bytes(award)
    assert [(f.name, f.value) for f in fields_in_words(award)][:2] == [("Grade", "8.5"), ("Track", "Skipper")]
    assert {f.key for f in fields_in_words(award, with_private=True) if f.is_private} == {"staff_no"}


def test_many_badges_with_fields_are_signed_from_one_template_and_each_verifies(
    asking: AchievementVersion, verified: Callable[..., Report], now: datetime
) -> None:
    drafts = [
        AwardDraft(
            f"P {n}", f"p{n}@x.example", fields=VALUES | {"grade": str(n % 10 + 1), "staff_no": str(n)}
        )
        for n in range(40)
    ]
    outcomes = issue_awards(version=asking, drafts=drafts, by=INSTALLATION, now=now)
    assert Credential.objects.values("mould").distinct().count() == 1
    assert FieldSet.objects.count() == 1
    for number in (0, 17, 39):
        award = Award.objects.get(pk=outcomes[number].award_id)
        assert verified(credential_bytes(award)).verified
        values = {r["value"] for r in subject_of(award)["result"]}
        assert values == {str(number % 10 + 1), "https://logs.example/7"}
        assert award.own_fields.values["staff_no"] == str(number)


def test_a_badge_without_values_costs_nothing_and_who_was_not_asked_left_nothing_out(
    asking: AchievementVersion, make_award: Callable[..., Award]
) -> None:
    award = make_award()
    assert not AwardFields.objects.exists()
    assert "resultDescription" not in subject_of(award)["achievement"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"grade": ""}, ("fields.grade", "“Grade” is missing.")),
        ({"grade": "11"}, ("fields.grade", "“11” in “Grade” is above 10.")),
        ({"shoe": "44"}, ("fields.shoe", "There is no field “shoe”.")),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    asking: AchievementVersion,
    make_award: Callable[..., Award],
    changes: dict[str, str],
    problem: tuple[str, str],
) -> None:
    with pytest.raises(InvalidAward) as refused:
        make_award(fields=VALUES | changes)
    assert list(refused.value.problems.items()) == [problem]
    assert not Award.objects.exists()


def test_what_was_issued_stays_when_fields_change(
    asking: AchievementVersion, make_award: Callable[..., Award], now: datetime
) -> None:
    award = make_award(fields=VALUES)
    before, words = credential_bytes(award), fields_in_words(award, with_private=True)
    renamed = replace(GRADE, labels={"en": "Mark"}, most="5", place=Place.PRIVATE)
    set_custom_fields(achievement=asking.achievement, fields=[renamed], by=INSTALLATION, now=now)
    award = Award.objects.get()
    assert credential_bytes(award) == before
    assert fields_in_words(award, with_private=True) == words


def test_a_correction_is_checked_by_the_fields_of_the_badge_and_keeps_the_others(
    asking: AchievementVersion,
    make_award: Callable[..., Award],
    verified: Callable[..., Report],
    now: datetime,
) -> None:
    award = make_award(fields=VALUES, valid_until=now.replace(year=now.year + 1))
    set_custom_fields(achievement=asking.achievement, fields=[], by=INSTALLATION, now=now)
    wanted = wanted_of(award)
    with pytest.raises(InvalidAward, match="above 10"):
        correct_award(
            award=award, wanted=replace(wanted, fields={**wanted.fields, "grade": "11"}), reason="x",
            by=INSTALLATION, now=now,
        )  # fmt: skip
    correction = correct_award(
        award=award, wanted=replace(wanted, fields={**wanted.fields, "grade": "9", "log": ""}), reason="Typo",
        by=INSTALLATION, now=now,
    )  # fmt: skip
    award = Award.objects.get()
    assert correction.fields == ["fields"]
    assert [r["value"] for r in subject_of(award)["result"]] == ["9"]
    assert (subject_of(award)["role"], award.own_fields.values["staff_no"]) == ("Skipper", "S-4711")
    extend_many(
        organisation=award.organisation, ids=[award.pk], valid_until=now.replace(year=now.year + 2), reason="x",
        by=INSTALLATION, now=now,
    )  # fmt: skip
    assert verified(credential_bytes(award)).verified
    assert subject_of(award)["role"] == "Skipper"


def test_a_programme_asks_with_each_badge_of_its_steps_and_not_for_the_same_twice(
    published: AchievementVersion, make_published: Callable[..., AchievementVersion], now: datetime
) -> None:
    other = make_published("knots", name="Knots")
    set_custom_fields(achievement=other.achievement, fields=[GRADE], by=INSTALLATION, now=now)
    outline = Outline("Pilot", "en", "For pilots.", steps=(Step("tide-tables"),))
    programme = create_programme(
        organisation=published.achievement.organisation,
        slug="pilot",
        outline=outline,
        by=INSTALLATION,
        now=now,
    )
    set_programme_fields(programme=programme, fields=[GRADE, TRACK], by=INSTALLATION, now=now)
    [outcome] = issue_awards(
        version=published,
        drafts=[AwardDraft("Ana", "ana@x.example", fields={"grade": "7", "track": "Crew"})],
        by=INSTALLATION,
        now=now,
    )
    assert outcome.award is not None
    assert subject_of(outcome.award)["role"] == "Crew"
    with pytest.raises(InvalidProgramme, match="asks for the same"):
        change_programme(
            programme=programme, outline=replace(outline, steps=(Step("tide-tables"), Step("knots"))),
            by=INSTALLATION, now=now,
        )  # fmt: skip


ROSTER = (
    "Email;Name;Nota;Track;Held on;Log_book\n"
    "ana@x.example;Ana Sousa;9;Crew;13/02/2026;https://logs.example/1\n"
    "bo@x.example;Bo Berg;12;Crew;03/02/2026;\n"
    "cy@x.example;Cy Diaz;=A1;Crew;;\n"
    "di@x.example;Di Ek;8,5;Pilot;;\n"
    "ed@x.example;Ed Fox;8,5;;14/02/2026;not a page\n"
)


def test_a_roster_knows_the_columns_and_tells_each_fault_by_its_row(
    asking: AchievementVersion, organisation: Profile, owner: Account, now: datetime
) -> None:
    roster = upload_roster(
        organisation=organisation, file_name="r.csv", data=ROSTER.encode(), by=INSTALLATION, now=now
    )
    batch = dry_run_batch(
        roster=roster, version=asking, notify=False, allow_repeats=False, by=INSTALLATION, now=now
    )
    assert {row.line: words_of_row(row) for row in batch.rows.filter(state="refused")} == {
        3: "“12” in “Grade” is above 10.",
        4: "“=A1” in the column Nota is a formula, not a value. Save the file with its values.",
        5: "“Pilot” in “Track” is none of: Skipper, Crew.",
        6: "“not a page” in “Log book” is not a web address. Write it in full, like https://example.org/report.",
    }
    batch = confirm_batch(batch=batch, by=INSTALLATION, now=now)
    run_batch(batch=batch, clock=lambda: now)
    award = Award.objects.get()
    assert subject_of(award)["activityStartDate"] == "2026-02-13T00:00:00Z"
    assert award.own_fields.values == {
        "grade": "9",
        "track": "Crew",
        "held_on": "2026-02-13",
        "log": "https://logs.example/1",
    }


def test_a_roster_without_a_needed_column_is_asked_for_it_before_any_row(
    asking: AchievementVersion, organisation: Profile, now: datetime
) -> None:
    roster = upload_roster(
        organisation=organisation,
        file_name="r.csv",
        data=b"Email,Name\na@x.example,A\n",
        by=INSTALLATION,
        now=now,
    )
    with pytest.raises(RosterUnusable, match="No column is chosen for “Grade”"):
        dry_run_batch(
            roster=roster, version=asking, notify=False, allow_repeats=False, by=INSTALLATION, now=now
        )


@pytest.mark.parametrize(
    ("order", "day"),
    [(Order.DAY_FIRST, "2026-04-03"), (Order.MONTH_FIRST, "2026-03-04"), (Order.UNKNOWN, "")],
)
def test_an_open_date_is_read_as_somebody_said_and_never_guessed(
    asking: AchievementVersion, organisation: Profile, now: datetime, order: Order, day: str
) -> None:
    data = b"Email,Name,Grade,Held on\na@x.example,A,7,03/04/2026\n"
    roster = upload_roster(organisation=organisation, file_name="r.csv", data=data, by=INSTALLATION, now=now)
    batch = dry_run_batch(
        roster=roster,
        version=asking,
        notify=False,
        allow_repeats=False,
        by=INSTALLATION,
        now=now,
        order=order,
    )
    row = batch.rows.get()
    assert row.data.get("fields", {}).get("held_on", "") == day
    assert (row.state, row.reason) == (("ready", "") if day else ("refused", "ambiguous_date"))


def test_programs_send_and_read_fields_and_strangers_see_no_private_one(
    asking: AchievementVersion, organisation: Profile, now: datetime
) -> None:
    _, secret = create_api_key(
        organisation=organisation, name="P", scopes=["awards:issue", "awards:read", "awards:correct"],
        by=INSTALLATION, now=now,
    )  # fmt: skip
    program = Client(headers={"authorization": f"Bearer {secret}"})
    listed = program.get("/api/v1/achievements/tide-tables/fields").json()["fields"]
    assert (listed[0]["key"], listed[0]["place"], listed[0]["is_required"]) == ("grade", "result", True)
    body = {"achievement": "tide-tables", "recipient_name": "Ana", "recipient_email": "ana@x.example"}
    refused = program.post("/api/v1/awards", body, "application/json")
    assert (refused.status_code, "Grade" in str(refused.json())) == (422, True)
    sent = body | {"fields": VALUES | {"grade": 9, "points": 2}}
    made = program.post("/api/v1/awards", sent, "application/json")
    assert made.status_code == 201
    assert made.json()["fields"] == KEPT | {"grade": "9", "points": "2"}
    award = Award.objects.get()
    assert subject_of(award)["creditsEarned"] == 2
    accept_award(award=award, show_name=False, now=now)
    public = Client().get(f"/api/v1/awards/{award.id}").json()["fields"]
    assert (public["grade"], "staff_no" in public) == ("9", False)
    path = f"/api/v1/awards/{award.id}/correct"
    corrected = program.post(path, {"reason": "Typo", "fields": {"grade": 8}}, "application/json")
    assert corrected.json()["fields"] == KEPT | {"grade": "8", "points": "2"}


def test_a_planned_badge_keeps_its_values_until_its_day(
    asking: AchievementVersion, signed_in: Callable[[Account], Client], owner: Account
) -> None:
    client = signed_in(owner)
    page = client.get("/org/harbour/issue?achievement=tide-tables").content.decode()
    assert 'name="field_grade"' in page
    assert 'name="field_staff_no"' in page
    form = {
        "version": str(asking.pk),
        "asked_for": str(asking.pk),
        "recipient_name": "Ana",
        "recipient_email": "ana@x.example",
        "key": "6f2b1d5e-5e0c-4a63-8f6f-7d4c0b6c8a11",
        "due_at": "2099-01-01T10:00",
    } | {f"field_{key}": value for key, value in KEPT.items()}
    refused = client.post("/org/harbour/issue", form | {"field_grade": "11", "due_at": ""})
    assert (refused.status_code, "is above 10." in refused.content.decode()) == (422, True)
    unasked = {name: value for name, value in form.items() if name != "asked_for"}
    assert "asks for more" in client.post("/org/harbour/issue", unasked).content.decode()
    soon = timezone.localtime(timezone.now() + timedelta(minutes=5))
    assert client.post("/org/harbour/issue", form | {"due_at": f"{soon:%Y-%m-%dT%H:%M}"}).status_code == 302
    assert PlannedAward.objects.get().fields == KEPT
    begin_due(clock=lambda: soon)
    award = Award.objects.get()
    assert award.own_fields.values == KEPT
    assert PlannedAward.objects.get().fields == {}
    detail = client.get(f"/org/harbour/awards/{award.pk}").content.decode()
    assert "S-4711" in detail
