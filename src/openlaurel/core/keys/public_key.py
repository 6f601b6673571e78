"""What checks signatures: the kinds of public keys, and the two forms in which they are written down.

A kind is one subclass, in a file of its own. It is found by its multicodec (Controlled Identifiers 1.0, 2.2.2) or by
the `kty` and `crv` of its JWK (RFC 7517; RFC 7518, 6.2; RFC 8037, 2).
"""

from __future__ import annotations

import base64
import binascii
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

from openlaurel.core.keys import base58
from openlaurel.core.keys.errors import BadKey, UnknownKey

# What only the holder of a key may know (RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 8037, 2).
PRIVATE_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


class PublicKey(ABC):
    """`raw` is the point, compressed where its curve knows two for one x; `algorithms` the names of its signatures in
    JOSE."""

    raw: bytes
    kind: ClassVar[str]
    multicodec: ClassVar[bytes]
    key_type: ClassVar[str]
    coordinates: ClassVar[tuple[str, ...]]
    coordinate_bytes: ClassVar[int]
    algorithms: ClassVar[tuple[str, ...]]
    signature_bytes: ClassVar[int]
    _kinds: ClassVar[list[type[PublicKey]]] = []

    def __init_subclass__(cls) -> None:
        if "kind" in cls.__dict__:
            PublicKey._kinds.append(cls)

    @abstractmethod
    def verify(self, signature: bytes, data: bytes) -> None:
        """This function will return when `signature` is this key's over `data`, else raise BadSignature."""

    @classmethod
    @abstractmethod
    def from_coordinates(cls, *coordinates: bytes) -> Self:
        """This function will make the key of a JWK's coordinates; raises BadKey when they are no point of the curve."""

    @abstractmethod
    def to_coordinates(self) -> tuple[bytes, ...]:
        """This function will return what a JWK says of the point, in the order of `coordinates`."""

    @classmethod
    def from_multibase(cls, text: str) -> Self:
        """This function will read a Multikey; raises UnknownKey for another kind of key than this class and those
        below it, BadKey for what is none."""
        if not text.startswith("z"):
            raise BadKey("A Multikey must be base58btc and start with 'z'.")
        data = base58.decode(text[1:])
        for kind in cls._known():
            if data.startswith(kind.multicodec):
                key: Self = kind(data[len(kind.multicodec) :])
                return key
        raise UnknownKey(f"This Multikey is of another kind than {cls._names()}.")

    @property
    def multibase(self) -> str:
        return "z" + base58.encode(self.multicodec + self.raw)

    @classmethod
    def from_jwk(cls, jwk: Any) -> Self:
        """This function will read a public JWK strictly; raises UnknownKey for another kind of key, else BadKey.

        What the key is meant for (`use`, `key_ops`, `alg`) must fit where it is said; a JWK that holds a private key
        is refused, since whoever signs with a key that was published can be anyone.
        """
        if not isinstance(jwk, dict):
            raise BadKey("A JWK must be a JSON object.")
        for kind in cls._known():
            if jwk.get("kty") == kind.key_type and jwk.get("crv") == kind.kind:
                kind._check_purpose(jwk)
                key: Self = kind.from_coordinates(*(kind._coordinate(jwk, name) for name in kind.coordinates))
                return key
        raise UnknownKey(f"This JWK is of another kind than {cls._names()}.")

    @property
    def jwk(self) -> dict[str, str]:
        """This function will return the public JWK with its required members only."""
        points = zip(self.coordinates, self.to_coordinates(), strict=True)
        return {"kty": self.key_type, "crv": self.kind} | {name: base64url(value) for name, value in points}

    @classmethod
    def _known(cls) -> list[type[Any]]:
        return [kind for kind in PublicKey._kinds if issubclass(kind, cls)]

    @classmethod
    def _names(cls) -> str:
        return " or ".join(kind.kind for kind in cls._known())

    @classmethod
    def _check_purpose(cls, jwk: dict[str, Any]) -> None:
        for name in PRIVATE_MEMBERS:
            if name in jwk:
                raise BadKey(f"The JWK holds a private key ('{name}'), which must not be published.")
        if jwk.get("use", "sig") != "sig":
            raise BadKey("The JWK's 'use' is another than 'sig'.")
        operations = jwk.get("key_ops", ["verify"])
        if not isinstance(operations, list) or "verify" not in operations:
            raise BadKey("The JWK's 'key_ops' don't include 'verify'.")
        if jwk.get("alg", cls.algorithms[0]) not in cls.algorithms:
            raise BadKey(f"The JWK's 'alg' doesn't fit its curve {cls.kind}.")

    @classmethod
    def _coordinate(cls, jwk: dict[str, Any], name: str) -> bytes:
        value = read_base64url(jwk.get(name))
        if value is None:
            raise BadKey(f"The JWK's '{name}' is not base64url without padding.")
        if len(value) != cls.coordinate_bytes:
            raise BadKey(
                f"The JWK's '{name}' has {len(value)} bytes; on {cls.kind} it has {cls.coordinate_bytes}."
            )
        return value


def base64url(data: bytes) -> str:
    """This function will return `data` in base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_base64url(text: Any, *, max_length: int = 2_000) -> bytes | None:
    """This function will return the bytes of base64url without padding, or None where `text` isn't their one form."""
    if not isinstance(text, str) or len(text) > max_length:
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64url(data) == text else None
