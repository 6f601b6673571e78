"""`openlaurel issue` and `openlaurel award revoke`: the main job on real input."""

import csv
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.integration.conftest import environment_of

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import credential_bytes
from openlaurel.apps.issuing.services import revoke_award
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.cli.main import main
from openlaurel.core.openbadges import unbake
from openlaurel.core.verification import Report

EXAMPLE = Path(__file__).parents[3] / "examples" / "roster.csv"
SETTING_UP = """
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.catalog.services import define_achievement, publish_version
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
from tests.integration.conftest import DEFINITION
stamp = {"by": INSTALLATION, "now": timezone.now()}
organisation = create_organisation(handle="harbour", name="Harbour", is_issuer=True, owner=None, **stamp)
draft = define_achievement(organisation=organisation, slug="tide-tables", definition=DEFINITION, **stamp)
publish_version(version=draft, **stamp)
"""


def result_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "result.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def roster(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a roster file."""

    def write(text: str) -> Path:
        file = tmp_path / "roster.csv"
        file.write_text(text, "utf-8")
        return file

    return write


@pytest.fixture
def issue(published: AchievementVersion, tmp_path: Path, capsys: Any) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in this process; returns exit code, standard output and standard error."""

    def run(roster: Path, *options: str, out: str = "badges") -> tuple[int, str, str]:
        arguments = ["issue", "tide-tables", "--roster", str(roster), "--out", str(tmp_path / out), *options]
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_run_that_was_killed_twice_leaves_nobody_out_and_issues_nothing_twice(
    data: Path, tmp_path: Path
) -> None:
    environment = environment_of(data, PYTHONPATH=str(EXAMPLE.parents[1]))
    subprocess.run([sys.executable, "-c", SETTING_UP], env=environment, check=True)
    badges = tmp_path / "badges"
    command = [sys.executable, "-m", "openlaurel.cli", "issue", "tide-tables", "--roster", str(EXAMPLE)]
    for files in (1, 600):
        running = subprocess.Popen(
            [*command, "--out", str(badges)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while running.poll() is None and len(list(badges.glob("*.png"))) < files:
            time.sleep(0.002)
        running.send_signal(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
        assert not (badges / "result.csv").exists()
    done = subprocess.run(
        [*command, "--out", str(badges), "--json"], env=environment, check=True, capture_output=True
    )

    summary = json.loads(done.stdout)
    assert (summary["rows"], summary["refused"]) == (1000, 0)
    assert summary["issued"] + summary["issued_before"] == 1000
    assert summary["issued_before"] >= 500
    with sqlite3.connect(data / "openlaurel.sqlite3") as database:
        [counted] = database.execute("SELECT count(*), count(DISTINCT recipient_email) FROM issuing_award")
    database.close()
    assert counted == (1000, 1000)
    rows = result_of(badges)
    assert len({row["award"] for row in rows}) == 1000
    for row in rows:
        document = (badges / row["json"]).read_bytes()
        assert orjson.loads(document)["id"] == row["award"]
        assert unbake((badges / row["png"]).read_bytes()).encode() == document
    assert {file.suffix for file in badges.iterdir()} == {".png", ".json", ".csv", ""}


def test_rows_that_cannot_be_issued_are_listed_and_the_others_are_issued(
    issue: Callable[..., tuple[int, str, str]],
    roster: Callable[[str], Path],
    tmp_path: Path,
    verified: Callable[..., Report],
) -> None:
    file = roster(
        "Email;Name\nana@x.example;Ana Sousa\nnobody;Bo\nANA@x.example;Ana\ncy@x.example;Ćÿ ../Ño\n"
    )
    code, out, err = issue(file)
    assert code == 1
    assert "line 3: “nobody” is not an e-mail address." in out
    assert "line 4: The e-mail address is the same as in line 2." in out
    assert "2 badges of “Tide tables in practice” issued, 2 rows refused" in out
    assert "verify only on this machine" in out
    assert "email from “Email”" in err
    rows = result_of(tmp_path / "badges")
    assert [(row["line"], row["outcome"], row["png"]) for row in rows] == [
        ("2", "issued", "00002-ana-sousa.png"),
        ("3", "refused", ""),
        ("4", "refused", ""),
        ("5", "issued", "00005-cy-no.png"),
    ]
    assert verified(
        (tmp_path / "badges" / rows[3]["json"]).read_bytes(), Award.objects.latest("created_at").created_at
    )
    assert oct((tmp_path / "badges" / "result.csv").stat().st_mode)[-3:] == "600"


def test_a_second_folder_gets_the_same_badges(
    issue: Callable[..., tuple[int, str, str]], roster: Callable[[str], Path], tmp_path: Path
) -> None:
    file = roster("Email,Name\nana@x.example,Ana\n")
    issue(file)
    code, out, _ = issue(file, out="again")
    assert code == 0
    assert "1 were issued before" in out
    assert result_of(tmp_path / "badges")[0]["award"] == result_of(tmp_path / "again")[0]["award"]
    assert Award.objects.count() == 1


def test_a_corrected_name_needs_the_wrong_badge_revoked_first(
    issue: Callable[..., tuple[int, str, str]], roster: Callable[[str], Path], now: Any
) -> None:
    issue(roster("Email,Name\nana@x.example,Anna\n"))
    code, out, _ = issue(roster("Email,Name\nana@x.example,Ana\n"))
    assert code == 1
    assert "Revoke that one, then issue it again." in out
    revoke_award(award=Award.objects.get(), reason="Name misspelt.", by=INSTALLATION, now=now)
    assert issue(roster("Email,Name\nana@x.example,Ana\n"))[0] == 0
    assert issue(roster("Email,Name\nana@x.example,Ana\n"))[0] == 0
    assert sorted(Award.objects.values_list("recipient_name", "state")) == [
        ("Ana", "offered"),
        ("Anna", "revoked"),
    ]


def test_json_is_one_object_and_nothing_else(
    issue: Callable[..., tuple[int, str, str]], roster: Callable[[str], Path]
) -> None:
    code, out, _ = issue(roster("Email,Name\nana@x.example,Ana\nx,Bo\n"), "--json")
    summary = json.loads(out)
    assert code == 1
    assert (summary["issued"], summary["refused"], summary["achievement"]) == (1, 1, "tide-tables")
    assert summary["badges"][0]["png"] == "00002-ana.png"
    assert summary["refusals"] == [{"line": 3, "reason": "“x” is not an e-mail address."}]


@pytest.mark.parametrize(("options", "mails"), [((), False), (("--notify",), True)])
def test_nobody_is_mailed_unless_asked(
    issue: Callable[..., tuple[int, str, str]],
    roster: Callable[[str], Path],
    options: tuple[str, ...],
    mails: bool,
) -> None:
    issue(roster("Email,Name\nana@x.example,Ana\n"), *options)
    assert Award.objects.get().notify is mails


def test_result_cells_do_not_run_as_formulas(
    issue: Callable[..., tuple[int, str, str]], roster: Callable[[str], Path], tmp_path: Path
) -> None:
    issue(roster("Email,Name\nana@x.example,=SUM(A1:A9) Fields\nbo@x.example,=HYPERLINK(1)\n"))
    assert result_of(tmp_path / "badges")[0]["name"] == "'=SUM(A1:A9) Fields"
    assert Award.objects.get().recipient_name == "=SUM(A1:A9) Fields"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "names no people"),
        ("Email\nana@x.example\n", "No column is chosen for the name"),
        ('Email,Name\nana@x.example,"Ana\n', "never closed"),
    ],
)
def test_a_file_that_is_no_roster_ends_with_its_reason(
    issue: Callable[..., tuple[int, str, str]], roster: Callable[[str], Path], text: str, reason: str
) -> None:
    code, _, err = issue(roster(text))
    assert code == 2
    assert reason in err
    assert not Award.objects.exists()


def test_what_is_missing_is_named(
    issue: Callable[..., tuple[int, str, str]], roster: Callable[[str], Path], tmp_path: Path, capsys: Any
) -> None:
    assert issue(tmp_path / "nowhere.csv")[0] == 2
    file = roster("Email,Name\nana@x.example,Ana\n")
    assert main(["issue", "no-such", "--roster", str(file), "--out", str(tmp_path / "b")]) == 2
    assert "no published micro-credential 'no-such'" in capsys.readouterr().err
    (tmp_path / "taken").write_text("a file")
    code, _, err = issue(file, out="taken")
    assert (code, "Can't write to" in err) == (2, True)


@pytest.mark.django_db
def test_a_badge_is_revoked_by_its_address(
    award: Award, verified: Callable[..., Report], capsys: Any
) -> None:
    url = f"http://127.0.0.1:8000/awards/{award.id}"
    assert main(["award", "revoke", url, "--reason", "Wrong person."]) == 0
    assert "Revoked “Tide tables in practice” of Ana Sousa." in capsys.readouterr().out
    award.refresh_from_db()
    assert award.revocation_reason == "Wrong person."
    assert not verified(credential_bytes(award)).verified
    assert main(["award", "revoke", url, "--reason", "Again."]) == 1
    assert main(["award", "revoke", "nonsense", "--reason", "Why."]) == 1
    assert "There is no badge 'nonsense' here." in capsys.readouterr().err
