"""Data Integrity ECDSA Cryptosuites 1.0 against the W3C's own test vectors, step by step; not selective disclosure."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from openlaurel.core.keys import (
    EcdsaKey,
    EcdsaPublicKey,
    P256PublicKey,
    P384PublicKey,
    SoftwareSigner,
    base58,
)
from openlaurel.core.proofs import jcs, rdfc
from openlaurel.core.proofs.data_integrity import Proof, add_proof, parse_proof, parse_proofs, verify_proof
from openlaurel.core.proofs.errors import MalformedProof, ProofMismatch, UnfitKey
from openlaurel.core.proofs.nquads import parse
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites import SUITES
from tests.vectors.conftest import vectors

CURVES: dict[str, tuple[type[EcdsaPublicKey], str]] = {
    "256": (P256PublicKey, "sha256"),
    "384": (P384PublicKey, "sha384"),
}
CASES = [(suite, curve) for suite in ("rdfc", "jcs") for curve in CURVES]


@pytest.fixture
def folder() -> Path:
    return vectors("vc-di-ecdsa") / "TestVectors"


def suffix(suite: str, curve: str) -> str:
    return f"{'JCS' if suite == 'jcs' else ''}ECDSAP{curve}"


def case(folder: Path, suite: str, curve: str) -> Path:
    return folder / f"ecdsa-{suite}-2019-p{curve}"


@pytest.mark.parametrize(("suite", "curve"), CASES)
def test_a_document_signed_by_the_working_group_verifies(
    folder: Path, canonizer: Canonizer, suite: str, curve: str
) -> None:
    document = read(case(folder, suite, curve) / f"signed{suffix(suite, curve)}.json")
    (proof,) = parse_proofs(document)
    verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)
    document["name"] += "."
    with pytest.raises(ProofMismatch):
        verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)


@pytest.mark.parametrize(("suite", "curve"), CASES)
def test_each_intermediate_step_is_that_of_the_specification(
    folder: Path, canonizer: Canonizer, suite: str, curve: str
) -> None:
    here, name, algorithm = case(folder, suite, curve), suffix(suite, curve), CURVES[curve][1]
    unsigned, options = read(folder / "unsigned.json"), read(here / f"proofConfig{name}.json")
    data = SUITES[options["cryptosuite"]].hash_data(unsigned, options, canonizer, algorithm)
    assert data.hex() == line(here / f"combinedHash{name}.txt")
    text = canonical(canonizer, suite, unsigned, algorithm)
    assert text == (here / f"canonDoc{name}.txt").read_bytes()
    assert hashlib.new(algorithm, text).hexdigest() == line(here / f"docHash{name}.txt")
    configuration = {**options, "@context": unsigned["@context"]}
    text = canonical(canonizer, suite, configuration, algorithm)
    assert text == (here / f"proofCanon{name}.txt").read_bytes()
    assert hashlib.new(algorithm, text).hexdigest() == line(here / f"proofHash{name}.txt")


def canonical(canonizer: Canonizer, suite: str, document: dict[str, Any], algorithm: str) -> bytes:
    if suite == "jcs":
        return jcs.canonicalize(document)
    return canonizer.canonicalize_slowly(document, algorithm)


@pytest.mark.parametrize(("suite", "curve"), CASES)
def test_our_signature_with_the_published_key_is_the_published_one(
    folder: Path, canonizer: Canonizer, suite: str, curve: str
) -> None:
    pair = read(folder / f"p{curve}KeyPair.json")
    key = EcdsaKey(CURVES[curve][0], base58.decode(pair["secretKeyMultibase"][1:])[2:])
    assert key.public.multibase == pair["publicKeyMultibase"]
    expected = parse_proof(read(case(folder, suite, curve) / f"signed{suffix(suite, curve)}.json")["proof"])
    assert expected.created is not None
    signed = add_proof(
        read(folder / "unsigned.json"),
        signer=SoftwareSigner(key, expected.verification_method),
        created=expected.created,
        canonizer=canonizer,
        cryptosuite=expected.cryptosuite,
    )
    (proof,) = parse_proofs(signed)
    assert proof == expected
    verify_proof(signed, proof, key=key_of(expected), canonizer=canonizer)


@pytest.mark.parametrize("curve", CURVES)
def test_a_large_document_is_labelled_and_hashed_by_the_curves_own_hash(folder: Path, curve: str) -> None:
    """Its context isn't bundled; from the published N-Quads on, every step and the signature are checked."""
    algorithm = CURVES[curve][1]
    here = case(folder, "rdfc", curve) / "employ"
    hashes = b""
    for part in ("proofCanon", "canonDoc"):
        text = (here / f"{part}ECDSAP{curve}.txt").read_bytes().decode()
        assert rdfc.canonicalize(parse(text), algorithm=algorithm).nquads == text
        hashes += hashlib.new(algorithm, text.encode()).digest()
    assert hashes.hex() == line(here / f"combinedHashECDSAP{curve}.txt")
    proof = parse_proof(read(here / f"signedECDSAP{curve}.json")["proof"])
    assert proof.signature.hex() == line(here / f"sigHexECDSAP{curve}.txt")
    key_of(proof).verify(proof.signature, hashes)
    other = CURVES["384" if curve == "256" else "256"][1]
    assert rdfc.canonicalize(parse(text), algorithm=other).nquads != text


@pytest.mark.parametrize(("suite", "curve"), CASES)
def test_a_signature_of_another_suite_or_curve_is_refused_by_name(
    folder: Path, canonizer: Canonizer, suite: str, curve: str
) -> None:
    document = read(case(folder, suite, curve) / f"signed{suffix(suite, curve)}.json")
    key = key_of(parse_proofs(document)[0])
    document["proof"]["cryptosuite"] = f"eddsa-{suite}-2022"
    if curve == "384":
        with pytest.raises(MalformedProof, match="64 bytes, this one 96"):
            parse_proofs(document)
    else:
        with pytest.raises(UnfitKey, match="Ed25519, not P-256"):
            verify_proof(document, parse_proofs(document)[0], key=key, canonizer=canonizer)


def read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text("utf-8"))


def line(file: Path) -> str:
    return file.read_text("ascii").strip()


def key_of(proof: Proof) -> EcdsaPublicKey:
    return EcdsaPublicKey.from_multibase(proof.verification_method.split("#")[1])
