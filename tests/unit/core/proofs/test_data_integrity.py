from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer, key_number

from openlaurel.core.keys import (
    EcdsaKey,
    EcdsaPublicKey,
    P256PublicKey,
    P384PublicKey,
    SoftwareSigner,
    base58,
)
from openlaurel.core.proofs.data_integrity import add_proof, parse_proof, parse_proofs, verify_proof
from openlaurel.core.proofs.errors import (
    BrokenChain,
    HiddenTerm,
    MalformedProof,
    ProofMismatch,
    UndefinedTerm,
    UnfitKey,
    UnportableDocument,
    UnsupportedProof,
)
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites import EDDSA_JCS_2022, OLD_TYPES

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
        ({"type": "Ed25519Signature2018"}, UnsupportedProof, "Ed25519Signature2018"),
        ({"type": ["Ed25519Signature2020"]}, UnsupportedProof, "aren't understood"),
        ({"cryptosuite": "Ed25519Signature2020"}, UnsupportedProof, "isn't understood"),
        ({"cryptosuite": "bbs-2023"}, UnsupportedProof, "bbs-2023"),
        ({"cryptosuite": None}, UnsupportedProof, "None"),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, UnsupportedProof, "isn't understood"),
        ({"previousProof": []}, MalformedProof, "previousProof"),
        ({"previousProof": 5}, MalformedProof, "previousProof"),
        ({"previousProof": ["urn:uuid:1", {}]}, MalformedProof, "previousProof"),
        ({"previousProof": ["urn:uuid:1"] * 11}, MalformedProof, "previousProof"),
        ({"id": 5}, MalformedProof, "id must be a string"),
        ({"verificationMethod": None}, MalformedProof, "DID URL"),
        ({"verificationMethod": "https://issuer.example/key"}, MalformedProof, "DID URL"),
        ({"verificationMethod": {"id": "did:key:x"}}, MalformedProof, "DID URL"),
        ({"proofPurpose": "authentication"}, MalformedProof, "assertionMethod"),
        ({"proofValue": None}, MalformedProof, "base58btc"),
        ({"proofValue": "uAAAA"}, MalformedProof, "base58btc"),
        ({"proofValue": "z0"}, MalformedProof, "can't be read"),
        ({"proofValue": "z2"}, MalformedProof, "64 bytes, this one 1"),
        ({"proofValue": "z" + "2" * 5_000_000}, MalformedProof, "longer than 140"),
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


def chain(issuer: Issuer, *links: tuple[str, Any]) -> list[dict[str, Any]]:
    """Proofs by id and previousProof; their signatures don't matter."""
    return [entry(issuer, id=name, previousProof=previous) for name, previous in links]


@pytest.mark.parametrize(
    ("links", "fault"),
    [
        ([("a", "z")], "'z', an id that no proof has"),
        ([("a", None), ("b", ["a", "z"])], "'z', an id that no proof has"),
        ([("a", None), ("a", None), ("b", "a")], "'a', an id that more than one proof has"),
        ([("a", "a")], "circle"),
        ([("a", "b"), ("b", "a")], "circle"),
        ([("a", None), ("b", ["a", "d"]), ("c", "b"), ("d", "c")], "circle"),
    ],
)
def test_proofs_that_dont_follow_on_each_other_are_refused(
    issuer: Issuer, links: list[tuple[str, Any]], fault: str
) -> None:
    with pytest.raises(BrokenChain, match=fault):
        parse_proofs({"proof": chain(issuer, *links)})


def test_proofs_may_follow_in_any_order_and_on_several(issuer: Issuer) -> None:
    proofs = parse_proofs({"proof": chain(issuer, ("c", ["a", "b"]), ("b", "a"), ("a", None), ("d", "c"))})
    assert [proof.previous for proof in proofs] == [("a", "b"), ("a",), (), ("c",)]


@pytest.mark.parametrize("suite", SUITES)
def test_a_proof_of_a_chain_covers_what_it_follows_on_and_nothing_else(
    issuer: Issuer, canonizer: Canonizer, suite: str
) -> None:
    options: dict[str, Any] = {"signer": issuer.signer, "canonizer": canonizer, "cryptosuite": suite}
    document = add_proof(issuer.credential(), **options, created=NOW, proof_id="urn:uuid:1")
    document = add_proof(document, **options, created=NOW, proof_id="urn:uuid:2")
    document = add_proof(document, **options, created=NOW, previous=["urn:uuid:1"])
    first, second, third = document["proof"]
    last = parse_proof(third)
    verify_proof(document, last, key=issuer.key.public, canonizer=canonizer)
    without_second = document | {"proof": [first, third]}
    verify_proof(without_second, last, key=issuer.key.public, canonizer=canonizer)
    changed = document | {"proof": [first | {"created": "2020-01-01T00:00:00Z"}, second, third]}
    with pytest.raises(ProofMismatch):
        verify_proof(changed, last, key=issuer.key.public, canonizer=canonizer)
    with pytest.raises(BrokenChain):
        verify_proof(document | {"proof": [second, third]}, last, key=issuer.key.public, canonizer=canonizer)
    with pytest.raises(BrokenChain):
        add_proof(document, **options, created=NOW, previous=["urn:uuid:9"])


