"""What the suites that sign a whole document have in common: canonicalize, hash, sign both hashes side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from openlaurel.core.keys import BadKey, PublicKey, Signer, base58
from openlaurel.core.proofs import jcs
from openlaurel.core.proofs.errors import MalformedProof, ProofMismatch
from openlaurel.core.proofs.jsonld import check_plain, check_undivided
from openlaurel.core.proofs.nquads import check_portable
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites.suite import Suite


class WholeDocumentSuite(Suite):
    """Signs and verifies; `is_rdf` says whether RDFC-1.0 or JCS canonicalizes."""

    def __init__(self, name: str, hashes: Mapping[type[PublicKey], str], *, is_rdf: bool) -> None:
        super().__init__(name, hashes)
        self.is_rdf = is_rdf
        self._sizes = [key.signature_bytes for key in hashes]

    def read_value(self, value: Any) -> bytes:
        """This function will return the signature: base58btc, of the size that a key of the suite gives."""
        if not isinstance(value, str) or not value.startswith("z"):
            raise MalformedProof("The proofValue must be base58btc and start with 'z'.")
        try:
            signature = base58.decode(value[1:], max_length=140)
        except BadKey as error:
            raise MalformedProof(f"The proofValue can't be read: {error}") from error
        if len(signature) not in self._sizes:
            expected = " or ".join(map(str, self._sizes))
            raise MalformedProof(
                f"A signature of {self.name} has {expected} bytes, this one {len(signature)}."
            )
        return signature

    def verify(
        self,
        document: dict[str, Any],
        options: dict[str, Any],
        value: bytes,
        *,
        key: PublicKey,
        canonizer: Canonizer,
    ) -> None:
        """This function will do so by the EdDSA and ECDSA suites, 3.2.2 and 3.3.2."""
        algorithm = self.hash_for(key.kind)
        context = options.get("@context")
        if context is not None:
            if not _is_start_of(context, document.get("@context")):
                raise ProofMismatch("The proof's @context isn't the start of the document's.")
            if not self.is_rdf:
                document = {**document, "@context": context}
        key.verify(value, self.hash_data(document, options, canonizer, algorithm))

    def secure(
        self, document: dict[str, Any], options: dict[str, Any], *, signer: Signer, canonizer: Canonizer
    ) -> dict[str, Any]:
        """This function will return the proof of a document with these options (3.2.1 and 3.3.1).

        Raises UnfitKey, UndefinedTerm, HiddenTerm, UnportableDocument or another error of canonicalization before
        anything is signed.
        """
        algorithm = self.hash_for(signer.kind)
        if self.is_rdf:
            canonical = canonizer.canonicalize(document, algorithm)
            check_plain(document, own_contexts=canonizer.unsafe_own_contexts)
            check_undivided(document)
            check_portable(canonical)
        else:
            canonical = jcs.canonicalize(document)
            if "@context" in document:
                options = {"@context": document["@context"], **options}
        configuration = self.configuration_hash(document, options, canonizer, algorithm)
        return {**options, "proofValue": self.sign(configuration, canonical, signer)}

    def sign(self, configuration_hash: bytes, canonical: bytes, signer: Signer) -> str:
        """This function will return the proofValue over a document's canonical form (3.2.6)."""
        return self.sign_digest(configuration_hash, digest(canonical, self.hash_for(signer.kind)), signer)

    def sign_digest(self, configuration_hash: bytes, hashed: bytes, signer: Signer) -> str:
        """This function will do the same over the hash of that form."""
        return "z" + base58.encode(signer.sign(configuration_hash + hashed))

    def hash_data(
        self, unsecured: dict[str, Any], options: dict[str, Any], canonizer: Canonizer, algorithm: str
    ) -> bytes:
        """This function will return what is signed: the hash of the proof configuration, then the document's (3.2.4)."""
        if self.is_rdf:
            canonical = canonizer.canonicalize_checked(unsecured, algorithm)
        else:
            canonical = jcs.canonicalize(unsecured)
        return self.configuration_hash(unsecured, options, canonizer, algorithm) + digest(
            canonical, algorithm
        )

    def configuration_hash(
        self, unsecured: dict[str, Any], options: dict[str, Any], canonizer: Canonizer, algorithm: str
    ) -> bytes:
        """This function will return the hash that stands for the proof's options (3.2.5, 3.3.5)."""
        if self.is_rdf:
            return canonizer.hash_options(options, unsecured["@context"], algorithm)
        return digest(jcs.canonicalize(options), algorithm)


def _is_start_of(context: Any, whole: Any) -> bool:
    first = context if isinstance(context, list) else [context]
    return first == (whole if isinstance(whole, list) else [whole])[: len(first)]


def digest(data: bytes, algorithm: str) -> bytes:
    """This function will return the "sha256" or "sha384" of `data`."""
    hashed: bytes = getattr(hashlib, algorithm)(data).digest()
    return hashed
