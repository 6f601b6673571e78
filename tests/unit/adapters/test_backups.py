"""A backup brings everything back, and a broken one changes nothing."""

import io
import json
import sqlite3
import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openlaurel.adapters.backups import BackupError, read_manifest, restore_backup, write_backup
from openlaurel.adapters.environment import database_settings

NOW = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data with space"
    (folder / "files" / "rosters").mkdir(parents=True)
    (folder / "files" / "rosters" / "ä.csv").write_bytes(b"name")
    (folder / "backups").mkdir()
    (folder / "backups" / "old.tar").write_bytes(b"old")
    (folder / "address.json").write_text(json.dumps({"url": "https://badges.example", "former_urls": []}))
    (folder / "secret.key").write_text("ab" * 32)
    connection = sqlite3.connect(folder / "openlaurel.sqlite3")
    connection.executescript(
        "PRAGMA journal_mode=WAL; CREATE TABLE award (name); INSERT INTO award VALUES ('Ada');"
    )
    connection.commit()
    connection.close()
    return folder


def save(data: Path, target: Path):
    return write_backup(target, data=data, database=database_settings("", data=data), version="1.2", now=NOW)


def restore(source: Path, data: Path, **options: bool):
    return restore_backup(source, data=data, database=database_settings("", data=data), **options)


def awards(data: Path) -> list[str]:
    connection = sqlite3.connect(data / "openlaurel.sqlite3")
    names = [row[0] for row in connection.execute("SELECT name FROM award")]
    connection.close()
    return names


def test_database_files_address_and_key_come_back(data, tmp_path):
    manifest = save(data, tmp_path / "backup.tar")
    new = tmp_path / "new"
    assert restore(tmp_path / "backup.tar", new) == manifest
    assert awards(new) == ["Ada"]
    assert (new / "files" / "rosters" / "ä.csv").read_bytes() == b"name"
    assert (new / "address.json").read_bytes() == (data / "address.json").read_bytes()
    assert (new / "secret.key").read_bytes() == (data / "secret.key").read_bytes()
    assert not (new / "backups").exists()


def test_a_backup_of_a_site_in_use_holds_what_was_committed(data, tmp_path):
    writer = sqlite3.connect(data / "openlaurel.sqlite3")
    writer.execute("INSERT INTO award VALUES ('Grace')")
    writer.commit()
    writer.execute("INSERT INTO award VALUES ('half')")
    save(data, tmp_path / "backup.tar")
    writer.close()
    restore(tmp_path / "backup.tar", tmp_path / "new")
    assert awards(tmp_path / "new") == ["Ada", "Grace"]


def test_others_on_the_machine_can_read_neither_the_backup_nor_what_it_becomes(data, tmp_path):
    save(data, tmp_path / "backup.tar")
    restore(tmp_path / "backup.tar", tmp_path / "new")
    assert stat.S_IMODE((tmp_path / "backup.tar").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "secret.key").stat().st_mode) == 0o600


def test_a_backup_says_what_it_is(data, tmp_path):
    save(data, tmp_path / "backup.tar")
    manifest = read_manifest(tmp_path / "backup.tar")
    assert (manifest.url, manifest.database, manifest.version) == ("https://badges.example", "sqlite", "1.2")
    assert manifest.holds_key


def test_a_folder_in_use_is_not_overwritten(data, tmp_path):
    save(data, tmp_path / "backup.tar")
    with pytest.raises(BackupError, match=r"isn't empty.*--force"):
        restore(tmp_path / "backup.tar", data)
    assert awards(data) == ["Ada"]


def test_force_keeps_what_was_there(data, tmp_path):
    save(data, tmp_path / "backup.tar")
    (data / "note").write_text("of before")
    restore(tmp_path / "backup.tar", data, force=True)
    assert not (data / "note").exists()
    assert (data.with_name("data with space.before-restore") / "note").read_text() == "of before"


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b[: len(b) // 2],
        lambda b: b[:-9],
        lambda b: b[:-5] + bytes([b[-5] ^ 1]) + b[-4:],
        lambda b: b"",
    ],
    ids=["half", "without its end", "one bit", "empty"],
)
def test_a_damaged_backup_changes_nothing(data, tmp_path, damage):
    save(data, tmp_path / "backup.tar")
    whole = (tmp_path / "backup.tar").read_bytes()
    (tmp_path / "backup.tar").write_bytes(damage(whole))
    with pytest.raises(BackupError):
        restore(tmp_path / "backup.tar", data, force=True)
    assert awards(data) == ["Ada"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["backup.tar", "data with space"]


@pytest.mark.parametrize("name", ["../evil", "/evil", "data/../../evil"])
def test_an_entry_that_points_outside_is_refused(data, tmp_path, name):
    save(data, tmp_path / "backup.tar")
    with tarfile.open(tmp_path / "backup.tar") as old, tarfile.open(tmp_path / "evil.tar", "w:gz") as tar:
        for member in old:
            tar.addfile(member, old.extractfile(member) if member.isfile() else None)
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(BackupError, match="doesn't belong there"):
        restore(tmp_path / "evil.tar", tmp_path / "new")
    assert not (tmp_path / "evil").exists()
    assert not (tmp_path / "new").exists()


def test_another_file_is_not_taken_for_a_backup(data, tmp_path):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    with tarfile.open(tmp_path / "other.tar", "w:gz") as tar:
        tar.add(data / "secret.key", "secret.key")
    for name in ("photo.png", "other.tar"):
        with pytest.raises(BackupError, match=name):
            restore(tmp_path / name, tmp_path / "new")


def test_a_backup_of_the_other_kind_of_database_is_refused(data, tmp_path):
    save(data, tmp_path / "backup.tar")
    postgresql = database_settings("postgresql://localhost/badges", data=data)
    with pytest.raises(BackupError, match="holds a sqlite database"):
        restore_backup(tmp_path / "backup.tar", data=tmp_path / "new", database=postgresql)


def test_a_failed_backup_leaves_no_half_file(data, tmp_path):
    (data / "openlaurel.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(BackupError):
        save(data, tmp_path / "backup.tar")
    assert [p.name for p in tmp_path.iterdir()] == ["data with space"]


def test_without_postgresqls_programs_the_reason_is_said(data, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    postgresql = database_settings("postgresql://localhost/badges", data=data)
    with pytest.raises(BackupError, match="pg_dump is missing"):
        write_backup(tmp_path / "backup.tar", data=data, database=postgresql, version="1", now=NOW)
