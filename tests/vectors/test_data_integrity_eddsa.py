"""Data Integrity EdDSA Cryptosuites 1.0 against the W3C's own test vectors, step by step."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from openlaurel.core.keys import PublicKey, SoftwareKey, SoftwareSigner, base58
from openlaurel.core.proofs import jcs
from openlaurel.core.proofs.data_integrity import (
    Proof,
    add_proof,
    parse_proof,
    parse_proofs,
    sign,
    verify_proof,
)
from openlaurel.core.proofs.errors import ProofMismatch
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites import OLD_TYPES, SUITES
from tests.vectors.conftest import vectors


@pytest.fixture
def folder() -> Path:
    return vectors("vc-di-eddsa") / "TestVectors"


@pytest.mark.parametrize(
    ("suite", "signed"),
    [("eddsa-rdfc-2022", "signedDataInt.json"), ("eddsa-jcs-2022", "signedJCS.json")],
)
def test_a_document_signed_by_the_working_group_verifies(
    folder: Path, canonizer: Canonizer, suite: str, signed: str
) -> None:
    document = read(folder / suite / signed)
    (proof,) = parse_proofs(document)
    verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)
    document["name"] += "."
    with pytest.raises(ProofMismatch):
        verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)


@pytest.mark.parametrize(
    ("suite", "suffix", "signed"),
    [("eddsa-rdfc-2022", "DataInt", "signedDataInt.json"), ("eddsa-jcs-2022", "JCS", "signedJCS.json")],
)
def test_each_intermediate_hash_is_that_of_the_specification(
    folder: Path, canonizer: Canonizer, suite: str, suffix: str, signed: str
) -> None:
    options = read(folder / suite / f"proofConfig{suffix}.json")
    unsigned = read(folder / "unsigned.json")
    data = SUITES[suite].hash_data(unsigned, options, canonizer, "sha256")
    assert data.hex() == (folder / suite / f"combinedHash{suffix}.txt").read_text().strip()
    text = canonizer.canonicalize_slowly(unsigned) if suffix == "DataInt" else jcs.canonicalize(unsigned)
    assert text.decode() == (folder / suite / f"canonDoc{suffix}.txt").read_bytes().decode()
    assert hashlib.sha256(text).hexdigest() == (folder / suite / f"docHash{suffix}.txt").read_text().strip()


def test_our_signature_with_the_published_key_is_the_published_one(
    folder: Path, canonizer: Canonizer
) -> None:
    pair = read(folder / "keyPair.json")
    seed = base58.decode(pair["privateKeyMultibase"][1:])[2:]
    expected = read(folder / "eddsa-rdfc-2022" / "signedDataInt.json")["proof"]
    proof = parse_proof(expected)
    assert proof.created is not None
    signer = SoftwareSigner(SoftwareKey(seed), proof.verification_method)
    signed = sign(read(folder / "unsigned.json"), signer=signer, created=proof.created, canonizer=canonizer)
    assert signed["proof"] == [expected]


def test_a_badge_with_an_old_signature_verifies_step_by_step(folder: Path, canonizer: Canonizer) -> None:
    here = folder / "Ed25519Signature2020"
    document = read(here / "signedEdSig.json")
    (proof,) = parse_proofs(document)
    verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    assert canonizer.canonicalize_slowly(unsigned) == (here / "canonDocEdSig.txt").read_bytes()
    data = OLD_TYPES[proof.cryptosuite].hash_data(unsigned, proof.options, canonizer, "sha256")
    assert data.hex() == (here / "combinedHashEdSig.txt").read_text().strip()
    document["name"] += "."
    with pytest.raises(ProofMismatch):
        verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)


@pytest.mark.parametrize("name", ["signedProofSet1.json", "signedProofSet2.json"])
def test_every_proof_of_a_set_verifies_on_its_own(folder: Path, canonizer: Canonizer, name: str) -> None:
    document = read(folder / "proof-set-chain" / name)
    proofs = parse_proofs(document)
    assert len(proofs) == int(name[-6])
    for proof in proofs:
        verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)


@pytest.mark.parametrize(("name", "count"), [("signedProofChain1.json", 3), ("signedProofChain2.json", 4)])
def test_every_proof_of_a_chain_covers_those_before_it(
    folder: Path, canonizer: Canonizer, name: str, count: int
) -> None:
    document = read(folder / "proof-set-chain" / name)
    proofs = parse_proofs(document)
    assert len(proofs) == count
    for proof in proofs:
        verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)
    document["proof"][0]["created"] = "2023-02-24T23:36:39Z"
    changed = parse_proofs(document)
    for proof in (changed[0], changed[2]):
        with pytest.raises(ProofMismatch):
            verify_proof(document, proof, key=key_of(proof), canonizer=canonizer)


def test_a_chain_that_we_sign_with_the_published_keys_is_the_published_one(
    folder: Path, canonizer: Canonizer
) -> None:
    pairs = read(folder / "proof-set-chain" / "multiKeyPairs.json")
    expected = read(folder / "proof-set-chain" / "signedProofChain2.json")
    document = read(folder / "proof-set-chain" / "unsigned.json")
    for number, wanted in enumerate(expected["proof"], start=1):
        seed = base58.decode(pairs[f"keyPair{number}"]["privateKeyMultibase"][1:])[2:]
        proof = parse_proof(wanted)
        assert proof.created is not None
        document = add_proof(
            document,
            signer=SoftwareSigner(SoftwareKey(seed), proof.verification_method),
            created=proof.created,
            canonizer=canonizer,
            proof_id=wanted.get("id", ""),
            previous=proof.previous,
        )
        assert document["proof"][-1]["proofValue"] == wanted["proofValue"]


def read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text("utf-8"))


def key_of(proof: Proof) -> PublicKey:
    return PublicKey.from_multibase(proof.verification_method.split("#")[1])
