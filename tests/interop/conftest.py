"""Badges of this installation and the strangers that read them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import (  # noqa: F401
    make_account,
    make_organisation,
    make_published,
    organisation,
    owner,
    published,
)
from tests.interop.reference import Reference, absent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("interop")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reference]:
    """The reference JavaScript stack; skips where Node or its packages are missing."""
    if reason := absent():
        pytest.skip(reason)
    with Reference(tmp_path_factory.mktemp("reference")) as running:
        yield running


def changed_in_one_character(document: dict[str, Any]) -> dict[str, Any]:
    subject = document["credentialSubject"]
    name = subject["achievement"]["name"]
    achievement = {**subject["achievement"], "name": name[:-1] + ("a" if name[-1] != "a" else "b")}
    return {**document, "credentialSubject": {**subject, "achievement": achievement}}
