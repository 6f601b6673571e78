"""Contexts of an operator's own: one that changed, or that means something else, would change what was signed."""

import hashlib
import json
from pathlib import Path

import pytest

from openlaurel.adapters.added_contexts import (
    MAX_BYTES,
    ContextRefused,
    add_context,
    added_contexts,
    contexts_of,
)
from openlaurel.adapters.contexts import BundleError
from openlaurel.core.proofs.contexts import CREDENTIALS_V2
from openlaurel.core.proofs.errors import UnknownContext

URL = "https://terms.example/v1"


def context(**terms: object) -> bytes:
    return json.dumps({"@context": terms or {"shoe": "https://terms.example/shoe"}}).encode()


def test_an_added_context_is_pinned_by_its_digest_and_stands_beside_the_bundled_ones(tmp_path: Path) -> None:
    added = add_context(tmp_path, URL, context())
    assert added.sha256 == hashlib.sha256(context()).hexdigest()
    assert added_contexts(tmp_path) == (added,)
    assert contexts_of(tmp_path)[URL] == json.loads(context())
    assert CREDENTIALS_V2 in contexts_of(tmp_path)


def test_another_installation_does_not_have_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    add_context(tmp_path / "one", URL, context())
    with pytest.raises(UnknownContext):
        contexts_of(tmp_path / "two")[URL]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    assert add_context(tmp_path, URL, context()) == add_context(tmp_path, URL, context())


def test_another_file_at_a_pinned_address_is_refused(tmp_path: Path) -> None:
    first = add_context(tmp_path, URL, context())
    with pytest.raises(ContextRefused, match="an address of its own"):
        add_context(tmp_path, URL, context(shoe="https://other.example/shoe"))
    assert added_contexts(tmp_path) == (first,)


def test_a_file_that_was_changed_later_is_not_used(tmp_path: Path) -> None:
    added = add_context(tmp_path, URL, context())
    (tmp_path / "contexts" / f"{added.sha256}.json").write_bytes(context(shoe="https://evil.example/shoe"))
    with pytest.raises(BundleError, match="was changed"):
        contexts_of(tmp_path)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    added = add_context(tmp_path, URL, context())
    (tmp_path / "contexts" / f"{added.sha256}.json").unlink()
    with pytest.raises(BundleError, match="is missing"):
        contexts_of(tmp_path)


def test_a_context_may_build_on_one_that_was_added(tmp_path: Path) -> None:
    add_context(tmp_path, URL, context())
    second = json.dumps({"@context": [URL, {"lace": "https://terms.example/lace"}]}).encode()
    add_context(tmp_path, "https://terms.example/v2", second)
    assert len(added_contexts(tmp_path)) == 2


@pytest.mark.parametrize(
    ("url", "content", "reason"),
    [
        ("http://terms.example/v1", context(), "https address"),
        ("https://user@terms.example/v1", context(), "https address"),
        ("https://terms.example/v1#x", context(), "https address"),
        (CREDENTIALS_V2, context(), "bundled already"),
        (URL, b"{", "no JSON that can be used"),
        (URL, b'{"@context": {}, "@context": {}}', "no JSON that can be used"),
        (URL, b"[]", "an object with @context"),
        (URL, b'{"shoe": "https://terms.example/shoe"}', "an object with @context"),
        (URL, b'{"@context": ["https://nowhere.example/v1"]}', "nowhere.example"),
        (URL, b'{"@context": {"@import": "https://nowhere.example/v1"}}', "nowhere.example"),
        (URL, context(https="urn:x:"), "defines the address"),
        (URL, context(kind="@type"), "gives @type the name"),
        (URL, context(shoe=5), "can't be"),
        (URL, b" " * (MAX_BYTES + 1), "bytes"),
    ],
)
def test_what_would_not_be_sound_is_refused_and_nothing_is_kept(
    tmp_path: Path, url: str, content: bytes, reason: str
) -> None:
    with pytest.raises(ContextRefused, match=reason):
        add_context(tmp_path, url, content)
    assert added_contexts(tmp_path) == ()
