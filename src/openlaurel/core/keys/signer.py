"""What signs: a key in memory, or any callable (a cloud key service, a hardware module)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from openlaurel.core.keys.errors import BadSignature, SignerUnavailable, WrongSignature
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
    """A signer whose secret is elsewhere: `function` gets what is to be signed and answers with the signature.

    Each answer is checked with `public`, so that a wrong key or form is found when it signs, not when a stranger
    verifies. ECDSA signatures must come as r and s side by side, not as DER.
    """

    function: Callable[[bytes], bytes]
    verification_method: str
    public: PublicKey

    @property
    def kind(self) -> str:
        return self.public.kind

    def sign(self, data: bytes, /) -> bytes:
        """This function will return the signature over `data`; raises SignerUnavailable or WrongSignature."""
        try:
            signature = self.function(data)
        except Exception as error:
            raise SignerUnavailable(
                f"What signs for {self.verification_method[:200]} raised {type(error).__name__}: {str(error)[:200]}"
            ) from error
        if not isinstance(signature, bytes):
            raise WrongSignature(
                f"A signature for {self.verification_method[:200]} must come as bytes, not as {type(signature).__name__}."
            )
        try:
            self.public.verify(signature, data)
        except BadSignature as error:
            raise WrongSignature(
                f"What came as a signature for {self.verification_method[:200]} isn't one by its key: {error}"
            ) from error
        return signature
