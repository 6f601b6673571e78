from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from tests.unit.core.issuers import Issuer, key_number

from openlaurel.core.proofs.data_integrity import EDDSA_JCS_2022, parse_proof, parse_proofs, verify_proof
from openlaurel.core.proofs.errors import (
    HiddenTerm,
    MalformedProof,
    ProofMismatch,
    UndefinedTerm,
    UnportableDocument,
    UnsupportedProof,
)
from openlaurel.core.proofs.shapes import Canonizer

SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


@pytest.mark.parametrize("suite", SUITES)
def test_what_is_signed_verifies_and_carries_its_proof_in_an_array(
    issuer: Issuer, canonizer: Canonizer, suite: str
) -> None:
    signed = issuer.sign(issuer.credential(), cryptosuite=suite)
    assert isinstance(signed["proof"], list)
    (proof,) = parse_proofs(signed)
    assert proof.cryptosuite == suite
    verify_proof(signed, proof, key=issuer.key.public, canonizer=canonizer)


@pytest.mark.parametrize("suite", SUITES)
def test_each_kind_of_change_breaks_the_proof(issuer: Issuer, canonizer: Canonizer, suite: str) -> None:
    signed = issuer.sign(issuer.credential(), cryptosuite=suite)
    proof = signed["proof"][0]
    changed = [
        signed | {"name": signed["name"] + "."},
        signed | {"validUntil": "2999-01-01T00:00:00Z"},
        {key: value for key, value in signed.items() if key != "validUntil"},
        {key: value for key, value in signed.items() if key != "credentialStatus"},
        signed | {"evidence": [*signed["evidence"], {"type": ["Evidence"], "name": "More"}]},
        signed | {"proof": [proof | {"created": "2020-01-01T00:00:00Z"}]},
        signed | {"proof": [proof | {"verificationMethod": issuer.did + "#other"}]},
        signed | {"proof": [proof | {"expires": "2999-01-01T00:00:00Z"}]},
    ]
    for document in changed:
        (read,) = parse_proofs(document)
        with pytest.raises(ProofMismatch):
            verify_proof(document, read, key=issuer.key.public, canonizer=canonizer)
    with pytest.raises(ProofMismatch):
        verify_proof(signed, parse_proofs(signed)[0], key=key_number(2).public, canonizer=canonizer)


def test_a_jcs_proof_names_the_contexts_that_it_covers(issuer: Issuer, canonizer: Canonizer) -> None:
    """EdDSA Cryptosuites 1.0, 3.3.1 step 2 and 3.3.2: other software looks for them in the proof."""
    signed = issuer.sign(issuer.credential(), cryptosuite=EDDSA_JCS_2022)
    assert signed["proof"][0]["@context"] == signed["@context"]
    longer = signed | {"@context": [*signed["@context"], "https://w3id.org/security/data-integrity/v2"]}
    verify_proof(longer, parse_proofs(longer)[0], key=issuer.key.public, canonizer=canonizer)
    other = signed | {"@context": list(reversed(signed["@context"]))}
    with pytest.raises(ProofMismatch, match="isn't the start"):
        verify_proof(other, parse_proofs(other)[0], key=issuer.key.public, canonizer=canonizer)


def test_a_moment_is_written_in_utc(issuer: Issuer) -> None:
    moment = datetime(2026, 11, 25, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    signed = issuer.sign(issuer.credential(), created=moment)
    assert signed["proof"][0]["created"] == "2026-11-24T22:30:00Z"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"superpower": "flight"}, UndefinedTerm),
        ({"https://schema.org/name": "x"}, HiddenTerm),
        ({"name": "form\x0cfeed"}, UnportableDocument),
        (
            {"credentialSubject": {"type": ["AchievementSubject"], "achievement": {"id": "relative"}}},
            UndefinedTerm,
        ),
    ],
)
def test_nothing_is_signed_that_others_would_read_differently(
    issuer: Issuer, change: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        issuer.sign(issuer.credential() | change)


def test_an_old_proof_is_replaced_and_not_covered(issuer: Issuer, canonizer: Canonizer) -> None:
    signed = issuer.sign(issuer.credential() | {"proof": {"type": "Old"}})
    assert len(signed["proof"]) == 1
    verify_proof(signed, parse_proofs(signed)[0], key=issuer.key.public, canonizer=canonizer)


def entry(issuer: Issuer, **changes: Any) -> dict[str, Any]:
    signed: dict[str, Any] = issuer.badge()["proof"][0]
    return {name: value for name, value in (signed | changes).items() if value is not None}


def test_a_proof_is_read_field_by_field(issuer: Issuer) -> None:
    proof = parse_proof(entry(issuer, created="2026-01-02T03:04:05.5+01:00", expires=None))
    assert proof.created == datetime(2026, 1, 2, 2, 4, 5, 500000, tzinfo=UTC)
    assert proof.expires is None
    assert len(proof.signature) == 64
    assert "proofValue" not in proof.options


@pytest.mark.parametrize(
    ("changes", "error", "fault"),
    [
        ({"type": "Ed25519Signature2020"}, UnsupportedProof, "Ed25519Signature2020"),
        ({"cryptosuite": "ecdsa-sd-2023"}, UnsupportedProof, "ecdsa-sd-2023"),
        ({"cryptosuite": None}, UnsupportedProof, "None"),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, UnsupportedProof, "isn't understood"),
        ({"previousProof": "urn:uuid:1"}, UnsupportedProof, "previousProof"),
        ({"verificationMethod": None}, MalformedProof, "DID URL"),
        ({"verificationMethod": "https://issuer.example/key"}, MalformedProof, "DID URL"),
        ({"verificationMethod": {"id": "did:key:x"}}, MalformedProof, "DID URL"),
        ({"proofPurpose": "authentication"}, MalformedProof, "assertionMethod"),
        ({"proofValue": None}, MalformedProof, "base58btc"),
        ({"proofValue": "uAAAA"}, MalformedProof, "base58btc"),
        ({"proofValue": "z0"}, MalformedProof, "can't be read"),
        ({"proofValue": "z2"}, MalformedProof, "64 bytes, this one 1"),
        ({"proofValue": "z" + "2" * 5_000_000}, MalformedProof, "longer than 100"),
        ({"created": "yesterday"}, MalformedProof, "'created'"),
        ({"created": "2026-01-02T03:04:05"}, MalformedProof, "time zone"),
        ({"expires": "2026-13-02T03:04:05Z"}, MalformedProof, "not a date that exists"),
    ],
)
def test_a_malformed_or_foreign_proof_is_told_by_name(
    issuer: Issuer, changes: dict[str, Any], error: type[Exception], fault: str
) -> None:
    with pytest.raises(error, match=fault):
        parse_proof(entry(issuer, **changes))


@pytest.mark.parametrize("proof", ["text", 5, [[]], [None]])
def test_a_proof_that_is_no_object_is_malformed(proof: Any) -> None:
    with pytest.raises(MalformedProof, match="JSON object"):
        parse_proofs({"proof": proof})


def test_no_more_than_ten_proofs_are_looked_at(issuer: Issuer) -> None:
    with pytest.raises(MalformedProof, match="more than 10"):
        parse_proofs({"proof": [entry(issuer)] * 11})
