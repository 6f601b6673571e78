"""Rosters in the workspace: from a file to badges, whatever happens to the worker."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.events.models import Event
from openlaurel.apps.issuing.errors import BatchNotPossibleNow, RosterUnusable
from openlaurel.apps.issuing.models import Award, Batch, BatchRow, BatchState, Roster
from openlaurel.apps.issuing.queries.batches import count_rows
from openlaurel.apps.issuing.roster_words import FAULTS, FIELDS, REASONS, words_of_error, words_of_row
from openlaurel.apps.issuing.services import batches as batches_module
from openlaurel.apps.issuing.services import (
    confirm_batch,
    dry_run_batch,
    forget_old_rosters,
    map_roster,
    remove_roster,
    run_batch,
    run_waiting_batches,
    stop_batch,
    upload_roster,
)
from openlaurel.apps.issuing.services import portions as portions_module
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor
from openlaurel.core import rosters

pytestmark = pytest.mark.django_db
FILE = (
    "Email,Name,Note\n"
    + "".join(f"p{n}@x.example,Person {n},\n" for n in range(25))
    + "nobody,Bo,\np1@x.example,P,\n"
)


@pytest.fixture
def make_batch(
    organisation: Profile, published: AchievementVersion, owner: Any, now: datetime
) -> Callable[..., Batch]:
    """Uploads a roster and tries it."""

    def make(text: str = FILE, **options: Any) -> Batch:
        by = Actor(account=owner)
        roster = upload_roster(
            organisation=organisation, file_name="r.csv", data=text.encode(), by=by, now=now
        )
        given = {"version": published, "notify": False, "allow_repeats": False, "by": by, "now": now}
        return dry_run_batch(roster=roster, **(given | options))

    return make


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions_module, "ROWS", 10)


def clock_at(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def test_a_dry_run_says_what_would_happen_to_each_row_and_issues_nothing(
    make_batch: Callable[..., Batch],
) -> None:
    batch = make_batch()
    counts = count_rows(batch)
    assert (counts.ready, counts.refused, counts.issued) == (25, 2, 0)
    reasons = {row.line: words_of_row(row) for row in batch.rows.filter(state="refused")}
    assert reasons == {
        27: "“nobody” is not an e-mail address.",
        28: "The e-mail address is the same as in line 3.",
    }
    assert not Award.objects.exists()


def test_who_holds_the_badge_already_is_left_out_unless_wished(
    make_batch: Callable[..., Batch], make_award: Callable[..., Award]
) -> None:
    make_award(recipient_email="p1@x.example")
    refused = make_batch().rows.get(reason="holds_already")
    assert refused.line == 3
    assert count_rows(make_batch(allow_repeats=True)).ready == 25


def test_two_rosters_that_were_tried_before_either_was_issued_bring_nobody_the_badge_twice(
    make_batch: Callable[..., Batch], owner: Any, deliver_events: Callable[[], None], now: datetime
) -> None:
    first, second = make_batch(), make_batch()
    for batch in (first, second):
        confirm_batch(batch=batch, by=Actor(account=owner), now=now)
    deliver_events()
    assert Award.objects.count() == 25
    assert (count_rows(first).issued, count_rows(second).issued) == (25, 0)
    assert second.rows.filter(reason="holds_already").count() == 25


def test_who_gets_the_badge_once_more_on_purpose_gets_it(
    make_batch: Callable[..., Batch], owner: Any, deliver_events: Callable[[], None], now: datetime
) -> None:
    for batch in (make_batch(), make_batch(allow_repeats=True)):
        confirm_batch(batch=batch, by=Actor(account=owner), now=now)
    deliver_events()
    assert Award.objects.count() == 50


def test_what_only_signing_would_refuse_is_found_in_the_dry_run(make_batch: Callable[..., Batch]) -> None:
    batch = make_batch("Email,Name,Issued on\na@x.example,Ana,2099-01-01\n")
    assert "in the future" in words_of_row(batch.rows.get())


def test_a_confirmed_batch_is_issued_by_the_worker_with_a_note_in_each_row(
    make_batch: Callable[..., Batch], owner: Any, deliver_events: Callable[[], None], now: datetime
) -> None:
    batch = make_batch()
    confirm_batch(batch=batch, by=Actor(account=owner), now=now)
    deliver_events()
    batch.refresh_from_db()
    assert (batch.state, batch.finished_at is not None) == ("done", True)
    assert (count_rows(batch).issued, count_rows(batch).refused) == (25, 2)
    assert Award.objects.filter(created_by=owner).count() == 25
    row = batch.rows.get(line=2)
    assert row.award is not None
    assert row.award.recipient_email == "p0@x.example"
    assert bytes(Roster.objects.get().content) == b""
    finished = Event.objects.get(kind="batch.finished")
    assert finished.data == {"issued": 25, "refused": 2}


@pytest.mark.sqlite  # PostgreSQL chooses its plan by what it knows of the rows
def test_a_roster_reads_the_awards_of_its_people_and_not_all_that_there_are(
    make_batch: Callable[..., Batch], now: datetime, django_assert_max_num_queries: Any
) -> None:
    batch = confirm_batch(batch=make_batch(), by=INSTALLATION, now=now)
    with django_assert_max_num_queries(70) as asked:
        run_batch(batch=batch, clock=clock_at(now))
    plans = []
    for query in asked.captured_queries:
        if query["sql"].startswith("SELECT") and 'FROM "issuing_award"' in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plans += [row[3] for row in cursor.fetchall() if "issuing_award " in row[3]]
    assert sorted({plan.split(" USING INDEX ")[1].split(" ")[0] for plan in plans}) == [
        "an_idempotency_key_is_used_once",
        "award_by_address",
    ]


def test_a_worker_that_dies_loses_and_doubles_nothing(
    make_batch: Callable[..., Batch], now: datetime, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirm_batch(batch=make_batch(), by=INSTALLATION, now=now)
    calls = []

    def dies_in_the_second_chunk(*signed: Any, **given: Any) -> Any:
        calls.append(given)
        outcomes = real(*signed, **given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return outcomes

    real = batches_module.store_signed
    with monkeypatch.context() as dying:
        dying.setattr(batches_module, "store_signed", dies_in_the_second_chunk)
        with pytest.raises(KeyboardInterrupt):
            run_batch(batch=batch, clock=clock_at(now))
    assert Award.objects.count() == 10
    batch.refresh_from_db()
    assert batch.state == BatchState.RUNNING

    run_waiting_batches(clock=clock_at(now + timedelta(seconds=30)))
    assert Award.objects.count() == 15, "another worker does the rest, and waits for the end of the lease"
    run_waiting_batches(clock=clock_at(now + timedelta(seconds=61)))
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert Award.objects.count() == 25
    assert Award.objects.values("recipient_email").distinct().count() == 25


def test_a_worker_whose_lease_was_taken_over_stops(
    make_batch: Callable[..., Batch], now: datetime, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirm_batch(batch=make_batch(), by=INSTALLATION, now=now)
    real = batches_module.sign_drafts
    signed = []

    def slow(**given: Any) -> Any:
        signed.append(len(given["drafts"]))
        if len(signed) == 1:
            batch.portions.update(lease_until=now)
            run_waiting_batches(clock=clock_at(now + timedelta(seconds=1)))
            assert Award.objects.count() == 25
        return real(**given)

    monkeypatch.setattr(batches_module, "sign_drafts", slow)
    run_batch(batch=batch, clock=clock_at(now))
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert Award.objects.count() == 25
    assert signed == [10, 10, 10, 5], "the first ten twice, stored once"
    assert Event.objects.filter(kind="batch.finished").count() == 1


def test_whoever_helps_looks_after_some_seconds_whether_there_is_something_else_to_do(
    make_batch: Callable[..., Batch], now: datetime, small_chunks: None
) -> None:
    batch = confirm_batch(batch=make_batch(), by=INSTALLATION, now=now)
    moments = iter(now + timedelta(seconds=2 * step) for step in range(100))
    run_waiting_batches(clock=lambda: next(moments))
    batch.refresh_from_db()
    assert (batch.state, Award.objects.count()) == (BatchState.RUNNING, 10)


def test_a_stopped_batch_stays_stopped_and_goes_on_when_told(
    make_batch: Callable[..., Batch], now: datetime, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirm_batch(batch=make_batch(), by=INSTALLATION, now=now)
    real = batches_module.sign_drafts

    def stopped_while_the_second_is_signed(**given: Any) -> Any:
        if Award.objects.count() == 10:
            stop_batch(batch=batch, by=INSTALLATION, now=now)
        return real(**given)

    with monkeypatch.context() as busy:
        busy.setattr(batches_module, "sign_drafts", stopped_while_the_second_is_signed)
        run_batch(batch=batch, clock=clock_at(now))
    run_waiting_batches(clock=clock_at(now + timedelta(hours=1)))
    batch.refresh_from_db()
    assert (batch.state, Award.objects.count()) == ("stopped", 10)
    confirm_batch(batch=batch, by=INSTALLATION, now=now)
    run_batch(batch=batch, clock=clock_at(now))
    assert Award.objects.count() == 25


def test_a_fault_stops_the_batch_where_its_people_see_it(
    make_batch: Callable[..., Batch], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirm_batch(batch=make_batch(), by=INSTALLATION, now=now)

    def fail(**_: Any) -> Any:
        raise RuntimeError("the key can't be opened")

    with monkeypatch.context() as broken:
        broken.setattr(batches_module, "sign_drafts", fail)
        run_batch(batch=batch, clock=clock_at(now))
    batch.refresh_from_db()
    assert (batch.state, batch.fault) == ("stopped", "RuntimeError: the key can't be opened")
    confirm_batch(batch=batch, by=INSTALLATION, now=now)
    run_batch(batch=batch, clock=clock_at(now))
    batch.refresh_from_db()
    assert (batch.state, batch.fault, Award.objects.count()) == ("done", "", 25)


def test_a_batch_is_confirmed_once_and_only_with_something_to_issue(
    make_batch: Callable[..., Batch], now: datetime
) -> None:
    with pytest.raises(BatchNotPossibleNow):
        confirm_batch(batch=make_batch("Email,Name\nx,Ana\n"), by=INSTALLATION, now=now)
    batch = confirm_batch(batch=make_batch(), by=INSTALLATION, now=now)
    with pytest.raises(BatchNotPossibleNow):
        confirm_batch(batch=batch, by=INSTALLATION, now=now)
    with pytest.raises(BatchNotPossibleNow):
        remove_roster(roster=batch.roster, by=INSTALLATION, now=now)
    run_batch(batch=batch, clock=clock_at(now))
    with pytest.raises(BatchNotPossibleNow):
        stop_batch(batch=batch, by=INSTALLATION, now=now)
    remove_roster(roster=batch.roster, by=INSTALLATION, now=now)
    assert (Batch.objects.filter(pk=batch.pk).exists(), Award.objects.count()) == (False, 25)


def test_a_second_check_replaces_the_first(make_batch: Callable[..., Batch], now: datetime) -> None:
    batch = make_batch()
    again = dry_run_batch(
        roster=batch.roster, version=batch.version, notify=True, allow_repeats=False, by=INSTALLATION, now=now
    )
    assert list(batch.roster.batches.all()) == [again]


def test_columns_can_be_mapped_by_hand(organisation: Profile, now: datetime) -> None:
    data = b"Wer,Wohin\nAna,ana@x.example\n"
    roster = upload_roster(organisation=organisation, file_name="r.csv", data=data, by=INSTALLATION, now=now)
    assert roster.mapping == {}
    with pytest.raises(RosterUnusable, match="e-mail address"):
        map_roster(roster=roster, mapping={"name": "Wer"}, by=INSTALLATION, now=now)
    with pytest.raises(RosterUnusable, match="Elsewhere"):
        map_roster(roster=roster, mapping={"email": "Elsewhere"}, by=INSTALLATION, now=now)
    chosen = {"name": "Wer", "email": "Wohin", "language": ""}
    mapped = map_roster(roster=roster, mapping=chosen, by=INSTALLATION, now=now)
    assert mapped.mapping == {"name": "Wer", "email": "Wohin"}


def test_every_reason_of_the_core_has_its_words_here() -> None:
    with translation.override("en"):
        assert {code: str(REASONS[code]) for code in rosters.REASONS} == rosters.REASONS
        errors = {name: error for name, error in vars(rosters).items() if isinstance(error, type)}
        for name, words in FAULTS.items():
            assert str(words) == errors[name].template
    assert set(FAULTS) == {error.__name__ for error in rosters.RostersError.__subclasses__()}
    assert set(FIELDS) == set(rosters.Field)
    assert "10,485,761 bytes" in words_of_error(
        rosters.RosterTooLarge(found="10,485,761", unit="bytes", most="10,485,760")
    )


class TestPages:
    """The same in a browser."""

    @pytest.fixture
    def client(self, make_member: Callable[..., Any], signed_in: Callable[..., Client]) -> Client:
        return signed_in(make_member("issuer"))

    def upload(self, client: Client, text: str = FILE) -> Any:
        file = SimpleUploadedFile("people.csv", text.encode(), content_type="text/csv")
        return client.post("/org/harbour/rosters", {"file": file})

    def test_from_a_file_to_badges(
        self, client: Client, published: AchievementVersion, deliver_events: Callable[[], None]
    ) -> None:
        mapping = self.upload(client)["Location"]
        page = client.get(mapping).content.decode()
        assert "27 rows." in page
        assert '<option value="Email" selected>' in page
        check = client.post(
            mapping, {"version": published.pk, "email": "Email", "name": "Name", "notify": "on"}
        )["Location"]
        page = client.get(check).content.decode()
        assert "25 badges can be issued" in page
        assert "“nobody” is not an e-mail address." in page
        assert client.post(f"{check}/confirm").status_code == 302
        running = client.get(check).content.decode()
        assert "0 of 25 badges issued" in running
        assert 'http-equiv="refresh"' in running
        fragment = client.get(check, headers={"hx-request": "true"}).content.decode()
        assert "<html" not in fragment
        assert "0 of 25 badges issued" in fragment
        deliver_events()
        assert client.get(check, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
        done = client.get(check).content.decode()
        assert "25 badges were issued." in done
        assert "2 rows were refused." in done
        response = client.get(f"{check}/result.csv")
        content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        rows = list(csv.DictReader(io.StringIO(content)))
        assert [row["line"] for row in rows] == [str(n) for n in range(2, 29)]
        assert rows[0]["claim link"].startswith("http://127.0.0.1:8000/claim/")
        assert "file itself isn't kept" in client.get(mapping).content.decode()

    def test_a_roster_without_a_good_row_says_what_to_do(
        self, client: Client, make_batch: Callable[..., Batch]
    ) -> None:
        batch = make_batch("Email,Name\nnobody,Bo\n")
        page = client.get(f"/org/harbour/rosters/batches/{batch.id}").content.decode()
        assert "No badge can be issued" in page
        assert "Choose other columns, or correct the file" in page
        assert "the others" not in page
        assert 'data-label="Recipient" class="break">—<' in page

    def test_stop_and_go_on(self, client: Client, make_batch: Callable[..., Batch]) -> None:
        batch = make_batch()
        page = f"/org/harbour/rosters/batches/{batch.id}"
        client.post(f"{page}/confirm")
        client.post(f"{page}/stop")
        assert "Go on" in client.get(page).content.decode()
        client.post(f"{page}/confirm")
        batch.refresh_from_db()
        assert batch.state == BatchState.QUEUED

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "The submitted file is empty."),
            (b"Email,Name\n", "names no people"),
            (b"PK\x03\x04....", "an archive or a workbook"),
            (b"Email,Name\n" + b"x" * 60_000, "Line 2 has 60,000 characters"),
        ],
    )
    def test_a_file_that_cannot_be_used_says_why(
        self, client: Client, published: AchievementVersion, data: bytes, words: str
    ) -> None:
        response = client.post("/org/harbour/rosters", {"file": SimpleUploadedFile("x.csv", data)})
        assert response.status_code == 422
        assert words in response.content.decode()
        assert not Roster.objects.exists()

    def test_latin_1_is_read_with_a_warning(self, client: Client, published: AchievementVersion) -> None:
        file = SimpleUploadedFile("x.csv", "Email,Name\nz@x.example,Zoë\n".encode("latin-1"))
        page = client.get(client.post("/org/harbour/rosters", {"file": file})["Location"]).content.decode()
        assert "in which encoding it is" in page
        assert "Zoë" in page

    def test_a_column_that_is_missing_is_asked_for(
        self, client: Client, published: AchievementVersion
    ) -> None:
        mapping = self.upload(client)["Location"]
        response = client.post(mapping, {"version": published.pk, "email": "Email"})
        assert response.status_code == 422
        assert "No column is chosen for the name." in response.content.decode()
        response = client.post(mapping, {"version": published.pk, "email": "Forged", "name": "Name"})
        assert response.status_code == 422
        assert not BatchRow.objects.exists()

    def test_rosters_of_others_do_not_exist(
        self, client: Client, published: AchievementVersion, make_organisation: Callable[..., Profile]
    ) -> None:
        other = make_organisation("lighthouse")
        roster = upload_roster(
            organisation=other,
            file_name="secret.csv",
            data=FILE.encode(),
            by=INSTALLATION,
            now=timezone.now(),
        )
        assert client.get(f"/org/harbour/rosters/{roster.id}").status_code == 404
        assert client.post(f"/org/harbour/rosters/{roster.id}/remove").status_code == 404
        assert "secret.csv" not in client.get("/org/harbour/rosters").content.decode()

    def test_a_roster_is_removed_and_its_badges_stay(
        self, client: Client, make_batch: Callable[..., Batch]
    ) -> None:
        batch = make_batch()
        assert client.post(f"/org/harbour/rosters/{batch.roster.id}/remove").status_code == 302
        assert not Roster.objects.exists()


def test_files_to_which_nothing_was_issued_are_forgotten(
    make_batch: Callable[..., Batch], now: datetime
) -> None:
    unused, used = make_batch(), make_batch("Email,Name\na@x.example,Ana\n")
    run_batch(batch=confirm_batch(batch=used, by=INSTALLATION, now=now), clock=clock_at(now))
    assert forget_old_rosters(now=now + timedelta(days=29)) == 0
    assert forget_old_rosters(now=now + timedelta(days=31)) == 1
    assert list(Roster.objects.all()) == [used.roster]
    assert unused.roster != used.roster
