"""Data Integrity ECDSA Cryptosuites 1.0, ecdsa-sd-2023 (3.5 to 3.7): proofs of which the holder shows a part, read only.

The issuer signs what must be shown as one, and each other statement by itself with a key made for this one proof. What
the holder leaves out is not missed by a verifier: the issuer decides what must be shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from openlaurel.core.keys import BadKey, P256PublicKey, PublicKey
from openlaurel.core.keys.public_key import base64url, read_base64url
from openlaurel.core.proofs.errors import MalformedProof, ProofMismatch
from openlaurel.core.proofs.nquads import Quad, parse
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites.suite import Suite

ECDSA_SD_2023 = "ecdsa-sd-2023"
BASE_PROOF, DERIVED_PROOF = b"\xd9\x5d\x00", b"\xd9\x5d\x01"
# Each statement costs a verification of its own, some 0.1 ms.
MAX_STATEMENTS = 2_000
MAX_CHARACTERS = 300_000
SIGNATURE_BYTES, LABEL_BYTES = 64, 32


@dataclass(frozen=True)
class Disclosure:
    """What a derived proof holds (3.5.7): the issuer's signature over what must be shown; the key of this proof, and
    its signature over each statement more; by number of a blank node what the issuer called it; and which of the
    sorted statements are those that must be shown."""

    base_signature: bytes
    key: P256PublicKey
    signatures: tuple[bytes, ...]
    labels: dict[int, str]
    mandatory: frozenset[int]


class SelectiveDisclosureSuite(Suite):
    """Verifies derived proofs."""

    def read_value(self, value: Any) -> Disclosure:
        """This function will read a derived proof strictly (3.5.7, parseDerivedProofValue); raises MalformedProof."""
        data = None
        if isinstance(value, str) and value.startswith("u"):
            data = read_base64url(value[1:], max_length=MAX_CHARACTERS)
        if data is None:
            raise MalformedProof("The proofValue must be base64url without padding and start with 'u'.")
        if data.startswith(BASE_PROOF):
            raise MalformedProof("This is a base proof, from which its holder derives one that can be shown.")
        if not data.startswith(DERIVED_PROOF):
            raise MalformedProof(f"The proofValue isn't a derived proof of {ECDSA_SD_2023}.")
        reader = _Cbor(data[len(DERIVED_PROOF) :])
        if reader.head(_ARRAY) != 5:
            raise _malformed()
        disclosure = Disclosure(
            base_signature=reader.bytes_of(SIGNATURE_BYTES),
            key=_proof_key(reader.bytes_of(35)),
            signatures=tuple([reader.bytes_of(SIGNATURE_BYTES) for _ in range(reader.count(_ARRAY))]),
            labels=_labels(reader),
            mandatory=_indexes(reader),
        )
        reader.end()
        return disclosure

    def verify(
        self,
        document: dict[str, Any],
        options: dict[str, Any],
        value: Disclosure,
        *,
        key: PublicKey,
        canonizer: Canonizer,
    ) -> None:
        """This function will do so by Verify Derived Proof (3.6.7)."""
        algorithm = self.hash_for(key.kind)
        canonical = canonizer.canonicalize_checked(document, algorithm)
        proof_hash = canonizer.hash_options(options, document["@context"], algorithm)
        check_statements(relabelled(canonical, value.labels), proof_hash, value, key)


def relabelled(canonical: bytes, labels: dict[int, str]) -> list[str]:
    """This function will return the statements with the issuer's names of blank nodes, sorted (3.4.2); raises ProofMismatch.

    Each blank node must have a name, and each name must be one's: two that get one name would become one.
    """
    quads = parse(canonical.decode())
    numbers = {_number(term) for quad in quads for term in quad if term.startswith("_:")}
    if numbers != labels.keys():
        raise ProofMismatch("The proof names other blank nodes than the document has.")

    def renamed(term: str) -> str:
        return f"_:{labels[_number(term)]}" if term.startswith("_:") else term

    return sorted(Quad(*map(renamed, quad)).line() for quad in quads)


def check_statements(statements: list[str], proof_hash: bytes, value: Disclosure, key: PublicKey) -> None:
    """This function will return when `key` signed the mandatory statements, and the proof's own key each other one.

    Raises ProofMismatch or BadSignature (3.5.8, createVerifyData, and 3.6.7).
    """
    if value.mandatory and max(value.mandatory) >= len(statements):
        raise ProofMismatch("The proof counts more statements than the document makes.")
    others = [text for index, text in enumerate(statements) if index not in value.mandatory]
    if len(others) != len(value.signatures):
        raise ProofMismatch("The proof doesn't have a signature for each statement.")
    shown = "".join(statements[index] for index in sorted(value.mandatory))
    own_key = value.key.multicodec + value.key.raw
    key.verify(value.base_signature, proof_hash + own_key + hashlib.sha256(shown.encode()).digest())
    for text, signature in zip(others, value.signatures, strict=True):
        value.key.verify(signature, text.encode())


def _number(term: str) -> int:
    return int(term.removeprefix("_:c14n"))


def _proof_key(data: bytes) -> P256PublicKey:
    if not data.startswith(P256PublicKey.multicodec):
        raise MalformedProof("The key of the proof must be one of the kind P-256.")
    try:
        return P256PublicKey(data[len(P256PublicKey.multicodec) :])
    except BadKey as error:
        raise MalformedProof(f"The key of the proof can't be read: {error}") from error


def _labels(reader: _Cbor) -> dict[int, str]:
    count, labels = reader.count(_MAP), {}
    for _ in range(count):
        number = reader.head(_NUMBER)
        labels[number] = "u" + base64url(reader.bytes_of(LABEL_BYTES))
    if not len(labels) == len(set(labels.values())) == count:
        raise _malformed()
    return labels


def _indexes(reader: _Cbor) -> frozenset[int]:
    count = reader.count(_ARRAY)
    found = frozenset(reader.head(_NUMBER) for _ in range(count))
    if len(found) != count:
        raise _malformed()
    return found


_NUMBER, _BYTES, _ARRAY, _MAP = 0, 2, 4, 5


def _malformed() -> MalformedProof:
    return MalformedProof("The derived proof isn't CBOR of the form that its cryptosuite says.")


class _Cbor:
    """Reads the little of CBOR that a derived proof is made of (RFC 8949, 3): no tags, no indefinite lengths, and each
    number in its shortest form."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def head(self, kind: int) -> int:
        """The argument of the next item, which must be of this major type."""
        first = self._take(1)[0]
        argument = first & 31
        if first >> 5 != kind or argument > 26:
            raise _malformed()
        if argument < 24:
            return argument
        size = 1 << argument - 24
        value = int.from_bytes(self._take(size), "big")
        if value < (24 if size == 1 else 1 << 4 * size):
            raise _malformed()
        return value

    def count(self, kind: int) -> int:
        """The size of an array or a map that follows."""
        count = self.head(kind)
        if count > MAX_STATEMENTS:
            raise MalformedProof(f"A derived proof of more than {MAX_STATEMENTS} statements isn't read.")
        return count

    def bytes_of(self, size: int) -> bytes:
        if self.head(_BYTES) != size:
            raise _malformed()
        return self._take(size)

    def end(self) -> None:
        if self._place != len(self._data):
            raise _malformed()

    def _take(self, size: int) -> bytes:
        taken = self._data[self._place : self._place + size]
        if len(taken) != size:
            raise _malformed()
        self._place += size
        return taken


ECDSA_SD = SelectiveDisclosureSuite(ECDSA_SD_2023, {P256PublicKey: "sha256"})
