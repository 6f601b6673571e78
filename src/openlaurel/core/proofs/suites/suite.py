"""What a cryptosuite is to the rest: it reads the value of a proof, and verifies what it covers with a key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from openlaurel.core.keys import PublicKey
from openlaurel.core.proofs.errors import UnfitKey
from openlaurel.core.proofs.shapes import Canonizer


class Suite(ABC):
    """A cryptosuite that is read, or a proof type from before there were any.

    A new one is a subclass in a file of its own and its line in the registry beside.
    """

    def __init__(self, name: str, hashes: Mapping[type[PublicKey], str]) -> None:
        """`hashes` says which kinds of keys may sign and with which hash."""
        self.name, self.hashes = name, hashes
        self._by_kind = {key.kind: algorithm for key, algorithm in hashes.items()}

    def hash_for(self, kind: str) -> str:
        """This function will return the hash that goes with a kind of key; raises UnfitKey for a kind of another suite.

        Without this check a signature would count under a name that promises another one (EdDSA and ECDSA suites, 2.1.1).
        """
        if kind in self._by_kind:
            return self._by_kind[kind]
        kinds = " or ".join(self._by_kind)
        raise UnfitKey(f"The cryptosuite {self.name} is signed with a key of the kind {kinds}, not {kind}.")

    @abstractmethod
    def read_value(self, value: Any) -> Any:
        """This function will return what a `proofValue` holds, for `verify`; raises MalformedProof."""

    @abstractmethod
    def verify(
        self,
        document: dict[str, Any],
        options: dict[str, Any],
        value: Any,
        *,
        key: PublicKey,
        canonizer: Canonizer,
    ) -> None:
        """This function will return when the proof with these `options` and this `value` covers `document`, as it is
        without proofs, and was made by `key`; else raise BadSignature or ProofMismatch.

        Raises UnfitKey for a key of another suite; errors of canonicalization pass through.
        """
