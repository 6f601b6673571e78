"""Data Integrity proofs, sets and chains of them (VC Data Integrity 1.0); what each cryptosuite does is in `suites`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from openlaurel.core.keys import BadSignature, PublicKey, Signer
from openlaurel.core.moments import BadMoment, read_moment
from openlaurel.core.proofs.errors import BrokenChain, MalformedProof, ProofMismatch, UnsupportedProof
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites import EDDSA_RDFC_2022, OLD_TYPES, READ_ONLY, SUITES, Suite

MAX_PROOFS = 10
# What a proof is made for: that its issuer says so, or that its holder is there (VC Data Integrity 1.0, 2.2).
ASSERTION, AUTHENTICATION = "assertionMethod", "authentication"


class Proof(NamedTuple):
    """One proof, read strictly. `options` is everything but the signature, as it stood; `signature` what its suite
    reads in its value.

    `cryptosuite` is the proof's type where that is an old one; `previous` are the ids of the proofs that it follows on and covers.
    """

    cryptosuite: str
    verification_method: str
    purpose: str
    created: datetime | None
    expires: datetime | None
    signature: Any
    options: dict[str, Any]
    previous: tuple[str, ...] = ()


def sign(
    document: dict[str, Any],
    *,
    signer: Signer,
    created: datetime,
    canonizer: Canonizer,
    cryptosuite: str = EDDSA_RDFC_2022,
) -> dict[str, Any]:
    """This function will return `document` with this one proof, in an array (Open Badges 3.0 wants an array).

    Raises as `add_proof`.
    """
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    return add_proof(unsecured, signer=signer, created=created, canonizer=canonizer, cryptosuite=cryptosuite)


def add_proof(
    document: dict[str, Any],
    *,
    signer: Signer,
    created: datetime,
    canonizer: Canonizer,
    cryptosuite: str = EDDSA_RDFC_2022,
    proof_id: str = "",
    previous: Sequence[str] = (),
) -> dict[str, Any]:
    """This function will return `document` with one more proof, which covers those named `previous` too (4.3).

    Raises UnfitKey, BrokenChain, UndefinedTerm, HiddenTerm, UnportableDocument or another error of canonicalization
    before anything is signed.
    """
    suite = SUITES[cryptosuite]
    options = proof_options(
        verification_method=signer.verification_method, created=created, cryptosuite=cryptosuite
    )
    if proof_id:
        options = {"id": proof_id, **options}
    if previous:
        options["previousProof"] = list(previous)
    covered = _covered(document, tuple(previous))
    proof = suite.secure(covered, options, signer=signer, canonizer=canonizer)
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    return {**unsecured, "proof": [*_entries(document), proof]}


def proof_options(*, verification_method: str, created: datetime, cryptosuite: str) -> dict[str, Any]:
    """This function will return the proof without its value (VC Data Integrity, 2.1)."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": verification_method,
        "proofPurpose": ASSERTION,
    }


def parse_proofs(
    document: dict[str, Any],
    *,
    unsupported: list[UnsupportedProof] | None = None,
    purpose: str = ASSERTION,
) -> list[Proof]:
    """This function will read every proof of `document` and check that they follow on each other as they say.

    Raises MalformedProof for the first bad one, and BrokenChain. A proof that isn't understood raises
    UnsupportedProof; where `unsupported` is given its error is appended to it instead.
    """
    entries = _entries(document)
    if len(entries) > MAX_PROOFS:
        raise MalformedProof(f"A document with more than {MAX_PROOFS} proofs isn't read.")
    proofs = []
    for entry in entries:
        try:
            proofs.append(parse_proof(entry, purpose=purpose))
        except UnsupportedProof as error:
            if unsupported is None:
                raise
            unsupported.append(error)
    _check_chain(entries)
    return proofs


def _entries(document: dict[str, Any]) -> list[Any]:
    value = document.get("proof")
    return value if isinstance(value, list) else [] if value is None else [value]


def _check_chain(entries: list[dict[str, Any]]) -> None:
    """Every previous proof is there once, and following them comes to an end (4.5, step 3.2)."""
    if not [entry for entry in entries if "previousProof" in entry]:
        return
    following = [(entry, _matching(entries, _previous(entry))) for entry in entries]
    settled: list[dict[str, Any]] = []
    while following:
        ready = [entry for entry, previous in following if all(_is_among(p, settled) for p in previous)]
        if not ready:
            raise BrokenChain("The proofs follow on each other in a circle.")
        settled += ready
        following = [(entry, previous) for entry, previous in following if not _is_among(entry, ready)]


