"""The verifier in the browser answers as the server does: it is asked what the core's own tests ask, one by one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.interop.reference import node

from openlaurel.adapters.browser_verifier import BrowserVerifierError, put_together, rules

PROJECT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
# Where the core's own tests ask what the browser is asked too. Badges of older versions and past days are the server's.
ASKED_IN = [
    *(
        f"tests/unit/core/verification/test_{name}.py"
        for name in (
            "flaws", "endorsements", "evidence", "history", "recipients", "revocation_lists", "schemas",
            "status_drafts", "statuses", "version_1_1",
        )
    ),
    "tests/unit/core/credentials/test_parsing.py",
    "tests/unit/core/openbadges/test_png.py",
    "tests/unit/core/openbadges/test_svg.py",
    "tests/unit/core/proofs/test_data_integrity.py",
    "tests/vectors/test_data_integrity_ecdsa.py",
    "tests/vectors/test_data_integrity_ecdsa_sd.py",
    "tests/vectors/test_data_integrity_eddsa.py",
    "tests/vectors/test_rdf_canon.py",
]  # fmt: skip
AT_LEAST = {"verify": 350, "recipient": 8, "json": 1_000, "unbake": 140, "proof": 20}


@pytest.fixture(scope="module")
def program() -> str:
    found = node()
    if found is None:
        pytest.skip("Node.js is not installed.")
    return found


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("verifier") / "verifier.mjs"
    file.write_text(put_together("index", {"rules": rules()}), "utf-8")
    return file


def test_each_question_of_the_cores_tests_is_answered_alike(
    program: str, bundle: Path, tmp_path: Path
) -> None:
    record = tmp_path / "cases.jsonl"
    asking = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "tests.unit.browser.recorder", *ASKED_IN]
    asked = run(asking, OPENLAUREL_RECORD=str(record))
    assert asked.returncode == 0, asked.stdout[-3000:]
    answered = run([program, str(HERE / "replay.mjs"), str(bundle), str(record)])
    assert answered.returncode == 0, answered.stderr[-3000:]
    *differing, count = map(json.loads, answered.stdout.splitlines())
    assert not differing, f"{len(differing)} answers differ, such as {json.dumps(differing[:3], indent=1)}"
    assert {kind: count["cases"].get(kind, 0) >= least for kind, least in AT_LEAST.items()} == dict.fromkeys(
        AT_LEAST, True
    ), count


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    kept: dict[str, Any] = {**os.environ, **environment}
    return subprocess.run(command, cwd=PROJECT, env=kept, capture_output=True, text=True, encoding="utf-8")


def test_a_name_that_two_modules_give_stops_the_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openlaurel.adapters.browser_verifier.SOURCES", tmp_path)
    (tmp_path / "one_way.js").write_text('import { b } from "./other_way.js";\nexport const a = b;\n')
    (tmp_path / "other_way.js").write_text("const a = 1;\nexport const b = a;\n")
    with pytest.raises(BrowserVerifierError, match=r"other_way\.js and one_way\.js both declare a"):
        put_together("one_way", {})
