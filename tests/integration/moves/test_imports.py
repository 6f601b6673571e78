"""Moving in: planned, confirmed, done once, counted line by line, and nobody is mailed."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import exports

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import erase_account
from openlaurel.apps.catalog.models import Achievement, AchievementVersion, VersionState
from openlaurel.apps.events.models import Event
from openlaurel.apps.events.services.long_jobs import LEASE
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services import issue_award
from openlaurel.apps.moves.models import Import, ImportedAward, ImportedDefinition, ImportState
from openlaurel.apps.moves.queries import reconcile, refusals_of
from openlaurel.apps.moves.services import (
    ImportUnusable,
    MoveNotPossibleNow,
    answer_dates,
    choose_definitions,
    confirm_import,
    importing,
    remove_import,
    run_import,
    run_waiting_imports,
    stop_import,
    upload_import,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(organisation: Profile, owner: Account, now: datetime) -> Callable[..., Import]:
    """Uploads an export; several files as keywords of `files`."""

    def plan(data: bytes = b"", name: str = "export.csv", **files: bytes) -> Import:
        given = list(files.items()) if files else [(name, data)]
        return upload_import(organisation=organisation, files=given, by=Actor(account=owner), now=now)

    return plan


@pytest.fixture
def done(owner: Account, now: datetime) -> Callable[[Import], Import]:
    """Confirms an import and does all of it."""

    def do(run: Import) -> Import:
        confirm_import(run=run, by=Actor(account=owner), now=now)
        run_import(run=run, clock=lambda: now)
        run.refresh_from_db()
        assert (run.state, run.fault) == (ImportState.DONE, "")
        return run

    return do


def test_nothing_is_imported_before_the_plan_is_confirmed(
    planned: Callable[..., Import], now: datetime
) -> None:
    run = planned(exports.credly_csv())
    counts = reconcile(run)
    assert (run.platform, counts.found, counts.ready, counts.is_balanced) == ("credly", 6, 6, True)
    run_import(run=run, clock=lambda: now)
    assert not ImportedAward.objects.exists()
    assert not Achievement.objects.exists()


def test_badges_come_with_what_the_importer_claims_and_nobody_is_mailed(
    planned: Callable[..., Import],
    done: Callable[..., Import],
    deliver_events: Callable[[], None],
    now: datetime,
) -> None:
    run = done(planned(exports.credly_csv()))
    counts = reconcile(run)
    assert (counts.imported, counts.refused, counts.known, counts.ready) == (6, 0, 0, 0)
    award = ImportedAward.objects.get(source_id=exports.uuid(0))
    assert (award.recipient_name, award.recipient_email) == ("Ana Ferreira", "ana0@learners.example")
    assert award.issued_on.isoformat() == "2024-03-01T14:41:00+00:00"
    assert award.source_url == f"https://badges.example/badges/{exports.uuid(0)}"
    assert ImportedAward.objects.get(source_id=exports.uuid(3)).state == "revoked"
    drafts = AchievementVersion.objects.all()
    assert {version.name for version in drafts} == {"Harbour pilot", "Night watch"}
    assert {version.state for version in drafts} == {VersionState.DRAFT}
    assert not Award.objects.exists()
    deliver_events()
    assert mail.outbox == []
    assert bytes(Import.objects.get().content) == b""


def test_what_was_imported_before_is_known_whichever_file_brings_it(
    planned: Callable[..., Import], done: Callable[..., Import]
) -> None:
    done(planned(exports.credly_csv(4)))
    again = planned(exports.credly_csv(6))
    assert (reconcile(again).known, reconcile(again).ready) == (4, 2)
    rows = [row[1:] for row in exports.credly_rows(6)]
    without_ids = planned(exports.table(exports.CREDLY_HEADER[1:], rows))
    assert (reconcile(without_ids).known, reconcile(without_ids).ready) == (4, 2)
    done(again)
    assert ImportedAward.objects.count() == 6
    assert ImportedDefinition.objects.count() == 2


def test_two_imports_of_the_same_at_once_bring_each_badge_once(
    planned: Callable[..., Import], done: Callable[..., Import]
) -> None:
    first, second = planned(exports.credly_csv()), planned(exports.credly_csv())
    done(second)
    done(first)
    assert ImportedAward.objects.count() == 6
    assert (reconcile(first).known, reconcile(first).imported) == (6, 0)
    assert reconcile(first).is_balanced


def test_a_definition_is_matched_by_its_name_or_as_somebody_says(
    planned: Callable[..., Import],
    done: Callable[..., Import],
    make_published: Callable[..., AchievementVersion],
    owner: Account,
    now: datetime,
) -> None:
    pilot = make_published("pilots", name="Harbour  PILOT")
    other = make_published("others", name="Others")
    run = planned(exports.credly_csv())
    rows = {row.data["name"]: row for row in run.rows.filter(is_definition=True)}
    assert (rows["Harbour pilot"].choice, rows["Harbour pilot"].achievement) == ("match", pilot.achievement)
    assert rows["Night watch"].choice == "draft"
    choices = {
        rows["Harbour pilot"].number: "claim",
        rows["Night watch"].number: str(other.achievement_id),
    }
    choose_definitions(run=run, choices=choices, by=Actor(account=owner), now=now)
    done(run)
    found = {row.name: row.achievement for row in ImportedDefinition.objects.all()}
    assert found == {"Harbour pilot": None, "Night watch": other.achievement}
    assert Achievement.objects.count() == 2


def test_what_was_issued_here_to_the_same_person_on_that_day_is_not_imported(
    planned: Callable[..., Import], make_published: Callable[..., AchievementVersion], now: datetime
) -> None:
    pilot = make_published("pilots", name="Harbour pilot")
    issue_award(
        version=pilot,
        recipient_name="Ana",
        recipient_email="ana0@learners.example",
        valid_from=datetime.fromisoformat("2024-03-01T08:00:00+00:00"),
        by=INSTALLATION,
        now=now,
    )
    run = planned(exports.credly_csv())
    [kind] = refusals_of(run, "known")
    assert (kind.count, kind.places) == (1, ["export.csv:2"])
    assert "issued the same badge" in kind.words


def test_an_export_that_lies_about_its_counts_is_named(
    planned: Callable[..., Import], signed_in: Callable[..., Client], owner: Account
) -> None:
    run = planned(exports.credly_json(4, declared=9), "badges.json")
    counts = reconcile(run)
    assert (counts.declared, counts.found, counts.is_said_otherwise) == (9, 4, True)
    page = signed_in(owner).get(f"/org/harbour/moves/imports/{run.id}").content.decode()
    assert "The export says that it has 9 badges, but 4 are in it." in page


def test_the_result_has_a_line_for_each_and_no_formula(
    planned: Callable[..., Import],
    done: Callable[..., Import],
    signed_in: Callable[..., Client],
    owner: Account,
) -> None:
    rows = exports.credly_rows(4)
    rows[1][3] = "=cmd()"
    rows[2][6] = "soon"
    run = done(planned(exports.table(exports.CREDLY_HEADER, rows), "b.csv"))
    response = signed_in(owner).get(f"/org/harbour/moves/imports/{run.id}/result.csv")
    lines = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    badges = [line for line in lines if line["kind"] == "badge"]
    assert [line["place"] for line in badges] == ["b.csv:2", "b.csv:5", "b.csv:3", "b.csv:4"]
    assert [line["outcome"] for line in badges] == ["Imported", "Imported", "Refused", "Refused"]
    assert badges[2]["email"] == "'=cmd()"
    assert badges[0]["page"].endswith(f"/imported/{ImportedAward.objects.get(source_id=exports.uuid(0)).id}")
    assert badges[3]["reason"].startswith("“soon” in the column Issued at is not a date")


def test_dates_are_asked_about_and_the_answer_makes_the_plan(
    planned: Callable[..., Import], signed_in: Callable[..., Client], owner: Account, now: datetime
) -> None:
    rows = exports.credly_rows(2)
    rows[0][6], rows[1][6] = "03/04/2024", "05/06/2024"
    run = planned(exports.table(exports.CREDLY_HEADER, rows))
    assert (run.state, run.date_example) == (ImportState.ASKING, "03/04/2024")
    client, address = signed_in(owner), f"/org/harbour/moves/imports/{run.id}"
    assert "03/04/2024" in client.get(address).content.decode()
    assert client.post(address, {"order": "year"}).status_code == 422
    assert client.post(address, {"order": "day"}).status_code == 302
    run.refresh_from_db()
    assert (run.state, reconcile(run).ready) == (ImportState.PLAN, 2)
    first = run.rows.filter(is_definition=False)[0]
    assert first.data["issued_on"] == "2024-04-03T00:00:00+00:00"
    with pytest.raises(MoveNotPossibleNow):
        answer_dates(run=run, order="month", by=Actor(account=owner), now=now)


def test_pictures_are_made_harmless_and_badges_files_kept_and_verified(
    planned: Callable[..., Import], done: Callable[..., Import]
) -> None:
    files = exports.open_badges()
    run = done(planned(exports.packed(files), "badges.zip"))
    assert (run.platform, reconcile(run).imported) == ("open_badges", 3)
    for award in ImportedAward.objects.all():
        name = next(row.place for row in award.rows.all())
        assert bytes(award.original) == files[name]
        assert award.checked_at is not None
        assert award.report["verified"] is False  # its issuer's site isn't reachable from a test
        assert {check["check"] for check in award.report["checks"]} >= {"format", "proof"}
        assert award.recipient_name
    definition = ImportedDefinition.objects.get()
    assert bytes(definition.image).startswith(b"\x89PNG")
    assert b"openbadges" not in bytes(definition.image)
    version = AchievementVersion.objects.get()
    assert version.artwork_is_own


def test_badgr_and_accredible_come_in_too(
    planned: Callable[..., Import], done: Callable[..., Import]
) -> None:
    done(planned(exports.badgr_json(), "badgr.json"))
    done(
        planned(
            exports.packed({"c.json": exports.accredible_json(), "g.json": exports.accredible_groups()}),
            "a.zip",
        )
    )
    assert ImportedAward.objects.filter(platform="badgr").count() == 4
    assert ImportedAward.objects.filter(platform="accredible").count() == 4
    # the second one's definition has the name of the first one's draft
    assert Achievement.objects.count() == 1
    assert ImportedAward.objects.get(source_id="as-2").revocation_reason == "Another person."


def test_it_can_be_stopped_and_gone_on_with(
    planned: Callable[..., Import], owner: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "SET", 2)
    run, by = planned(exports.credly_csv()), Actor(account=owner)
    confirm_import(run=run, by=by, now=now)

    def stopping() -> datetime:
        if ImportedAward.objects.count() == 2:
            stop_import(run=run, by=by, now=now)
        return now

    run_import(run=run, clock=stopping)
    run.refresh_from_db()
    assert (run.state, reconcile(run).imported) == (ImportState.STOPPED, 2)
    confirm_import(run=run, by=by, now=now)
    run_import(run=run, clock=lambda: now)
    assert reconcile(run).imported == ImportedAward.objects.count() == 6


def test_another_worker_goes_on_with_what_a_killed_one_left(
    planned: Callable[..., Import], owner: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "SET", 2)
    run = planned(exports.credly_csv())
    confirm_import(run=run, by=Actor(account=owner), now=now)

    def killed() -> datetime:
        if ImportedAward.objects.count() == 4:
            raise KeyboardInterrupt
        return now

    with pytest.raises(KeyboardInterrupt):
        run_import(run=run, clock=killed)
    run_waiting_imports(clock=lambda: now)
    assert ImportedAward.objects.count() == 4
    run_waiting_imports(clock=lambda: now + 2 * LEASE)
    assert ImportedAward.objects.count() == 6
    run.refresh_from_db()
    assert run.state == ImportState.DONE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (exports.packed({"a.json": b"0" * 80_000_000}), "Unpacked, the archive has"),
        (b"Name,Shoe size\nAna,38\n", "in the form of a platform"),
        (b"%PDF-1.7", "is of a kind that"),
        (
            exports.packed({"a.csv": exports.credly_csv(), "b.json": exports.badgr_json()}),
            "several platforms",
        ),
    ],
)
def test_a_file_that_cant_be_used_is_refused_with_a_way_out(
    data: bytes, words: str, signed_in: Callable[..., Client], organisation: Profile, owner: Account
) -> None:
    upload = SimpleUploadedFile("export", data)
    response = signed_in(owner).post("/org/harbour/moves", {"exported": upload})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Import.objects.exists()


def test_several_files_at_once_are_one_import_and_one_name_is_one_file(
    organisation: Profile, owner: Account, signed_in: Callable[..., Client]
) -> None:
    files = exports.open_badges()
    uploads = [SimpleUploadedFile(name, data) for name, data in files.items()]
    response = signed_in(owner).post("/org/harbour/moves", {"exported": uploads})
    assert response.status_code == 302
    assert reconcile(Import.objects.get()).ready == 3
    twice = [SimpleUploadedFile("a.json", b"{}"), SimpleUploadedFile("a.json", b"[]")]
    response = signed_in(owner).post("/org/harbour/moves", {"exported": twice})
    assert response.status_code == 422
    assert "a.json is there twice" in response.content.decode()


def test_only_owners_move(organisation: Profile, make_member: Callable[..., Account], now: datetime) -> None:
    with pytest.raises(NotAllowed):
        upload_import(
            organisation=organisation,
            files=[("a.csv", exports.credly_csv())],
            by=Actor(account=make_member("issuer")),
            now=now,
        )


def test_it_is_done_by_the_worker_and_told_in_the_audit_trail(
    planned: Callable[..., Import],
    deliver_events: Callable[[], None],
    signed_in: Callable[..., Client],
    owner: Account,
) -> None:
    run = planned(exports.credly_csv(2))
    client, address = signed_in(owner), f"/org/harbour/moves/imports/{run.id}"
    numbers = run.rows.filter(is_definition=True).values_list("number", flat=True)
    choices = {f"row_{number}": "draft" for number in numbers}
    assert client.post(address, {**choices, "confirm": "1"}).status_code == 302
    assert "Waiting for its turn" in client.get(address).content.decode()
    deliver_events()
    page = client.get(address).content.decode()
    assert "Done" in page
    kinds = set(Event.objects.filter(kind__startswith="import.").values_list("kind", flat=True))
    assert kinds == {"import.planned", "import.confirmed", "import.finished"}
    assert "Finished an import: 2 badges" in client.get("/org/harbour/audit").content.decode()


def test_an_upload_can_be_removed_and_what_it_brought_stays(
    planned: Callable[..., Import], done: Callable[..., Import], owner: Account, now: datetime
) -> None:
    run = done(planned(exports.credly_csv(2)))
    remove_import(run=run, by=Actor(account=owner), now=now)
    assert not Import.objects.exists()
    assert ImportedAward.objects.count() == 2


def test_whoever_is_erased_is_gone_from_imports_too(
    planned: Callable[..., Import],
    done: Callable[..., Import],
    make_account: Callable[..., Account],
    now: datetime,
) -> None:
    done(planned(exports.packed(exports.open_badges()), "badges.zip"))
    waiting = planned(exports.packed({"a.csv": exports.credly_csv()}), "waiting.zip")
    ana = make_account("ana0@learners.example", name="Ana Ferreira")
    erase_account(account=ana, by=None, now=now)
    award = ImportedAward.objects.get(source_id="https://old.example/assertions/0")
    assert (award.recipient_name, award.recipient_email, bytes(award.original)) == ("", "", b"")
    assert award.recipient_erased_at == now
    waiting.refresh_from_db()
    assert bytes(waiting.content) == b""
    everything = json.dumps(list(waiting.rows.values("recipient_email", "data", "reason_params")))
    assert "ana0@" not in everything
    assert "Ana" not in everything


def test_the_importers_claims_are_on_the_badges_page_and_its_holders_name_is_not(
    planned: Callable[..., Import], done: Callable[..., Import], client: Client
) -> None:
    done(planned(exports.credly_csv()))
    award = ImportedAward.objects.get(source_id=exports.uuid(0))
    page = client.get(f"/imported/{award.id}").content.decode()
    assert "Claimed by the importer" in page
    assert exports.uuid(0) in page
    assert award.source_url in page
    assert "Nothing on this page is signed here" in page
    assert "Ana" not in page
    assert "ana0" not in page
    assert client.get(f"/imported/{award.id}/original").status_code == 404


def test_a_badges_own_file_is_for_its_holder_and_its_importer(
    planned: Callable[..., Import],
    done: Callable[..., Import],
    signed_in: Callable[..., Client],
    make_account: Callable[..., Account],
    owner: Account,
) -> None:
    files = exports.open_badges()
    done(planned(exports.packed(files), "badges.zip"))
    award = ImportedAward.objects.get(source_id="https://old.example/assertions/1")
    address = f"/imported/{award.id}/original"
    for account, status in (
        (make_account("eve@elsewhere.example"), 404),
        (make_account(award.recipient_email), 200),
        (owner, 200),
    ):
        response = signed_in(account).get(address)
        assert response.status_code == status
    assert response.content == files["badge-1.png"]
    assert signed_in(owner).get(f"/imported/{award.id}/image.png").status_code == 200


@pytest.mark.parametrize("kind", ["nginx", "apache", "htaccess", "netlify", "cloudflare", "csv"])
def test_old_addresses_lead_to_the_new_ones(
    kind: str,
    planned: Callable[..., Import],
    done: Callable[..., Import],
    signed_in: Callable[..., Client],
    owner: Account,
    settings: Any,
) -> None:
    done(planned(exports.credly_csv()))
    award = ImportedAward.objects.get(source_id=exports.uuid(2))
    response = signed_in(owner).get(f"/org/harbour/moves/redirects?format={kind}&old=https://badges.example/")
    text = response.getvalue().decode()
    line = next(line for line in text.splitlines() if exports.uuid(2) in line)
    assert f"{settings.OPENLAUREL_URL}/imported/{award.id}" in line
    assert sum("/imported/" in line for line in text.splitlines()) == 6
    nothing = signed_in(owner).get(f"/org/harbour/moves/redirects?format={kind}&old=https://other.example/")
    assert "/imported/" not in nothing.getvalue().decode()


def test_a_file_without_anything_is_no_import(organisation: Profile, owner: Account, now: datetime) -> None:
    with pytest.raises(ImportUnusable):
        upload_import(organisation=organisation, files=[], by=Actor(account=owner), now=now)
