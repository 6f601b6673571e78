"""What signs: a key in memory, or any callable (a cloud key service, a hardware module)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from openlaurel.core.keys.ed25519 import Ed25519PublicKey
from openlaurel.core.keys.public_key import PublicKey


class PrivateKey(Protocol):
    """A key in memory that signs: SoftwareKey (Ed25519) or EcdsaKey."""

    @property
    def public(self) -> PublicKey: ...

    def sign(self, data: bytes, /) -> bytes: ...


class Signer(Protocol):
    """Signs bytes as one verification method; `kind` is that of its public key, which must fit the cryptosuite."""

    @property
    def verification_method(self) -> str: ...

    @property
    def kind(self) -> str: ...

    def sign(self, data: bytes, /) -> bytes: ...


@dataclass(frozen=True)
class SoftwareSigner:
    """A signer whose key is in memory."""

    key: PrivateKey
    verification_method: str

    @property
    def kind(self) -> str:
        return self.key.public.kind

    def sign(self, data: bytes, /) -> bytes:
        return self.key.sign(data)


@dataclass(frozen=True)
class CallableSigner:
    """A signer whose secret is elsewhere; ECDSA signatures must come as r and s side by side, not as DER."""

    function: Callable[[bytes], bytes]
    verification_method: str
    kind: str = Ed25519PublicKey.kind

    def sign(self, data: bytes, /) -> bytes:
        return self.function(data)
