"""What is hashed for whoever signs thousands is what the full processor would write, also where an order is kept whole."""

import hashlib
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.core.issuers import Issuer

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.proofs.errors import ProofsError, UnportableDocument
from openlaurel.core.proofs.nquads import check_portable
from openlaurel.core.proofs.shapes import Canonizer, NotSound, replace_leaves, structure
from openlaurel.core.proofs.templates import Template

CANONIZER = Canonizer(load_bundle())
DOCUMENT = Issuer(CANONIZER).credential()
Values = tuple[str, str, str, str]


def template_of(document: dict[str, Any]) -> tuple[Template, Callable[[Values], dict[str, Any]]]:
    """One in which an address, two hashes of a recipient and a text differ; and the document of such values."""
    leaves: list[str] = []
    structure(document, leaves)
    hashes = [document["credentialSubject"]["identifier"][n]["identityHash"] for n in (0, 1)]
    wanted = [document["id"], *hashes, document["evidence"][0]["narrative"]]
    places = [leaves.index(text) for text in wanted]

    def whole(values: Values) -> dict[str, Any]:
        strings = list(leaves)
        for place, value in zip(places, values, strict=True):
            strings[place] = value
        found: dict[str, Any] = replace_leaves(document, iter(strings))
        return found

    return Template(CANONIZER.compile(document, places), "sha256"), whole


TEMPLATE, WHOLE = template_of(DOCUMENT)
TEXTS = st.text(max_size=12) | st.sampled_from(["", "\\", '"', "\x01", "\ufffd", "\U0001f600", "é\n"])
ADDRESSES = st.uuids().map(lambda uuid: f"https://issuer.example/awards/{uuid}") | st.sampled_from(
    ["did:web:a", "http://a", "urn:uuid:1", "https://issuer.example", "https://zzz.example/é"]
)


@settings(max_examples=150, deadline=None)
@given(st.tuples(ADDRESSES, TEXTS, TEXTS, TEXTS))
def test_the_hash_is_that_of_what_the_full_processor_writes(values: Values) -> None:
    def slowly() -> bytes:
        canonical = CANONIZER.canonicalize_slowly(WHOLE(values))
        check_portable(canonical)
        return hashlib.sha256(canonical).digest()

    found = outcome(lambda: TEMPLATE.digest(values))
    assert found in (outcome(slowly), NotSound)


def outcome(compute: Callable[[], bytes]) -> Any:
    try:
        return compute()
    except (NotSound, ProofsError) as error:
        return type(error)


def test_orders_that_come_again_are_kept_and_others_still_sorted() -> None:
    template, whole = template_of(DOCUMENT)
    some = random.Random(7)

    def values(start: str) -> Values:
        one, two = (f"sha256${some.randbytes(32).hex()}" for _ in range(2))
        return (f"{start}{some.randrange(10**9)}", one, two, "Seen at low tide.")

    for _ in range(3000):
        template.digest(values("https://issuer.example/awards/"))
    assert len(template._kept) >= 2
    for start in ("https://issuer.example/awards/", "did:a:", "https://a.example/", "urn:x:z") * 10:
        given = values(start)
        expected = hashlib.sha256(CANONIZER.canonicalize_slowly(whole(given))).digest()
        assert template.digest(given) == expected, start


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    template, _ = template_of(DOCUMENT)
    monkeypatch.setattr(template, "MAX_BYTES", 1)
    monkeypatch.setattr(template, "MAX_ORDERS", 3)
    for number in range(100):
        template.digest(("https://issuer.example/awards/1", f"a{number}", f"b{number}", "x"))
        assert len(template._seen) <= 3
    assert len(template._kept) <= 1


def test_a_definition_with_letters_of_its_own_is_checked_whole() -> None:
    """An emoji in the definition may meet a character of the recipient's that others sort elsewhere."""
    document = {**DOCUMENT, "name": "\U0001f600 Łódź"}
    template, whole = template_of(document)
    for number in range(40):
        given = ("https://issuer.example/awards/1", "a", "b", f"Nº {number}")
        canonical = CANONIZER.canonicalize_slowly(whole(given))
        assert template.digest(given) == hashlib.sha256(canonical).digest()
    with pytest.raises(UnportableDocument):
        template.digest(("https://issuer.example/awards/1", "a", "b", "\x01"))
