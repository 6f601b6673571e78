"""ecdsa-sd-2023 against the W3C's own test vectors: derived proofs, from the document to the last statement.

Their context isn't bundled; the one here says the same of the few terms that they show.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.keys import P256PublicKey
from openlaurel.core.proofs import Canonizer, ContextBundle, ProofMismatch, parse_proofs, verify_proof
from openlaurel.core.proofs.suites import READ_ONLY
from openlaurel.core.proofs.suites.ecdsa_sd import Disclosure, relabelled
from tests.vectors.conftest import vectors

CITIZENSHIP = "https://w3id.org/citizenship/v4rc1"
OF_CITIZENSHIP = (
    "EmployablePerson", "EmploymentAuthorizationDocumentCredential", "PermanentResident",
    "PermanentResidentCardCredential", "birthCountry",
)  # fmt: skip
TERMS = {
    **{term: f"https://w3id.org/citizenship#{term}" for term in OF_CITIZENSHIP},
    "Person": "https://schema.org/Person",
    "image": {"@id": "https://schema.org/image", "@type": "@id"},
}


@pytest.fixture(params=["employ", "prc"])
def folder(request: pytest.FixtureRequest) -> Path:
    return vectors("vc-di-ecdsa") / "TestVectors" / "ecdsa-sd-2023" / str(request.param)


@pytest.fixture
def theirs() -> Canonizer:
    return Canonizer(ContextBundle({**load_bundle(), CITIZENSHIP: {"@context": TERMS}}))


def read(file: Path) -> Any:
    return json.loads(file.read_text())


def shown(folder: Path) -> tuple[dict[str, Any], Disclosure, P256PublicKey]:
    document = read(folder / "derivedRevealDocument.json")
    (proof,) = parse_proofs(document)
    key = P256PublicKey.from_multibase(proof.verification_method.partition("#")[2])
    return document, proof.signature, key


def test_a_derived_proof_of_the_working_group_verifies(folder: Path, theirs: Canonizer) -> None:
    document, _, key = shown(folder)
    (proof,) = parse_proofs(document)
    verify_proof(document, proof, key=key, canonizer=theirs)
    for name, value in {"validUntil": "2035-01-01T00:00:00Z", "validFrom": None}.items():
        changed = {n: v for n, v in document.items() if n != name or value is not None}
        if value is not None:
            changed[name] = value
        with pytest.raises(ProofMismatch):
            verify_proof(changed, proof, key=key, canonizer=theirs)


def test_each_step_is_that_of_the_specification(folder: Path, theirs: Canonizer) -> None:
    document, value, _ = shown(folder)
    expected, data = (
        read(folder / "verifyDerivedProofValue.json"),
        read(folder / "verifyCreateVerifyData.json"),
    )
    assert value.base_signature.hex() == expected["baseSignature"]
    assert value.key.multibase == expected["publicKey"]
    assert [signature.hex() for signature in value.signatures] == expected["signatures"]
    assert {f"c14n{number}": label for number, label in value.labels.items()} == dict(expected["labelMap"])
    assert sorted(value.mandatory) == expected["mandatoryIndexes"]
    (proof,) = parse_proofs(document)
    assert theirs.hash_options(proof.options, document["@context"]).hex() == data["proofHash"]
    unsecured = {name: entry for name, entry in document.items() if name != "proof"}
    statements = relabelled(theirs.canonicalize(unsecured), value.labels)
    assert statements == read(folder / "verifyNQuads.json")
    others = [text for index, text in enumerate(statements) if index not in value.mandatory]
    assert others == data["nonMandatory"]


def test_a_base_proof_is_not_for_verifiers(folder: Path) -> None:
    base = read(folder / "addSignedSDBase.json")["proof"]["proofValue"]
    with pytest.raises(Exception, match="This is a base proof"):
        READ_ONLY["ecdsa-sd-2023"].read_value(base)
