"""openlaurel award move-in and move-out: an organisation goes from one installation to another."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests import exports
from tests.integration.cli.conftest import Run, environment_of

ORGANISATION = """
import django
django.setup()
from django.utils import timezone
from openlaurel.apps.profiles.policies import INSTALLATION
from openlaurel.apps.profiles.services import create_organisation
create_organisation(
    handle="harbour", name="Harbour", is_issuer=True, owner=None, by=INSTALLATION, now=timezone.now()
)
"""


def with_organisation(data: Path) -> Path:
    subprocess.run([sys.executable, "-c", ORGANISATION], env=environment_of(data), check=True)
    return data


def test_badges_go_in_out_and_into_another_installation(
    openlaurel: Run, data: Path, template: Path, tmp_path: Path
) -> None:
    with_organisation(data)
    rows = exports.credly_rows(6)
    rows[1][3] = "nobody"
    file = tmp_path / "credly.csv"
    file.write_bytes(exports.table(exports.CREDLY_HEADER, rows))

    planned = openlaurel("award", "move-in", "harbour", str(file), code=1).stdout
    assert "5 would be imported, 0 are there already. Say --yes to import." in planned
    assert "1 refused, first at credly.csv:3: “nobody” is not an e-mail address." in planned
    result = tmp_path / "result.csv"
    done = openlaurel(
        "award", "move-in", "harbour", str(file), "--yes", "--result", str(result), code=1
    ).stdout
    assert "5 badges imported, 0 there already, 1 refused." in done
    assert len(result.read_text("utf-8-sig").splitlines()) == 1 + 2 + 6
    again = openlaurel("award", "move-in", "harbour", str(file), code=1).stdout
    assert "0 would be imported, 5 are there already." in again

    archive = tmp_path / "harbour.zip"
    wrote = openlaurel("award", "move-out", "harbour", str(archive)).stdout
    assert "entries into" in wrote
    assert zipfile.ZipFile(archive).testzip() is None
    other = with_organisation(shutil.copytree(template, tmp_path / "other"))
    moved = openlaurel("award", "move-in", "harbour", str(archive), "--yes", data=other).stdout
    assert "OpenLaurel: the export says that it has 5, 5 badges were found." in moved
    assert "5 badges imported" in moved


def test_what_cant_be_moved_is_said(openlaurel: Run, data: Path, tmp_path: Path) -> None:
    with_organisation(data)
    file = tmp_path / "credly.csv"
    rows = exports.credly_rows(1)
    rows[0][6] = "03/04/2024"
    file.write_bytes(exports.table(exports.CREDLY_HEADER, rows))
    said = openlaurel("award", "move-in", "harbour", str(file), code=2).stderr
    assert "Say --dates day or --dates month." in said
    assert (
        "1 would be imported" in openlaurel("award", "move-in", "harbour", str(file), "--dates", "day").stdout
    )
    assert "no organisation 'nobody'" in openlaurel("award", "move-out", "nobody", "x.zip", code=2).stderr
    assert "Can't read" in openlaurel("award", "move-in", "harbour", str(tmp_path / "no.csv"), code=2).stderr