def test_proofs_that_arent_understood_are_told_when_somebody_asks(issuer: Issuer) -> None:
    foreign = entry(issuer, cryptosuite="made-up-2031")
    unsupported: list[UnsupportedProof] = []
    proofs = parse_proofs({"proof": [foreign, entry(issuer)]}, unsupported=unsupported)
    assert [proof.cryptosuite for proof in proofs] == ["eddsa-rdfc-2022"]
    assert "made-up-2031" in str(unsupported[0])
    with pytest.raises(UnsupportedProof, match="made-up-2031"):
        parse_proofs({"proof": [foreign, entry(issuer)]})


@pytest.mark.parametrize("curve", [P256PublicKey, P384PublicKey])
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_each_suite_is_signed_and_verified_with_its_own_kinds_of_keys_only(
    issuer: Issuer, canonizer: Canonizer, suite: str, curve: type[EcdsaPublicKey]
) -> None:
    key = EcdsaKey(curve, b"\x07" * curve.coordinate_bytes)
    signer = SoftwareSigner(key, issuer.method)
    signed = issuer.sign(issuer.credential(), signer=signer, cryptosuite=suite)
    (proof,) = parse_proofs(signed)
    assert len(proof.signature) == curve.signature_bytes
    verify_proof(signed, proof, key=key.public, canonizer=canonizer)
    with pytest.raises(ProofMismatch):
        verify_proof(signed | {"name": "x"}, proof, key=key.public, canonizer=canonizer)
    other = EcdsaKey(
        P384PublicKey if curve is P256PublicKey else P256PublicKey, b"\x07" * (80 - curve.coordinate_bytes)
    )
    with pytest.raises(ProofMismatch):
        verify_proof(signed, proof, key=other.public, canonizer=canonizer)
    with pytest.raises(
        UnfitKey, match=f"{suite} is signed with a key of the kind P-256 or P-384, not Ed25519"
    ):
        verify_proof(signed, proof, key=issuer.key.public, canonizer=canonizer)
    with pytest.raises(UnfitKey, match="not Ed25519"):
        issuer.sign(issuer.credential(), cryptosuite=suite)
    for eddsa in SUITES:
        with pytest.raises(UnfitKey, match=f"kind Ed25519, not {curve.kind}"):
            issuer.sign(issuer.credential(), signer=signer, cryptosuite=eddsa)


def test_an_old_signature_is_read_but_never_made(issuer: Issuer, canonizer: Canonizer) -> None:
    """It counts for an Ed25519 key only, and only where the document brings the context that defines it."""
    context = "https://w3id.org/security/suites/ed25519-2020/v1"
    document = issuer.credential()
    document["@context"].append(context)
    options = {
        "type": "Ed25519Signature2020",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": issuer.method,
        "proofPurpose": "assertionMethod",
    }
    data = OLD_TYPES["Ed25519Signature2020"].hash_data(document, options, canonizer, "sha256")
    signed = document | {"proof": options | {"proofValue": "z" + base58.encode(issuer.key.sign(data))}}
    (proof,) = parse_proofs(signed)
    assert proof.cryptosuite == "Ed25519Signature2020"
    verify_proof(signed, proof, key=issuer.key.public, canonizer=canonizer)
    with pytest.raises(ProofMismatch):
        verify_proof(signed | {"name": "x"}, proof, key=issuer.key.public, canonizer=canonizer)
    with pytest.raises(UnfitKey, match="not P-256"):
        verify_proof(signed, proof, key=EcdsaKey(P256PublicKey, b"\x07" * 32).public, canonizer=canonizer)
    without = signed | {"@context": [url for url in document["@context"] if url != context]}
    with pytest.raises(UndefinedTerm):
        verify_proof(without, proof, key=issuer.key.public, canonizer=canonizer)
    with pytest.raises(KeyError):
        issuer.sign(issuer.credential(), cryptosuite="Ed25519Signature2020")


@pytest.mark.parametrize("algorithm", ["sha256", "sha384"])
def test_a_shape_labels_blank_nodes_by_the_hash_that_is_asked_for(
    issuer: Issuer, canonizer: Canonizer, algorithm: str
) -> None:
    for number in range(12):
        document = issuer.credential(id=f"https://issuer.example/awards/{number}")
        document["credentialSubject"]["achievement"]["name"] = f"Tide tables {number}"
        fast = canonizer.canonicalize(document, algorithm)
        assert fast == canonizer.canonicalize_slowly(document, algorithm)
        assert fast != canonizer.canonicalize(document, "sha384" if algorithm == "sha256" else "sha256")
