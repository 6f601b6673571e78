"""Ed25519 keys (RFC 8032).

libsodium signs and verifies: it is about twice as fast here as OpenSSL, and refuses keys of small order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Self

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

from openlaurel.core.keys.errors import BadKey, BadSignature
from openlaurel.core.keys.public_key import PublicKey

SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class Ed25519PublicKey(PublicKey):
    """`raw` is the 32 bytes of the point."""

    raw: bytes

    kind: ClassVar[str] = "Ed25519"
    multicodec: ClassVar[bytes] = b"\xed\x01"
    key_type: ClassVar[str] = "OKP"
    coordinates: ClassVar[tuple[str, ...]] = ("x",)
    coordinate_bytes: ClassVar[int] = 32
    signature_bytes: ClassVar[int] = SIGNATURE_BYTES
    algorithms: ClassVar[tuple[str, ...]] = ("EdDSA", "Ed25519")

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise BadKey(f"An Ed25519 public key has 32 bytes, not {len(self.raw)}.")

    @classmethod
    def from_coordinates(cls, *coordinates: bytes) -> Self:
        return cls(*coordinates)

    def to_coordinates(self) -> tuple[bytes, ...]:
        return (self.raw,)

    def verify(self, signature: bytes, data: bytes) -> None:
        """This function will return when `signature` (64 bytes) is this key's over `data`, else raise BadSignature."""
        if len(signature) != SIGNATURE_BYTES:
            raise BadSignature(f"An Ed25519 signature has 64 bytes, this one {len(signature)}.")
        try:
            crypto_sign_open(signature + data, self.raw)
        except BadSignatureError as error:
            raise BadSignature("The signature doesn't match.") from error


@dataclass(frozen=True)
class SoftwareKey:
    """A private key in memory; `seed` is its 32 secret bytes and is left out of repr."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise BadKey(f"An Ed25519 seed has 32 bytes, not {len(self.seed)}.")

    @classmethod
    def generate(cls, random: Callable[[int], bytes]) -> SoftwareKey:
        """This function will make a key from `random(32)`."""
        return cls(random(32))

    @cached_property
    def _pair(self) -> tuple[bytes, bytes]:
        public, expanded = crypto_sign_seed_keypair(self.seed)
        return public, expanded

    @property
    def public(self) -> Ed25519PublicKey:
        return Ed25519PublicKey(self._pair[0])

    def sign(self, data: bytes) -> bytes:
        """This function will return the 64 bytes of the signature over `data`."""
        signed: bytes = crypto_sign(data, self._pair[1])
        return signed[:SIGNATURE_BYTES]
