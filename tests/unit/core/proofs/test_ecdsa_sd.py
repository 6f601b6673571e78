"""Selective disclosure: each statement that is shown was signed, and a derived proof has one form."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.keys import EcdsaKey, P256PublicKey, P384PublicKey, did_key, resolve_did_key
from openlaurel.core.keys.public_key import base64url, read_base64url
from openlaurel.core.proofs import (
    Canonizer,
    MalformedProof,
    Proof,
    ProofMismatch,
    UnfitKey,
    parse_proofs,
    verify_proof,
)
from openlaurel.core.proofs.data_integrity import proof_options
from openlaurel.core.proofs.suites import READ_ONLY
from openlaurel.core.proofs.suites.ecdsa_sd import DERIVED_PROOF, MAX_STATEMENTS, relabelled
from openlaurel.core.verification import Report, verify

ISSUER = EcdsaKey(P256PublicKey, (7).to_bytes(32, "big"))
OWN = EcdsaKey(P256PublicKey, (8).to_bytes(32, "big"))
HMAC_KEY = bytes(range(32))


def head(kind: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([kind << 5 | argument])
    return (
        bytes([kind << 5 | 24, argument])
        if argument < 256
        else bytes([kind << 5 | 25]) + argument.to_bytes(2, "big")
    )


def string(data: bytes) -> bytes:
    return head(2, len(data)) + data


def value_of(
    base: bytes,
    key: bytes,
    signatures: Sequence[bytes],
    labels: Sequence[tuple[int, bytes]],
    mandatory: Sequence[int],
) -> bytes:
    return (
        DERIVED_PROOF
        + head(4, 5)
        + string(base)
        + string(key)
        + head(4, len(signatures))
        + b"".join(map(string, signatures))
        + head(5, len(labels))
        + b"".join(head(0, number) + string(label) for number, label in labels)
        + head(4, len(mandatory))
        + b"".join(head(0, index) for index in mandatory)
    )


def derive(
    document: dict[str, Any],
    canonizer: Canonizer,
    *,
    must_be_shown: Callable[[str], bool] = lambda text: "issuer" in text,
    change: Callable[[list[Any]], None] = lambda parts: None,
) -> dict[str, Any]:
    """A document of which everything is shown; `change` is done to the five parts of its proof."""
    options = proof_options(
        verification_method=f"{did_key(ISSUER.public)}#{ISSUER.public.multibase}",
        created=NOW,
        cryptosuite="ecdsa-sd-2023",
    )
    canonical = canonizer.canonicalize_slowly(document)
    count = len({word for word in canonical.split() if word.startswith(b"_:c14n")})
    labels = [(n, hmac.digest(HMAC_KEY, b"c14n%d" % n, hashlib.sha256)) for n in range(count)]
    statements = relabelled(canonical, {n: "u" + base64url(label) for n, label in labels})
    mandatory = [n for n, text in enumerate(statements) if must_be_shown(text)]
    own = b"\x80\x24" + OWN.public.raw
    shown = hashlib.sha256("".join(statements[n] for n in mandatory).encode()).digest()
    base = ISSUER.sign(canonizer.hash_options(options, document["@context"]) + own + shown)
    signatures = [OWN.sign(text.encode()) for n, text in enumerate(statements) if n not in mandatory]
    parts: list[Any] = [base, own, signatures, labels, mandatory]
    change(parts)
    return document | {"proof": [{**options, "proofValue": "u" + base64url(value_of(*parts))}]}


def check(document: dict[str, Any], canonizer: Canonizer, key: Any = ISSUER.public) -> Proof:
    (proof,) = parse_proofs(document)
    verify_proof(document, proof, key=key, canonizer=canonizer)
    return proof


@pytest.fixture
def badge(issuer: Issuer) -> dict[str, Any]:
    document = issuer.credential()
    document["issuer"] = document["issuer"] | {"id": did_key(ISSUER.public)}
    del document["credentialStatus"]
    return document


def test_what_is_shown_verifies(badge: dict[str, Any], canonizer: Canonizer) -> None:
    proof = check(derive(badge, canonizer), canonizer)
    assert proof.cryptosuite == "ecdsa-sd-2023"
    assert 0 < len(proof.signature.mandatory) < len(proof.signature.signatures)
    for fixed in (True, False):
        check(derive(badge, canonizer, must_be_shown=lambda _, fixed=fixed: fixed), canonizer)  # type: ignore[misc]


def test_a_badge_with_a_derived_proof_is_reported_as_verified(
    badge: dict[str, Any], canonizer: Canonizer
) -> None:
    report = verify(derive(badge, canonizer), {}, NOW, canonizer=canonizer)
    assert isinstance(report, Report)
    assert report.verified
    assert report.check("proof").params == {"cryptosuite": "ecdsa-sd-2023"}
    changed = derive(badge, canonizer) | {"name": "Something else"}
    report = verify(changed, {}, NOW, canonizer=canonizer)
    assert isinstance(report, Report)
    assert report.check("proof").reason == "changed"
    assert resolve_did_key(did_key(ISSUER.public)).id == badge["issuer"]["id"]


@pytest.mark.parametrize("place", ["name", "validFrom", "id", "awardedDate"])
def test_every_statement_is_covered(badge: dict[str, Any], canonizer: Canonizer, place: str) -> None:
    shown = derive(badge, canonizer)
    for changed in (
        shown | {place: "urn:uuid:other"},
        {name: value for name, value in shown.items() if name != place},
    ):
        with pytest.raises(ProofMismatch):
            check(changed, canonizer)


def test_nothing_can_be_added(badge: dict[str, Any], canonizer: Canonizer) -> None:
    with pytest.raises(ProofMismatch, match="signature for each statement"):
        check(derive(badge, canonizer) | {"description": "More than was signed"}, canonizer)


def drop_one(parts: list[Any]) -> None:
    parts[2].pop()


def swap(parts: list[Any]) -> None:
    parts[2][0], parts[2][1] = parts[2][1], parts[2][0]


def sign_the_base_with_the_proofs_own_key(parts: list[Any]) -> None:
    parts[0] = OWN.sign(b"anything")


def name_another_key(parts: list[Any]) -> None:
    parts[1] = b"\x80\x24" + EcdsaKey(P256PublicKey, (9).to_bytes(32, "big")).public.raw


def let_a_label_go(parts: list[Any]) -> None:
    parts[3].pop()


def add_a_label(parts: list[Any]) -> None:
    parts[3].append((99, bytes(32)))


def exchange_two_labels(parts: list[Any]) -> None:
    (first, one), (second, other), *rest = parts[3]
    parts[3] = [(first, other), (second, one), *rest]


def count_beyond_the_end(parts: list[Any]) -> None:
    parts[4][-1] = 20_000


def count_another(parts: list[Any]) -> None:
    parts[4][-1] = next(n for n in range(100) if n not in parts[4])


@pytest.mark.parametrize(
    "change",
    [
        drop_one, swap, sign_the_base_with_the_proofs_own_key, name_another_key, let_a_label_go, add_a_label,
        exchange_two_labels, count_beyond_the_end, count_another,
    ],
)  # fmt: skip
def test_a_proof_that_was_tampered_with_fails(
    badge: dict[str, Any], canonizer: Canonizer, change: Callable[[list[Any]], None]
) -> None:
    with pytest.raises(ProofMismatch):
        check(derive(badge, canonizer, change=change), canonizer)


def repeat_a_label(parts: list[Any]) -> None:
    parts[3][1] = (parts[3][1][0], parts[3][0][1])


def repeat_a_number(parts: list[Any]) -> None:
    parts[3][1] = (parts[3][0][0], parts[3][1][1])


def repeat_an_index(parts: list[Any]) -> None:
    parts[4].append(parts[4][0])


def shorten_a_signature(parts: list[Any]) -> None:
    parts[2][0] = parts[2][0][:-1]


def give_a_key_of_another_kind(parts: list[Any]) -> None:
    parts[1] = b"\xed\x01" + bytes(33)


def give_no_point(parts: list[Any]) -> None:
    parts[1] = b"\x80\x24\x02" + b"\xff" * 32


def sign_too_much(parts: list[Any]) -> None:
    parts[2] = parts[2][:1] * (MAX_STATEMENTS + 1)


@pytest.mark.parametrize(
    "change",
    [
        repeat_a_label, repeat_a_number, repeat_an_index, shorten_a_signature, give_a_key_of_another_kind,
        give_no_point, sign_too_much,
    ],
)  # fmt: skip
def test_a_derived_proof_has_one_form(
    badge: dict[str, Any], canonizer: Canonizer, change: Callable[[list[Any]], None]
) -> None:
    with pytest.raises(MalformedProof):
        parse_proofs(derive(badge, canonizer, change=change))


def test_it_is_signed_on_the_curve_that_the_suite_names(badge: dict[str, Any], canonizer: Canonizer) -> None:
    with pytest.raises(UnfitKey):
        check(derive(badge, canonizer), canonizer, EcdsaKey(P384PublicKey, (7).to_bytes(48, "big")).public)


SUITE = READ_ONLY["ecdsa-sd-2023"]
FINE = value_of(bytes(64), b"\x80\x24" + OWN.public.raw, [bytes(64)] * 2, [(0, bytes(32))], [0, 30])


@pytest.mark.parametrize(
    "data",
    [
        FINE + b"\0",
        FINE[:-1],
        FINE.replace(b"\x85", b"\x9f", 1) + b"\xff",  # an array without a length
        FINE.replace(b"\x85", b"\xc2\x85", 1),  # a tag
        FINE.replace(b"\x18\x1e", b"\x19\x00\x1e"),  # a number in more bytes than it needs
        FINE.replace(b"\x82\x00", b"\x82\x18\x00"),
        FINE.replace(b"\x82\x00", b"\x82\x20"),  # a negative number
        FINE.replace(DERIVED_PROOF, b"\xd9\x5d\x00"),
        FINE.replace(DERIVED_PROOF, b"\xd9\x5d\x02"),
        b"",
    ],
)
def test_cbor_is_read_strictly(data: bytes) -> None:
    assert SUITE.read_value("u" + base64url(FINE)).mandatory == {0, 30}
    with pytest.raises(MalformedProof):
        SUITE.read_value("u" + base64url(data))


@pytest.mark.parametrize(
    "value", ["", "u", "z" + "2" * 88, None, 7, ["u"], "uA=", "u" + "A" * 400_000, "u\u00e9"]
)
def test_a_value_of_another_form_is_refused(value: Any) -> None:
    with pytest.raises(MalformedProof):
        SUITE.read_value(value)


@settings(max_examples=300)
@given(st.binary(max_size=60), st.integers(0, len(FINE)), st.integers(0, 40))
def test_whatever_the_bytes_are_they_are_read_or_refused(noise: bytes, start: int, length: int) -> None:
    data = FINE[:start] + noise + FINE[start + length :]
    try:
        found = SUITE.read_value("u" + base64url(data))
    except MalformedProof:
        return
    labels = [(n, read_base64url(label[1:]) or b"") for n, label in found.labels.items()]
    parts = (found.base_signature, b"\x80\x24" + found.key.raw, found.signatures, labels)
    assert len(value_of(*parts, sorted(found.mandatory))) == len(data)
