"""Moving out: everything of an organisation in documented files, which the import of another one reads."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests import exports

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services import erase_account
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.services import (
    Definition,
    definition_of,
    edit_draft,
    publish_version,
    start_version,
)
from openlaurel.apps.events.models import Event
from openlaurel.apps.events.services.long_jobs import LEASE
from openlaurel.apps.issuing.models import Award, Credential
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import AwardDraft, accept_award, issue_awards, revoke_award
from openlaurel.apps.moves.models import Archive, ArchivePart, ArchiveState, ImportedAward
from openlaurel.apps.moves.queries import reconcile
from openlaurel.apps.moves.services import (
    ImportUnusable,
    MoveNotPossibleNow,
    archiving,
    confirm_import,
    forget_old_archives,
    note_download,
    resume_archive,
    run_archive,
    run_import,
    run_waiting_archives,
    start_archive,
    stop_archive,
    upload_import,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(organisation: Profile, published: AchievementVersion, owner: Account, now: datetime) -> Profile:
    """An organisation with two versions of a definition, badges of both, one revoked, and an imported one."""
    by = Actor(account=owner)
    drafts = [AwardDraft(f"P {n}", f"p{n}@learners.example", narrative=f"Did {n}") for n in range(4)]
    issue_awards(version=published, drafts=drafts, by=by, now=now - timedelta(days=2), notify=False)
    draft = start_version(achievement=published.achievement, by=by, now=now)
    edit_draft(version=draft, definition=replace(definition_of(draft), workload_hours=30), by=by, now=now)
    second = publish_version(version=draft, by=by, now=now)
    issue_awards(
        version=second, drafts=[AwardDraft("Last", "last@learners.example")], by=by, now=now, notify=False
    )
    first = Award.objects.get(recipient_email="p0@learners.example")
    accept_award(award=first, show_name=False, now=now)
    revoked = Award.objects.get(recipient_email="p1@learners.example")
    revoke_award(award=revoked, reason="Another person.", by=by, now=now)
    files = [("badge.json", json.dumps(exports.assertion(0)).encode())]
    run = upload_import(organisation=organisation, files=files, by=by, now=now)
    confirm_import(run=run, by=by, now=now)
    run_import(run=run, clock=lambda: now)
    return organisation


@pytest.fixture
def written(owner: Account, now: datetime) -> Callable[[Profile], bytes]:
    """Has an archive written, and returns it as a ZIP."""

    def write(organisation: Profile) -> bytes:
        archive = start_archive(organisation=organisation, by=INSTALLATION, now=now)
        run_archive(archive=archive, clock=lambda: now)
        archive.refresh_from_db()
        assert (archive.state, archive.fault) == (ArchiveState.DONE, "")
        return b"".join(note_download(archive=archive, by=INSTALLATION, now=now))

    return write


def lines(archive: zipfile.ZipFile, folder: str) -> list[dict[str, Any]]:
    names = sorted(name for name in archive.namelist() if name.startswith(f"{folder}/"))
    return [json.loads(line) for name in names for line in archive.read(name).splitlines()]


def test_everything_is_in_it_and_each_file_is_what_the_manifest_says(
    full: Profile, written: Callable[..., bytes]
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(full)))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["format"], manifest["version"]) == ("openlaurel-archive", 1)
    assert {file["path"] for file in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
    for file in manifest["files"]:
        content = archive.read(file["path"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
    definition = next(row for row in lines(archive, "definitions") if row["slug"] == "tide-tables")
    assert [version["state"] for version in definition["versions"]] == ["superseded", "published"]
    assert archive.read(definition["versions"][0]["picture"]).startswith(b"\x89PNG")
    awards = {row["id"]: row for row in lines(archive, "awards")}
    assert manifest["counts"]["awards"] == len(awards) == Award.objects.count() == 5
    signed = {row["award"]: row for row in lines(archive, "credentials")}
    for award in Award.objects.all():
        assert signed[str(award.id)]["document"].encode() == credential_bytes(award)
        assert awards[str(award.id)]["recipient_email"] == award.recipient_email
    key = Credential.objects.all()[0].key
    assert json.loads(archive.read("keys.json"))[0]["public_multibase"] == key.public_multibase
    assert json.loads(archive.read("did.json"))["id"].endswith("harbour")
    list_id = Credential.objects.all()[0].status_list_id
    assert json.loads(archive.read(f"status-lists/{list_id}.json"))["type"]
    assert {row["kind"] for row in lines(archive, "audit")} >= {"achievement.published", "award.revoked"}
    [imported] = lines(archive, "imported")
    assert json.loads(archive.read(imported["original"])) == exports.assertion(0)


def test_no_secret_is_in_it(full: Profile, written: Callable[..., bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(full)))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    sealed = bytes(Credential.objects.all()[0].key.sealed_secret)
    assert sealed not in everything
    assert b"sealed" not in everything
    assert b"sea-shanty" not in everything


def test_another_organisation_reads_what_this_one_wrote(
    full: Profile,
    written: Callable[..., bytes],
    make_organisation: Callable[..., Profile],
    make_account: Callable[..., Account],
    now: datetime,
) -> None:
    data = written(full)
    elsewhere = make_organisation("elsewhere", make_account("boss@elsewhere.example"))
    run = upload_import(organisation=elsewhere, files=[("all.zip", data)], by=INSTALLATION, now=now)
    counts = reconcile(run)
    assert (run.platform, counts.declared, counts.found, counts.ready) == ("openlaurel", 6, 6, 6)
    confirm_import(run=run, by=INSTALLATION, now=now)
    run_import(run=run, clock=lambda: now)
    run.refresh_from_db()
    assert (run.state, run.fault, reconcile(run).imported) == ("done", "", 6)
    for award in Award.objects.filter(organisation=full):
        copy = ImportedAward.objects.get(organisation=elsewhere, source_id=str(award.id))
        assert bytes(copy.original) == credential_bytes(award)
        assert (copy.recipient_name, copy.recipient_email) == (award.recipient_name, award.recipient_email)
        assert (copy.issued_on, copy.expires_on) == (award.awarded_at, award.valid_until)
        assert (copy.narrative, copy.state == "revoked") == (award.narrative, award.state == "revoked")
        assert copy.report["verified"] is (award.state != "revoked")
    claim = ImportedAward.objects.get(organisation=elsewhere, source_url="https://old.example/assertions/0")
    assert json.loads(bytes(claim.original)) == exports.assertion(0)
    draft = AchievementVersion.objects.get(
        achievement__organisation=elsewhere, name="Tide tables in practice"
    )
    was = AchievementVersion.objects.get(achievement__organisation=full, state="published", number=2)
    said, meant = definition_of(draft), definition_of(was)
    assert _without_skills(said) == _without_skills(meant)
    assert [skill.name for skill in said.skills] == [skill.name for skill in meant.skills]
    # nothing stands in its way: it can be published, and the badges signed anew
    publish_version(version=draft, by=INSTALLATION, now=now)


def _without_skills(definition: Definition) -> Definition:
    return replace(definition, skills=())


def test_a_file_that_was_changed_is_refused_by_name(
    full: Profile, written: Callable[..., bytes], make_organisation: Callable[..., Profile], now: datetime
) -> None:
    source = zipfile.ZipFile(io.BytesIO(written(full)))
    files = {name: source.read(name) for name in source.namelist()}
    files["awards/00001.jsonl"] = files["awards/00001.jsonl"].replace(b"P 2", b"P 9")
    elsewhere = make_organisation("elsewhere")
    for changed in (files, {name: files[name] for name in files if name != "keys.json"}):
        with pytest.raises(ImportUnusable, match="damaged or was changed"):
            upload_import(
                organisation=elsewhere, files=[("a.zip", exports.packed(changed))], by=INSTALLATION, now=now
            )
    newer = json.loads(files["manifest.json"]) | {"version": 2}
    with pytest.raises(ImportUnusable, match="Upgrade this site"):
        upload_import(
            organisation=elsewhere,
            files=[("a.zip", exports.packed({"manifest.json": json.dumps(newer).encode()}))],
            by=INSTALLATION,
            now=now,
        )


def test_a_killed_worker_leaves_an_archive_that_is_gone_on_with(
    full: Profile, owner: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sections = [replace(section, size=2) for section in archiving.SECTIONS]
    monkeypatch.setattr(archiving, "SECTIONS", tuple(sections))
    archive = start_archive(organisation=full, by=Actor(account=owner), now=now)

    def killed() -> datetime:
        if ArchivePart.objects.filter(path__startswith="awards/").count() == 2:
            raise KeyboardInterrupt
        return now

    with pytest.raises(KeyboardInterrupt):
        run_archive(archive=archive, clock=killed)
    run_waiting_archives(clock=lambda: now)
    assert not ArchivePart.objects.filter(path="manifest.json").exists()
    run_waiting_archives(clock=lambda: now + 2 * LEASE)
    archive.refresh_from_db()
    assert archive.state == ArchiveState.DONE
    packed = b"".join(note_download(archive=archive, by=INSTALLATION, now=now))
    rows = lines(zipfile.ZipFile(io.BytesIO(packed)), "awards")
    assert sorted(row["id"] for row in rows) == sorted(map(str, Award.objects.values_list("id", flat=True)))
    assert archive.written == archive.total


def test_it_can_be_stopped_and_only_one_is_written_at_a_time(
    full: Profile, owner: Account, now: datetime
) -> None:
    by = Actor(account=owner)
    archive = start_archive(organisation=full, by=by, now=now)
    with pytest.raises(MoveNotPossibleNow):
        start_archive(organisation=full, by=by, now=now)
    stop_archive(archive=archive, by=by, now=now)
    run_archive(archive=archive, clock=lambda: now)
    assert not ArchivePart.objects.exists()
    with pytest.raises(MoveNotPossibleNow):
        note_download(archive=archive, by=by, now=now)
    resume_archive(archive=archive, by=by, now=now)
    run_archive(archive=archive, clock=lambda: now)
    assert ArchivePart.objects.filter(path="manifest.json").exists()


def test_it_is_written_by_the_worker_and_the_trail_says_who_got_it(
    full: Profile, owner: Account, signed_in: Callable[..., Client], deliver_events: Callable[[], None]
) -> None:
    client, address = signed_in(owner), "/org/harbour/moves/archives"
    assert client.post(address).status_code == 302
    deliver_events()
    archive = Archive.objects.get()
    assert archive.state == ArchiveState.DONE
    assert "Download" in client.get(address).content.decode()
    response = client.post(f"{address}/{archive.id}/download")
    content = response.getvalue()
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert Event.objects.filter(kind="archive.downloaded", actor_id=owner.id).exists()
    assert "Downloaded an archive of everything" in client.get("/org/harbour/audit").content.decode()
    client.post(f"{address}/{archive.id}/change", {"change": "remove"})
    assert not Archive.objects.exists()


def test_archives_are_forgotten_after_a_week_and_when_somebody_in_them_is_erased(
    full: Profile, written: Callable[..., bytes], make_account: Callable[..., Account], now: datetime
) -> None:
    written(full)
    forget_old_archives(now=now + timedelta(days=6))
    assert Archive.objects.exists()
    forget_old_archives(now=now + timedelta(days=8))
    assert not Archive.objects.exists()
    written(full)
    gone = make_account("last@learners.example")
    erase_account(account=gone, by=None, now=now)
    assert not ArchivePart.objects.exists()
