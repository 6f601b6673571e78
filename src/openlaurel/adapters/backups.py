"""A whole installation in one gzipped tar file: its database, files, address and key; and back again.

manifest.json       format, version, moment, kind of database
database.sqlite3    a consistent copy by SQLite's online backup, or
database.dump       what pg_dump --format=custom writes
data/…              everything else in the data folder, as it lies there
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

FORMAT = 1
DAMAGE = (OSError, EOFError, tarfile.TarError, zlib.error)
LEFT_OUT = {"backups", "cards", "running.lock"}


class BackupError(Exception):
    """A backup can't be written or restored; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself. `holds_key` is False when the key came from OPENLAUREL_KEY."""

    version: str
    made_at: str
    database: str
    url: str
    holds_key: bool


def write_backup(
    target: Path, *, data: Path, database: Mapping[str, Any], version: str, now: datetime
) -> Manifest:
    """This function will write a backup of the installation in `data` to `target`, readable by its owner only.

    It may run while the site is in use. `database` is Django's settings of it. The file appears when it is whole.
    """
    kind = _kind(database)
    manifest = Manifest(
        version=version,
        made_at=now.isoformat(),
        database=kind,
        url=json.loads((data / "address.json").read_text("utf-8"))["url"],
        holds_key=(data / "secret.key").is_file(),
    )
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".openlaurel-backup-") as scratch:
            # The database first: a file that is added later is one too many, never one too few.
            copy = Path(scratch) / ("database.sqlite3" if kind == "sqlite" else "database.dump")
            if kind == "sqlite":
                _copy_sqlite(database, copy)
            else:
                _dump_postgresql(database, copy)
            about = Path(scratch) / "manifest.json"
            about.write_text(json.dumps({"format": FORMAT, **manifest.__dict__}, indent=2), "utf-8")
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as tar:
                    tar.add(about, "manifest.json")
                    tar.add(copy, copy.name)
                    for file in _files(data, database, apart_from={target, unfinished}):
                        tar.add(file, f"data/{file.relative_to(data).as_posix()}", recursive=False)
                stream.flush()
                os.fsync(stream.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise BackupError(f"The backup {target} can't be written: {error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """This function will return what the backup `source` says about itself."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            return _manifest(tar, source)
    except DAMAGE as error:
        raise BackupError(f"{source} is no backup that can be read: {error}.") from error


def restore_backup(source: Path, *, data: Path, database: Mapping[str, Any], force: bool = False) -> Manifest:
    """This function will make the installation of the backup `source` in `data`.

    A folder that isn't empty is refused without `force`; with it, the folder is kept beside the new one under the
    name `DATA.before-restore`, and a PostgreSQL database is overwritten. Nothing is changed when the backup is broken.
    """
    occupied = data.exists() and any(data.iterdir())
    if occupied and not force:
        raise BackupError(
            f"The data folder {data} isn't empty. Restore into another one (OPENLAUREL_DATA), or add --force: "
            "what is there now is then kept beside it."
        )
    data.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=data.parent, prefix=f".{data.name}-restoring-"))
    try:
        with tarfile.open(source, "r:gz") as tar:
            manifest = _manifest(tar, source)
            if manifest.database != _kind(database):
                raise BackupError(
                    f"The backup holds a {manifest.database} database, but OPENLAUREL_DATABASE asks for "
                    f"{_kind(database)}. Set it to the kind that the backup holds."
                )
            _extract(tar, scratch)
        new = scratch / "data"
        if manifest.database == "sqlite":
            name = Path(database["NAME"]).name
            (scratch / "database.sqlite3").rename(new / name)
            _check_sqlite(new / name)
        else:
            _load_postgresql(database, scratch / "database.dump", force=force)
        if occupied:
            data.rename(_free_name(data))
        elif data.exists():
            data.rmdir()
        new.rename(data)
    except (*DAMAGE, sqlite3.DatabaseError) as error:
        raise BackupError(f"{source} can't be restored: {error}.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _kind(database: Mapping[str, Any]) -> str:
    return "sqlite" if str(database["ENGINE"]).endswith("sqlite3") else "postgresql"


def _files(data: Path, database: Mapping[str, Any], *, apart_from: set[Path]) -> Iterator[Path]:
    own = Path(str(database["NAME"])).name if _kind(database) == "sqlite" else None
    for file in sorted(data.rglob("*")):
        top = file.relative_to(data).parts[0]
        if top in LEFT_OUT or file in apart_from or (own and top in {own, f"{own}-wal", f"{own}-shm"}):
            continue
        if file.is_symlink() or not (file.is_file() or file.is_dir()) or file.name.endswith(".new"):
            continue
        yield file


def _manifest(tar: tarfile.TarFile, source: Path) -> Manifest:
    try:
        stated = json.loads(_stream(tar, tar.getmember("manifest.json")).read(100_000))
        if stated.pop("format") != FORMAT:
            raise BackupError(f"{source} was written by a newer OpenLaurel. Restore it with that version.")
        return Manifest(**stated)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError(f"{source} isn't a backup of OpenLaurel: it has no manifest.") from error


def _stream(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    return cast(IO[bytes], tar.extractfile(member))


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    (folder / "data").mkdir(mode=0o700)
    for member in tar:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
            raise BackupError(f"The backup has an entry that doesn't belong there: {member.name}.")
        place = folder.joinpath(*path.parts)
        if member.isdir():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            continue
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file, _stream(tar, member) as content:
            shutil.copyfileobj(content, file)
    # To the last byte, where the checksum of the whole stands.
    while cast(IO[bytes], tar.fileobj).read(65536):
        pass


def _free_name(data: Path) -> Path:
    name = data.with_name(f"{data.name}.before-restore")
    number = 1
    while name.exists():
        number += 1
        name = data.with_name(f"{data.name}.before-restore-{number}")
    return name


def _copy_sqlite(database: Mapping[str, Any], copy: Path) -> None:
    source = sqlite3.connect(f"file:{database['NAME']}?mode=ro", uri=True)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The database {database['NAME']} can't be copied: {error}.") from error
    finally:
        target.close()
        source.close()
    _check_sqlite(copy)


def _check_sqlite(file: Path) -> None:
    connection = sqlite3.connect(file)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    if answer != "ok":
        raise BackupError(f"The database in {file} is damaged: {answer}.")


def _dump_postgresql(database: Mapping[str, Any], copy: Path) -> None:
    _postgresql(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}")


def _load_postgresql(database: Mapping[str, Any], dump: Path, *, force: bool) -> None:
    over = ("--clean", "--if-exists") if force else ()
    name = f"--dbname={database['NAME']}"
    _postgresql(
        database,
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        *over,
        name,
        str(dump),
    )


def _postgresql(database: Mapping[str, Any], program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} is missing, so the PostgreSQL database can't be reached. Install PostgreSQL's client "
            "programs (on Debian: apt-get install postgresql-client), or back up with your own tools."
        )
    options = database.get("OPTIONS", {})
    settings = {
        "PGDATABASE": database["NAME"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGSSLMODE": options.get("sslmode", ""),
    }
    environment = os.environ | {name: str(value) for name, value in settings.items() if value}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip() or f"it ended with {done.returncode}"
        raise BackupError(f"{program} failed: {said}")
