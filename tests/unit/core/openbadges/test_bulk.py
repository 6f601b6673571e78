"""Signing by template: the bytes are those that signing one by one would give."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.openbadges import BulkSigner
from openlaurel.core.proofs.data_integrity import parse_proofs, verify_proof
from openlaurel.core.proofs.errors import HiddenTerm, ProofsError, UndefinedTerm, UnportableDocument
from openlaurel.core.proofs.shapes import Canonizer

CANONIZER = Canonizer(load_bundle())
ISSUER = Issuer(CANONIZER)
PATHS: list[tuple[str | int, ...]] = [
    ("id",),
    ("credentialSubject", "identifier", 0, "identityHash"),
    ("credentialSubject", "identifier", 1, "identityHash"),
    ("evidence", 0, "narrative"),
    ("credentialStatus", "id"),
    ("credentialStatus", "statusListIndex"),
]


def signer(prototype: dict[str, Any] | None = None, paths: Sequence[Any] = PATHS) -> BulkSigner:
    return BulkSigner(
        prototype or ISSUER.credential(), paths, signer=ISSUER.signer, created=NOW, canonizer=CANONIZER
    )


def one_by_one(values: Sequence[str]) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(orjson.dumps(ISSUER.credential()))
    for path, value in zip(PATHS, values, strict=True):
        target: Any = document
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value
    return ISSUER.sign(document, created=NOW)


TEMPLATE = signer()
texts = st.sampled_from(["", '"', "\\", "%s", "\n", "😀", "]]>", "a", "urn:slot:0"]) | st.text(max_size=20)
addresses = st.uuids().map(lambda uuid: f"https://issuer.example/awards/{uuid}") | st.sampled_from(
    ["urn:uuid:1", "relative", "https://a.example/with space", "ceasn:x"]
)


@settings(max_examples=50, deadline=None)
@given(st.tuples(addresses, texts, texts, texts, addresses, texts))
def test_a_template_signs_what_signing_one_by_one_signs(values: tuple[str, ...]) -> None:
    try:
        expected = one_by_one(values)
    except ProofsError as error:
        with pytest.raises(type(error)):
            TEMPLATE.sign(values)
        return
    signed = TEMPLATE.sign(values)
    assert orjson.loads(signed) == expected
    (proof,) = parse_proofs(expected)
    verify_proof(expected, proof, key=ISSUER.key.public, canonizer=Canonizer(load_bundle()))


def test_values_stay_apart_from_each_other_and_from_the_template() -> None:
    """A value that looks like another's place must not be filled in again."""
    first = ["https://issuer.example/awards/1", "one", "two", "three", "https://issuer.example/s#1", "1"]
    sentinel = TEMPLATE.sign(first).decode()
    assert "urn:slot" not in sentinel
    values = [*first[:3], '"}],"proof":[{"type":"x', *first[4:]]
    assert orjson.loads(TEMPLATE.sign(values)) == one_by_one(values)


def test_the_signature_covers_each_value() -> None:
    values = ["https://issuer.example/awards/1", "one", "two", "three", "https://issuer.example/s#1", "1"]
    proofs = {orjson.loads(TEMPLATE.sign(values))["proof"][0]["proofValue"]}
    for place in range(len(values)):
        proofs.add(
            orjson.loads(TEMPLATE.sign([*values[:place], values[place] + "x", *values[place + 1 :]]))[
                "proof"
            ][0]["proofValue"]
        )
    assert len(proofs) == len(values) + 1


@pytest.mark.parametrize(
    ("change", "error"),
    [({"superpower": "flight"}, UndefinedTerm), ({"https://schema.org/name": "x"}, HiddenTerm)],
)
def test_a_prototype_that_couldnt_be_verified_is_refused(
    change: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        signer(ISSUER.credential() | change)


def test_a_control_character_in_one_row_is_refused_before_it_is_signed() -> None:
    with pytest.raises(UnportableDocument):
        TEMPLATE.sign(["urn:uuid:1", "one", "two", "a\x00b", "urn:uuid:2", "1"])
