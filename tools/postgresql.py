"""Runs a command with a PostgreSQL server for its tests, whose address is in OPENLAUREL_TEST_DATABASE.

    .venv/bin/python tools/postgresql.py .venv/bin/pytest -m postgresql

Taken in this order: a server at 127.0.0.1:5432 that trusts the user postgres; one started for the time of the command
from Debian's /usr/lib/postgresql; one started from the package that requirements-postgresql.lock pins, which is
downloaded and never installed. A server that was started here is stopped and its data deleted at the end. When none
can be had, the reason is said and the exit code is 69.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

PROJECT = Path(__file__).resolve().parent.parent
LOCK = PROJECT / "requirements-postgresql.lock"
UNAVAILABLE = 69
RUNNING = "postgresql://postgres@127.0.0.1:5432/postgres"
# PostgreSQL refuses to run as root: then the first of these that exists runs it.
SERVANTS = ("postgres", "nobody")


class NoServer(Exception):
    """No PostgreSQL can be had here; the message says why and what to do."""


def main(command: Sequence[str]) -> int:
    if not command:
        print(__doc__)
        return 2
    try:
        with server() as url:
            # A name of its own, so that two runs at the same time don't drop each other's test databases.
            own = url.removesuffix("postgres") + f"openlaurel_{os.getpid()}"
            environment = os.environ | {"OPENLAUREL_TEST_DATABASE": own}
            return subprocess.run(command, env=environment).returncode
    except NoServer as error:
        print(f"PostgreSQL: {error}", file=sys.stderr)
        return UNAVAILABLE


@contextmanager
def server() -> Iterator[str]:
    """This function will yield the address of a server that may be filled with test databases."""
    if answers(RUNNING):
        print("PostgreSQL: the server at 127.0.0.1:5432.", flush=True)
        yield RUNNING
        return
    with tempfile.TemporaryDirectory(prefix="openlaurel-postgresql-") as scratch:
        folder = Path(scratch)
        programs = debians_programs() or downloaded_programs(folder / "programs")
        # Where the server came with its client programs, tests of backups find those.
        os.environ["PATH"] += f"{os.pathsep}{programs}"
        print(f"PostgreSQL: starting one from {programs} for the tests.", flush=True)
        with started(programs, folder) as url:
            yield url


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def debians_programs() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: int(path.parent.name)) if found else None


def downloaded_programs(folder: Path) -> Path:
    """This function will download the locked package into `folder` and return where its programs are."""
    print("PostgreSQL: no server here, downloading the package with one.", flush=True)
    folder.mkdir(mode=0o755)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    pip += ["--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCK), "--dest", str(folder)]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        raise NoServer(
            "neither a server at 127.0.0.1:5432 that trusts the user postgres, nor Debian's postgresql package, "
            f"nor the package of {LOCK.name}: {done.stderr.strip().splitlines()[-1]}"
        )
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    programs = next(folder.glob("*/pginstall/bin"))
    for program in programs.iterdir():
        program.chmod(0o755)
    return programs


@contextmanager
def started(programs: Path, folder: Path) -> Iterator[str]:
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    servant: str | None = None
    if os.geteuid() == 0:
        servant = next(name for name in SERVANTS if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(data, servant)
    port = free_port()
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    made = subprocess.run([*initdb, "--no-sync"], user=servant, cwd="/", capture_output=True, text=True)
    if made.returncode:
        raise NoServer(f"initdb failed: {made.stderr.strip()}")
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(data)]
    # What makes a server safe makes tests slow, and this one's data is thrown away.
    for setting in (
        "listen_addresses=127.0.0.1",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
    ):
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, user=servant, cwd="/", stdout=log, stderr=log)
    try:
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        for _ in range(100):
            if answers(url):
                break
            if process.poll() is not None:
                raise NoServer(f"the server ended at once: {(folder / 'log').read_text('utf-8', 'replace')}")
            time.sleep(0.1)
        else:
            raise NoServer("the server didn't answer within 10 s.")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
