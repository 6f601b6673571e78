"""openlaurel key: what an operator does when a key is to be replaced, or was stolen."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.integration.cli.conftest import Run, environment_of
from tests.integration.cli.test_verify import ISSUE


def test_keys_are_listed_replaced_and_revoked(openlaurel: Run, data: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", ISSUE, str(tmp_path)], env=environment_of(data), check=True)
    [line] = openlaurel("key", "list", "harbour").stdout.splitlines()
    old, kind, state, _, until = line.split()
    assert (kind, state, until) == ("Ed25519", "signing", "-")
    new = openlaurel("key", "rotate", "harbour", "--kind", "P-256").stdout.split()[0]
    assert [line.split()[:3] for line in openlaurel("key", "list", "harbour").stdout.splitlines()] == [
        [new, "P-256", "waiting"],
        [old, "Ed25519", "signing"],
    ]
    assert "begins to sign soon" in openlaurel("key", "rotate", "harbour", code=1).stderr
    assert "Verified." in openlaurel("verify", str(tmp_path / "own.json"), "--offline").stdout
    for day, said in (("2000-01-01", "Not verified as of 2000-01-01 23:59 UTC."), ("1.1.2000", "")):
        code = 1 if said else 2
        assert said in openlaurel("verify", str(tmp_path / "own.json"), "--at", day, code=code).stdout
    today = datetime.now(UTC).date().isoformat()
    revoked = openlaurel("key", "revoke", old, "--from", today, "--reason", "Stolen.")
    assert "fail now: 1." in revoked.stdout
    report = openlaurel("verify", str(tmp_path / "own.json"), "--offline", code=1).stdout
    assert f"withdrew the key from {today} on" in report
    assert openlaurel("key", "list", "harbour").stdout.splitlines()[0].split()[:3] == [
        new,
        "P-256",
        "signing",
    ]


def test_what_cant_be_done_is_said_on_one_line(openlaurel: Run, data: Path) -> None:
    assert "no organisation 'nobody'" in openlaurel("key", "list", "nobody", code=1).stderr
    given = ["key", "revoke", "z6Mk", "--reason", "x", "--from"]
    assert "no key 'z6Mk'" in openlaurel(*given, "2026-11-03", code=1).stderr
    for day in ("20261103", "2026-W45-2", "yesterday", "2026-02-30"):
        assert "is not a day" in openlaurel(*given, day, code=1).stderr
