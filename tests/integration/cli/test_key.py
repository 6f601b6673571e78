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


MAKE = """
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
create_organisation(
    handle="harbour", name="Harbour", is_issuer=True, owner=None, by=INSTALLATION, now=timezone.now()
)
"""


def test_api_keys_are_made_listed_rotated_and_revoked(openlaurel: Run, data: Path) -> None:
    subprocess.run([sys.executable, "-c", MAKE], env=environment_of(data), check=True)
    create = ["key", "api", "create", "harbour", "Course platform", "--scope", "awards:issue"]
    secret = openlaurel(*create, "--scope", "awards:read", "--until", "2099-06-30").stdout.strip()
    assert secret.startswith("olk_")
    line = openlaurel("key", "api", "list", "harbour").stdout
    assert line == f"{secret[:12]}  active  2099-06-30  -  awards:read,awards:issue  Course platform\n"
    new = openlaurel("key", "api", "rotate", "harbour", secret[:12], "--hours", "1").stdout.strip()
    assert new != secret
    assert (
        "90 more days"
        in openlaurel("key", "api", "rotate", "harbour", new[:12], "--hours", "9999", code=1).stderr
    )
    assert "is revoked" in openlaurel("key", "api", "revoke", "harbour", new[:12]).stdout
    assert openlaurel("key", "api", "list", "harbour").stdout.split()[1] == "revoked"
    assert "no one key" in openlaurel("key", "api", "revoke", "harbour", secret[:12], code=1).stderr
    openlaurel(*create[:-1], "awards:all", code=2)
    assert "is not a day" in openlaurel(*create, "--until", "soon", code=1).stderr
    assert "isn't a network" in openlaurel(*create, "--network", "home", code=1).stderr


def test_what_cant_be_done_is_said_on_one_line(openlaurel: Run, data: Path) -> None:
    assert "no organisation 'nobody'" in openlaurel("key", "list", "nobody", code=1).stderr
    given = ["key", "revoke", "z6Mk", "--reason", "x", "--from"]
    assert "no key 'z6Mk'" in openlaurel(*given, "2026-11-03", code=1).stderr
    for day in ("20261103", "2026-W45-2", "yesterday", "2026-02-30"):
        assert "is not a day" in openlaurel(*given, day, code=1).stderr
