"""An archive holds all of a wallet, says exactly what is in it, and is written whatever becomes of its worker."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.integration.verifier.foreign import ForeignIssuer
from tests.integration.verifier.older import OlderIssuer
from tests.integration.wallet.badges import PIXEL, badge_by_key, badge_for
from tests.unit.core import legacy_issuers as old

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import baked_png, credential_bytes, resource_of
from openlaurel.apps.issuing.services import accept_award
from openlaurel.apps.wallet.archive_pieces import plain_name
from openlaurel.apps.wallet.errors import ArchiveNotReady
from openlaurel.apps.wallet.models import ArchiveState, WalletArchive
from openlaurel.apps.wallet.services import (
    archiving,
    download_archive,
    forget_old_archives,
    gathering,
    keep_file,
    keep_from_address,
    remove_archive,
    resume_archive,
    run_archive,
    run_waiting_archives,
    start_archive,
    stop_archive,
)
from openlaurel.core.openbadges import bake_svg

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
Written = Callable[..., zipfile.ZipFile]


@pytest.fixture
def written(ana: Account, now: datetime) -> Written:
    """Has an archive of Ana's wallet written, and opens it."""

    def write(clock: Callable[[], datetime] = lambda: now) -> zipfile.ZipFile:
        archive = start_archive(account=ana, language="en", now=now)
        run_archive(archive=archive, clock=clock)
        archive.refresh_from_db()
        assert (archive.state, archive.fault) == (ArchiveState.DONE, "")
        return zipfile.ZipFile(io.BytesIO(b"".join(download_archive(archive=archive, now=now))))

    return write


def manifest_of(opened: zipfile.ZipFile) -> Any:
    return json.loads(opened.read("manifest.json"))


def accepted(award: Award, ana: Account, now: datetime) -> Award:
    Award.objects.filter(pk=award.pk).update(account=ana)
    award.refresh_from_db()
    return accept_award(award=award, account=ana, show_name=True, now=now)


def test_each_badge_is_in_it_as_it_was_signed_with_what_verifying_takes(
    make_award: Callable[..., Award],
    foreign: ForeignIssuer,
    older: OlderIssuer,
    ana: Account,
    written: Written,
    now: datetime,
) -> None:
    award = accepted(make_award(recipient_email=ana.email), ana, now)
    kept = badge_for(foreign, image={"id": PIXEL, "type": "Image"})
    keep_file(account=ana, data=kept, now=now)
    baked = bake_svg(SVG, badge_for(foreign, index=8, name="Splices / ../..").decode())
    keep_file(account=ana, data=baked, now=now)
    keep_from_address(account=ana, url=older.url(old.BADGE), now=now)

    opened = written()

    manifest = manifest_of(opened)
    listed = {file["path"]: file for file in manifest["files"]}
    assert sorted(opened.namelist()) == sorted([*listed, "manifest.json", "index.html"])
    assert [name for name in opened.namelist() if not re.fullmatch(r"[a-z0-9][a-z0-9/.-]{1,70}", name)] == []
    for path, file in listed.items():
        content = opened.read(path)
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
    documents = {opened.read(badge["credential"]) for badge in manifest["badges"]}
    assert {credential_bytes(award), kept, badge_for(foreign, index=8, name="Splices / ../..")} < documents
    pictures = {opened.read(name) for name in opened.namelist() if name.startswith("pictures/")}
    assert {baked_png(award), baked} < pictures
    by_key = {one["key"]: one for one in manifest["resources"]}
    for address in (foreign.did, foreign.list_url):
        path = by_key[address]["file"]
        assert (
            opened.read(path)
            == foreign.site.pages[foreign.did_path if address == foreign.did else foreign.list_path]
        )
    ours = json.loads(credential_bytes(award))
    for address in (ours["issuer"]["id"], ours["credentialStatus"]["statusListCredential"]):
        assert opened.read(by_key[address]["file"]) == resource_of(address)
    assert sorted(badge["found"] for badge in manifest["badges"]) == ["verified"] * 4
    assert [badge["older_version"] for badge in manifest["badges"]].count(True) == 1
    report = json.loads(opened.read(manifest["badges"][0]["report"]))
    assert report["verified"] is True
    assert "credential" not in report


def test_nothing_of_others_and_no_secret_is_in_it(
    make_award: Callable[..., Award], make_account: Callable[..., Account], ana: Account, written: Written,
    now: datetime,
) -> None:  # fmt: skip
    accepted(make_award(recipient_email=ana.email), ana, now)
    other = make_account("ze@learners.example", name="Zé Xanthopoulos")
    accepted_by_other = make_award(recipient_email=other.email, recipient_name="Zé Xanthopoulos")
    keep_file(account=other, data=badge_by_key(now, other.email, "Splicing"), now=now)

    opened = written()

    everything = b"".join(opened.read(name) for name in opened.namelist())
    for word in (
        str(accepted_by_other.pk),
        "Xanthopoulos",
        "Splicing",
        "ze@learners",
        ana.email,
        "sea-shanty",
    ):
        assert word.encode() not in everything, word


