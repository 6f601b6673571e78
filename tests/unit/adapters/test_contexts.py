"""The bundled contexts: what a signature means depends on them to the byte."""

import hashlib
import json
from pathlib import Path

import pytest

from openlaurel.adapters.contexts import BundleError, load_bundle
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES
from openlaurel.core.proofs.errors import UnknownContext


@pytest.fixture
def bundle(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one context, and the file that pins it."""
    content = json.dumps({"@context": {"name": "https://terms.example/name"}}).encode()
    (tmp_path / "one.json").write_bytes(content)
    pins = tmp_path / "contexts.toml"
    pins.write_text(
        f'[[context]]\nurl = "https://terms.example/v1"\nfile = "one.json"\nsource = "npm:terms/one.json"\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n'
    )
    return tmp_path, pins


def test_the_contexts_of_badges_are_bundled_and_are_those_that_are_pinned() -> None:
    contexts = load_bundle()
    assert {CREDENTIALS_V2, OPEN_BADGES} <= set(contexts)
    assert "OpenBadgeCredential" in contexts[OPEN_BADGES]["@context"]
    assert load_bundle() is contexts


def test_a_context_that_is_not_bundled_is_named() -> None:
    with pytest.raises(UnknownContext, match=r"https://terms\.example/other"):
        load_bundle()["https://terms.example/other"]


def test_a_context_is_read_by_its_pin(bundle: tuple[Path, Path]) -> None:
    assert load_bundle(*bundle)["https://terms.example/v1"] == {
        "@context": {"name": "https://terms.example/name"}
    }


def test_a_context_that_was_altered_is_refused(bundle: tuple[Path, Path]) -> None:
    file = bundle[0] / "one.json"
    file.write_bytes(file.read_bytes().replace(b"terms.example/name", b"evil.example/name"))
    with pytest.raises(
        BundleError, match=r"https://terms\.example/v1 has the SHA-256 .* Delete .* and run ./run"
    ):
        load_bundle(*bundle)


def test_a_context_that_was_not_built_says_how_to_build_it(bundle: tuple[Path, Path]) -> None:
    (bundle[0] / "one.json").unlink()
    with pytest.raises(BundleError, match=r"https://terms\.example/v1 is missing\. Run \./run"):
        load_bundle(*bundle)
