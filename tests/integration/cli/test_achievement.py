"""openlaurel achievement: a definition in the terms of another framework, for a script to pass on."""

import json
import subprocess
import sys
from pathlib import Path

from tests.integration.cli.conftest import Run, environment_of
from tests.integration.cli.test_verify import ISSUE

from openlaurel.apps.catalog.queries import Framework
from openlaurel.cli.achievement import FRAMEWORKS


def test_the_document_and_what_it_lacks_are_printed_apart(
    openlaurel: Run, data: Path, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-c", ISSUE, str(tmp_path)], env=environment_of(data), check=True)
    address = json.loads((tmp_path / "own.json").read_text())["credentialSubject"]["achievement"]["id"]

    printed = openlaurel("achievement", "export", address, "--as", "ctdl")
    assert address in json.dumps(json.loads(printed.stdout))
    assert "not held: eqf_level: CTDL has no property" in printed.stderr
    assert (
        "no published achievement 'nothing'"
        in openlaurel("achievement", "export", "nothing", "--as", "elm", code=1).stderr
    )


def test_the_command_knows_all_frameworks() -> None:
    assert tuple(Framework) == FRAMEWORKS
