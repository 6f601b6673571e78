"""What signs: a key in memory, or any callable (a cloud key service, a hardware module)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from openlaurel.core.keys.ed25519 import SoftwareKey


class Signer(Protocol):
    """Signs bytes as one verification method."""

    @property
    def verification_method(self) -> str: ...

    def sign(self, data: bytes, /) -> bytes: ...


@dataclass(frozen=True)
class SoftwareSigner:
    key: SoftwareKey
    verification_method: str

    def sign(self, data: bytes, /) -> bytes:
        return self.key.sign(data)


@dataclass(frozen=True)
class CallableSigner:
    """A signer whose secret is elsewhere."""

    function: Callable[[bytes], bytes]
    verification_method: str

    def sign(self, data: bytes, /) -> bytes:
        return self.function(data)