def test_an_empty_wallet_has_an_archive_too(written: Written) -> None:
    opened = written()
    assert sorted(opened.namelist()) == ["index.html", "manifest.json"]
    assert manifest_of(opened)["badges"] == []


def test_what_is_out_of_reach_is_told_as_that(
    foreign: ForeignIssuer, ana: Account, written: Written, now: datetime
) -> None:
    keep_file(account=ana, data=badge_for(foreign), now=now)
    foreign.site.pages.clear()
    from openlaurel.apps.verifier.outside import COPIES

    COPIES.clear()
    manifest = manifest_of(written())
    [resource] = [one for one in manifest["resources"] if one["key"] == foreign.did]
    assert (resource["file"], manifest["badges"][0]["found"]) == (None, "unknown")
    assert "404" in resource["fault"]


def test_resources_are_bounded(
    foreign: ForeignIssuer, ana: Account, written: Written, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_file(account=ana, data=badge_for(foreign), now=now)
    monkeypatch.setattr(gathering, "MOST_BYTES", 500)
    opened = written()
    assert [one["fault"] for one in manifest_of(opened)["resources"] if one["key"] == foreign.list_url] == [
        gathering.TOO_MUCH
    ]


def test_a_killed_worker_leaves_an_archive_that_another_one_finishes(
    foreign: ForeignIssuer, ana: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in (7, 8, 9):
        keep_file(account=ana, data=badge_for(foreign, index=index), now=now)
    archive = start_archive(account=ana, language="en", now=now)
    pieces_of, told = archiving.pieces_of, []

    def killed(held: Any, number: int, **rest: Any) -> Any:
        if number == 2 and not told:
            told.append(number)
            raise SystemExit
        return pieces_of(held, number, **rest)

    monkeypatch.setattr(archiving, "pieces_of", killed)
    with pytest.raises(SystemExit):
        run_archive(archive=archive, clock=lambda: now)
    archive.refresh_from_db()
    assert (archive.done, archive.state) == (1, ArchiveState.RUNNING)

    run_waiting_archives(clock=lambda: now)  # its lease still counts
    assert archive.badges.count() == 1
    run_waiting_archives(clock=lambda: now + timedelta(minutes=2))
    archive.refresh_from_db()
    assert (archive.done, archive.state, archive.badges.count()) == (3, ArchiveState.DONE, 3)


def test_it_can_be_stopped_and_gone_on_with_and_removed(ana: Account, now: datetime) -> None:
    keep_file(account=ana, data=badge_by_key(now, ana.email, "Splicing"), now=now)
    archive = start_archive(account=ana, language="en", now=now)
    with pytest.raises(ArchiveNotReady):
        start_archive(account=ana, language="en", now=now)
    with pytest.raises(ArchiveNotReady):
        remove_archive(archive=archive, now=now)
    stop_archive(archive=archive, now=now)
    run_archive(archive=archive, clock=lambda: now)
    archive.refresh_from_db()
    with pytest.raises(ArchiveNotReady):
        download_archive(archive=archive, now=now)
    assert archive.done == 0
    resume_archive(archive=archive, now=now)
    run_archive(archive=archive, clock=lambda: now)
    archive.refresh_from_db()
    assert archive.state == ArchiveState.DONE

    newer = start_archive(account=ana, language="en", now=now)
    assert list(WalletArchive.objects.values_list("pk", flat=True)) == [newer.pk]
    run_archive(archive=newer, clock=lambda: now)
    forget_old_archives(now + timedelta(days=6))
    assert WalletArchive.objects.exists()
    forget_old_archives(now + timedelta(days=8))
    assert not WalletArchive.objects.exists()


def test_a_badge_that_was_removed_meanwhile_is_left_out(ana: Account, now: datetime) -> None:
    keep_file(account=ana, data=badge_by_key(now, ana.email, "Splicing"), now=now)
    archive = start_archive(account=ana, language="en", now=now)
    ana.kept_badges.all().delete()
    run_archive(archive=archive, clock=lambda: now)
    archive.refresh_from_db()
    assert (archive.state, archive.badges.count()) == (ArchiveState.DONE, 0)


def test_nobody_else_gets_at_it(
    client: Client, ana: Account, make_account: Callable[..., Account], now: datetime
) -> None:
    archive = start_archive(account=ana, language="en", now=now)
    run_archive(archive=archive, clock=lambda: now)
    client.force_login(make_account("eve@learners.example"))
    assert client.post(f"/wallet/archive/{archive.pk}/download").status_code == 404
    assert client.post(f"/wallet/archive/{archive.pk}/change", {"change": "remove"}).status_code == 404
    assert "As of" not in client.get("/wallet/archive").content.decode()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Tide tables in practice", "tide-tables-in-practice"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con"),
        ("nul.txt.", "nul-txt"),
        ("شهادة", "badge"),
        ("Łódź: Ćwiczenia \x00<b>", "odz-cwiczenia-b"),
        ("x" * 300, "x" * 40),
        ("", "badge"),
    ],
)
def test_names_of_files_are_safe_on_every_system(name: str, plain: str) -> None:
    assert plain_name(name) == plain
