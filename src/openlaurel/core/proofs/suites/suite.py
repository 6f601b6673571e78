"""What the suites that sign a whole document have in common: canonicalize, hash, sign both hashes side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openlaurel.core.keys import PublicKey
from openlaurel.core.proofs import jcs
from openlaurel.core.proofs.errors import UnfitKey
from openlaurel.core.proofs.shapes import Canonizer


@dataclass(frozen=True)
class Suite:
    """`hashes` says which kinds of keys may sign and with which hash; `is_rdf` whether RDFC-1.0 or JCS canonicalizes."""

    name: str
    hashes: Mapping[type[PublicKey], str]
    is_rdf: bool

    @property
    def signature_sizes(self) -> list[int]:
        return [key.signature_bytes for key in self.hashes]

    def hash_for(self, kind: str) -> str:
        """This function will return the hash that goes with a kind of key; raises UnfitKey for a kind of another suite.

        Without this check a signature would count under a name that promises another one (EdDSA and ECDSA suites, 2.1.1).
        """
        for key, algorithm in self.hashes.items():
            if key.kind == kind:
                return algorithm
        kinds = " or ".join(key.kind for key in self.hashes)
        raise UnfitKey(f"The cryptosuite {self.name} is signed with a key of the kind {kinds}, not {kind}.")

    def canonicalize(self, document: dict[str, Any], canonizer: Canonizer, algorithm: str) -> bytes:
        """This function will return the bytes that are hashed (EdDSA and ECDSA suites, 3.2.3 and 3.3.3)."""
        if self.is_rdf:
            return canonizer.canonicalize(document, algorithm).encode()
        return jcs.canonicalize(document)

    def hash_data(
        self, unsecured: dict[str, Any], options: dict[str, Any], canonizer: Canonizer, algorithm: str
    ) -> bytes:
        """This function will return what is signed: the hash of the proof configuration, then the document's (3.2.4)."""
        if self.is_rdf:
            canonical = canonizer.canonicalize_checked(unsecured, algorithm).encode()
        else:
            canonical = jcs.canonicalize(unsecured)
        return self.configuration_hash(unsecured, options, canonizer, algorithm) + digest(
            canonical, algorithm
        )

    def configuration_hash(
        self, unsecured: dict[str, Any], options: dict[str, Any], canonizer: Canonizer, algorithm: str
    ) -> bytes:
        """This function will return the hash that stands for the proof's options (3.2.5, 3.3.5)."""
        if not self.is_rdf:
            return digest(jcs.canonicalize(options), algorithm)
        configuration = {**options, "@context": unsecured["@context"]}
        return digest(canonizer.canonicalize_again(configuration, algorithm).encode(), algorithm)


def digest(data: bytes, algorithm: str) -> bytes:
    hashed: bytes = getattr(hashlib, algorithm)(data).digest()
    return hashed
