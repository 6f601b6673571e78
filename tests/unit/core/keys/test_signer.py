"""Signing by what keeps its secret to itself: nobody learns of a wrong answer from a stranger's verifier."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from tests.unit.core.issuers import NOW, YEAR, Issuer, key_number

from openlaurel.core.keys import (
    CallableSigner,
    EcdsaKey,
    KeysError,
    P256PublicKey,
    P384PublicKey,
    PrivateKey,
    Signer,
    SignerUnavailable,
    WrongSignature,
)
from openlaurel.core.openbadges import BulkSigner
from openlaurel.core.proofs.data_integrity import sign
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Report, verify

KEYS: list[tuple[PrivateKey, str]] = [
    (key_number(1), "eddsa-rdfc-2022"),
    (EcdsaKey(P256PublicKey, b"\x05" * 32), "ecdsa-rdfc-2019"),
    (EcdsaKey(P384PublicKey, b"\x05" * 48), "ecdsa-jcs-2019"),
]


@pytest.mark.parametrize(("key", "suite"), KEYS)
def test_a_badge_is_signed_through_any_callable(key: Any, suite: str, canonizer: Canonizer) -> None:
    issuer = Issuer(canonizer, key=key)
    asked: list[bytes] = []

    def service(data: bytes) -> bytes:
        asked.append(data)
        return bytes(key.sign(data))

    signer: Signer = CallableSigner(service, issuer.method, key.public)
    badge = sign(
        issuer.credential(status=None),
        signer=signer,
        created=NOW - YEAR / 2,
        canonizer=canonizer,
        cryptosuite=suite,
    )
    assert len(asked) == 1
    report = verify(badge, {issuer.did: issuer.did_json()}, NOW, canonizer=canonizer)
    assert isinstance(report, Report)
    assert report.verified, report.as_json()["checks"]


def test_a_batch_is_signed_through_a_callable_too(issuer: Issuer, canonizer: Canonizer) -> None:
    signer = CallableSigner(issuer.key.sign, issuer.method, issuer.key.public)
    bulk = BulkSigner(
        issuer.credential(), [("id",)], signer=signer, created=NOW - YEAR / 2, canonizer=canonizer
    )
    for number in range(3):
        report = verify(bulk.sign([f"urn:x:{number}"]), issuer.resources(), NOW, canonizer=canonizer)
        assert isinstance(report, Report)
        assert report.verified


def refuse(data: bytes) -> bytes:
    raise TimeoutError("no answer in 5 s")


def sign_as_der(data: bytes) -> bytes:
    return ec.derive_private_key(5, ec.SECP256R1()).sign(data, ec.ECDSA(hashes.SHA256()))


P256 = EcdsaKey(P256PublicKey, (5).to_bytes(32, "big"))


@pytest.mark.parametrize(
    ("key", "function", "error", "said"),
    [
        (key_number(1), refuse, SignerUnavailable, "TimeoutError: no answer in 5 s"),
        (key_number(1), lambda data: b"", WrongSignature, "has 64 bytes, this one 0"),
        (
            key_number(1),
            lambda data: key_number(1).sign(data) + b"\0",
            WrongSignature,
            "has 64 bytes, this one 65",
        ),
        (key_number(1), lambda data: None, WrongSignature, "not as NoneType"),
        (key_number(1), lambda data: key_number(1).sign(data).hex(), WrongSignature, "not as str"),
        (
            key_number(1),
            key_number(2).sign,
            WrongSignature,
            "isn't one by its key: The signature doesn't match",
        ),
        (P256, sign_as_der, WrongSignature, "has 64 bytes"),
        (P256, EcdsaKey(P256PublicKey, b"\x06" * 32).sign, WrongSignature, "doesn't match"),
    ],
)
def test_an_answer_that_is_no_signature_is_refused_before_it_is_published(
    key: PrivateKey, function: Callable[[bytes], Any], error: type[KeysError], said: str
) -> None:
    signer = CallableSigner(function, "did:web:issuer.example#key-1", key.public)
    with pytest.raises(error, match=said) as caught:
        signer.sign(b"what is signed")
    assert "did:web:issuer.example#key-1" in str(caught.value)
    assert caught.value.__cause__ is not None or "bytes, not as" in str(caught.value)
