"""Data Integrity proofs (VC Data Integrity 1.0; Data Integrity EdDSA Cryptosuites 1.0)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openlaurel.core.keys import BadKey, BadSignature, PublicKey, Signer, base58
from openlaurel.core.proofs import jcs
from openlaurel.core.proofs.errors import MalformedProof, ProofMismatch, UnsupportedProof
from openlaurel.core.proofs.jsonld import check_plain, check_undivided
from openlaurel.core.proofs.nquads import check_portable
from openlaurel.core.proofs.shapes import Canonizer

EDDSA_RDFC_2022 = "eddsa-rdfc-2022"
EDDSA_JCS_2022 = "eddsa-jcs-2022"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})").fullmatch

Transform = Callable[[dict[str, Any], Canonizer], bytes]
SUITES: dict[str, Transform] = {
    EDDSA_RDFC_2022: lambda document, canonizer: canonizer.canonicalize(document).encode(),
    EDDSA_JCS_2022: lambda document, _: jcs.canonicalize(document),
}


@dataclass(frozen=True)
class Proof:
    """One proof, read strictly. `options` is everything but the signature, as it stood."""

    cryptosuite: str
    verification_method: str
    purpose: str
    created: datetime | None
    expires: datetime | None
    signature: bytes
    options: dict[str, Any]


def sign(
    document: dict[str, Any],
    *,
    signer: Signer,
    created: datetime,
    canonizer: Canonizer,
    cryptosuite: str = EDDSA_RDFC_2022,
) -> dict[str, Any]:
    """This function will return `document` with one proof in an array (Open Badges 3.0 wants an array).

    Raises UndefinedTerm, HiddenTerm, UnportableDocument or another error of canonicalization before anything is signed.
    """
    options = proof_options(
        verification_method=signer.verification_method, created=created, cryptosuite=cryptosuite
    )
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    canonical = SUITES[cryptosuite](unsecured, canonizer)
    if cryptosuite == EDDSA_RDFC_2022:
        check_plain(unsecured)
        check_undivided(unsecured)
        check_portable(canonical.decode())
    elif "@context" in unsecured:
        options = {"@context": unsecured["@context"], **options}
    signature = signer.sign(configuration_hash(unsecured, options, canonizer) + _sha256(canonical))
    return {**unsecured, "proof": [{**options, "proofValue": "z" + base58.encode(signature)}]}


def proof_options(*, verification_method: str, created: datetime, cryptosuite: str) -> dict[str, Any]:
    """This function will return the proof without its value (VC Data Integrity, 2.1)."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }


def hash_data(unsecured: dict[str, Any], options: dict[str, Any], canonizer: Canonizer) -> bytes:
    """This function will return the 64 bytes that are signed: proof configuration first (EdDSA suites, 3.2.4)."""
    canonical = SUITES[options["cryptosuite"]](unsecured, canonizer)
    return configuration_hash(unsecured, options, canonizer) + _sha256(canonical)


def configuration_hash(unsecured: dict[str, Any], options: dict[str, Any], canonizer: Canonizer) -> bytes:
    """This function will return the 32 bytes that stand for the proof's options (3.2.5, 3.3.5)."""
    configuration = options
    if options["cryptosuite"] == EDDSA_RDFC_2022:
        configuration = {**options, "@context": unsecured["@context"]}
    return _sha256(SUITES[options["cryptosuite"]](configuration, canonizer))


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def parse_proofs(document: dict[str, Any]) -> list[Proof]:
    """This function will read every proof of `document`; raises MalformedProof or UnsupportedProof for the first bad one."""
    value = document.get("proof")
    entries = value if isinstance(value, list) else [] if value is None else [value]
    if len(entries) > 10:
        raise MalformedProof("A document with more than 10 proofs isn't read.")
    return [parse_proof(entry) for entry in entries]


def parse_proof(entry: Any) -> Proof:
    """This function will read one proof (VC Data Integrity, 2.1)."""
    if not isinstance(entry, dict):
        raise MalformedProof("A proof must be a JSON object.")
    kind, suite = entry.get("type"), entry.get("cryptosuite")
    if kind != "DataIntegrityProof":
        raise UnsupportedProof(f"Proofs of the type {str(kind)[:100]!r} aren't understood.")
    if not isinstance(suite, str) or suite not in SUITES:
        raise UnsupportedProof(f"The cryptosuite {str(suite)[:100]!r} isn't understood.")
    if "previousProof" in entry:
        raise UnsupportedProof("Chained proofs (previousProof) aren't understood.")
    method, value = entry.get("verificationMethod"), entry.get("proofValue")
    if not isinstance(method, str) or not method.startswith("did:"):
        raise MalformedProof("The proof's verificationMethod must be a DID URL.")
    if entry.get("proofPurpose") != "assertionMethod":
        raise MalformedProof("The proof's purpose must be assertionMethod.")
    if not isinstance(value, str) or not value.startswith("z"):
        raise MalformedProof("The proofValue must be base58btc and start with 'z'.")
    try:
        signature = base58.decode(value[1:], max_length=100)
    except BadKey as error:
        raise MalformedProof(f"The proofValue can't be read: {error}") from error
    if len(signature) != 64:
        raise MalformedProof(f"An Ed25519 signature has 64 bytes, this one {len(signature)}.")
    return Proof(
        cryptosuite=suite,
        verification_method=method,
        purpose=entry["proofPurpose"],
        created=_moment(entry, "created"),
        expires=_moment(entry, "expires"),
        signature=signature,
        options={key: item for key, item in entry.items() if key != "proofValue"},
    )


def verify_proof(document: dict[str, Any], proof: Proof, *, key: PublicKey, canonizer: Canonizer) -> None:
    """This function will return when `proof` covers `document` and was made by `key`, else raise ProofMismatch.

    Errors of canonicalization (an unknown context, an undefined term, a hidden one) pass through.
    """
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    context = proof.options.get("@context")
    if context is not None and not _is_start_of(context, unsecured.get("@context")):
        raise ProofMismatch("The proof's @context isn't the start of the document's.")
    if proof.cryptosuite == EDDSA_RDFC_2022:
        check_plain(unsecured)
        check_undivided(unsecured)
        check_plain(proof.options)
    elif context is not None:
        unsecured["@context"] = context
    try:
        key.verify(proof.signature, hash_data(unsecured, proof.options, canonizer))
    except BadSignature as error:
        raise ProofMismatch("The document isn't the one that was signed.") from error


def _is_start_of(context: Any, whole: Any) -> bool:
    first = context if isinstance(context, list) else [context]
    return first == (whole if isinstance(whole, list) else [whole])[: len(first)]


def _moment(entry: dict[str, Any], name: str) -> datetime | None:
    value = entry.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _MOMENT(value):
        raise MalformedProof(f"The proof's '{name}' must be a date and time with a time zone.")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise MalformedProof(f"The proof's '{name}' is not a date that exists.") from error
