"""Official test vectors lie beside the repository, in ../shared/data; without them these tests say that they were left out."""

from pathlib import Path

import pytest

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.shapes import Canonizer

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
EXAMPLES = {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("vectors")


def vectors(name: str) -> Path:
    """The folder of one collection of vectors; skips the test where it isn't there."""
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"The official vectors {name} are not beside the repository (../shared/data).")
    return folder


@pytest.fixture(scope="session")
def canonizer() -> Canonizer:
    bundle = load_bundle()
    extra = {"https://www.w3.org/ns/credentials/examples/v2": EXAMPLES}
    return Canonizer(ContextBundle({**{url: bundle[url] for url in bundle}, **extra}))
