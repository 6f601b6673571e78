"""RDFC-1.0 against the 86 cases of the W3C test suite."""

import json
from pathlib import Path
from typing import Any

import pytest

from openlaurel.core.proofs import rdfc
from openlaurel.core.proofs.errors import WorkLimit
from openlaurel.core.proofs.nquads import parse
from tests.vectors.conftest import DATA, vectors

MANIFEST = DATA / "rdf-canon" / "manifest.jsonld"
CASES = json.loads(MANIFEST.read_text("utf-8"))["entries"] if MANIFEST.exists() else [{"id": "absent"}]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"].lstrip("#"))
def test_datasets_canonicalize_as_the_recommendation_says(case: dict[str, Any]) -> None:
    folder = vectors("rdf-canon")
    quads = parse(read(folder / case["action"]))
    algorithm = case.get("hashAlgorithm", "SHA256").lower()
    if case["type"] == "rdfc:RDFC10NegativeEvalTest":
        with pytest.raises(WorkLimit):
            rdfc.canonicalize(quads, algorithm=algorithm)
        return
    canonical = rdfc.canonicalize(quads, algorithm=algorithm)
    expected = read(folder / case["result"])
    if case["type"] == "rdfc:RDFC10MapTest":
        issued = {old.removeprefix("_:"): new.removeprefix("_:") for old, new in canonical.issued.items()}
        assert issued == json.loads(expected)
    else:
        assert canonical.nquads == expected


def test_the_suite_is_whole() -> None:
    vectors("rdf-canon")
    assert len(CASES) == 86


def read(file: Path) -> str:
    return file.read_bytes().decode()