def _is_among(entry: dict[str, Any], entries: list[dict[str, Any]]) -> bool:
    return any(entry is other for other in entries)


def _previous(entry: dict[str, Any]) -> tuple[str, ...]:
    """The ids in `previousProof`: a string or a list of them (2.1)."""
    value = entry.get("previousProof")
    ids = value if isinstance(value, list) else [] if value is None else [value]
    if value == [] or len(ids) > MAX_PROOFS or not all(isinstance(name, str) for name in ids):
        raise MalformedProof("The proof's previousProof must be the id of a proof or a list of ids.")
    return tuple(ids)


def _matching(entries: list[Any], ids: tuple[str, ...]) -> list[dict[str, Any]]:
    """The proofs of these ids, in the order of the document (4.5, step 3.2)."""
    for name in ids:
        found = sum(isinstance(entry, dict) and entry.get("id") == name for entry in entries)
        if found != 1:
            count = "more than one proof has" if found else "no proof has"
            raise BrokenChain(f"A proof follows on {name[:100]!r}, an id that {count}.")
    return [entry for entry in entries if isinstance(entry, dict) and entry.get("id") in ids]


def _covered(document: dict[str, Any], previous: tuple[str, ...]) -> dict[str, Any]:
    """What a proof covers: the document without its proofs, except those that it follows on (4.5, step 3.3)."""
    unsecured = document.copy()
    unsecured.pop("proof", None)
    if previous:
        unsecured["proof"] = _matching(_entries(document), previous)
    return unsecured


def parse_proof(entry: Any, *, purpose: str = ASSERTION) -> Proof:
    """This function will read one proof made for `purpose` (VC Data Integrity, 2.1)."""
    if not isinstance(entry, dict):
        raise MalformedProof("A proof must be a JSON object.")
    suite = _suite(entry)
    if not isinstance(entry.get("id", ""), str):
        raise MalformedProof("The proof's id must be a string.")
    method, value = entry.get("verificationMethod"), entry.get("proofValue")
    if not isinstance(method, str) or not method.startswith("did:"):
        raise MalformedProof("The proof's verificationMethod must be a DID URL.")
    if entry.get("proofPurpose") != purpose:
        raise MalformedProof(f"The proof's purpose must be {purpose}.")
    options = entry.copy()
    options.pop("proofValue", None)
    return Proof(
        cryptosuite=suite.name,
        verification_method=method,
        purpose=purpose,
        created=_moment(entry, "created"),
        expires=_moment(entry, "expires"),
        signature=suite.read_value(value),
        options=options,
        previous=_previous(entry) if "previousProof" in entry else (),
    )


def _suite(options: dict[str, Any]) -> Suite:
    kind, name = options.get("type"), options.get("cryptosuite")
    if isinstance(kind, str) and kind in OLD_TYPES:
        return OLD_TYPES[kind]
    if kind != "DataIntegrityProof":
        raise UnsupportedProof(f"Proofs of the type {str(kind)[:100]!r} aren't understood.")
    suite = SUITES.get(name) or READ_ONLY.get(name) if isinstance(name, str) else None
    if suite is None:
        raise UnsupportedProof(f"The cryptosuite {str(name)[:100]!r} isn't understood.")
    return suite


def verify_proof(document: dict[str, Any], proof: Proof, *, key: PublicKey, canonizer: Canonizer) -> None:
    """This function will return when `proof` covers `document` and was made by `key`, else raise ProofMismatch.

    Raises UnfitKey for a key of a kind that isn't the cryptosuite's, and BrokenChain for a previous proof that isn't
    there. Errors of canonicalization (an unknown context, an undefined term, a hidden one) pass through.
    """
    suite = _suite(proof.options)
    covered = _covered(document, proof.previous)
    try:
        suite.verify(covered, proof.options, proof.signature, key=key, canonizer=canonizer)
    except BadSignature as error:
        raise ProofMismatch("The document isn't the one that was signed.") from error


def _moment(entry: dict[str, Any], name: str) -> datetime | None:
    value = entry.get(name)
    if value is None:
        return None
    try:
        return read_moment(value)
    except BadMoment as error:
        raise MalformedProof(f"The proof's '{name}' {error}.") from error
