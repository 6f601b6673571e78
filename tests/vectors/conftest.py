"""Official test vectors lie beside the repository, in ../shared/data; without them these tests say that they were left out."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


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
