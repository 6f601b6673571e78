"""ECDSA keys on P-256 and P-384 (FIPS 186-5), with signatures as r and s side by side (IEEE P1363; RFC 7518, 3.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from openlaurel.core.keys.errors import BadKey, BadSignature
from openlaurel.core.keys.public_key import PublicKey


@dataclass(frozen=True)
class EcdsaPublicKey(PublicKey):
    """`raw` is the compressed point (SEC 1, 2.3.3): one byte for the sign of y, then x."""

    raw: bytes

    key_type: ClassVar[str] = "EC"
    coordinates: ClassVar[tuple[str, ...]] = ("x", "y")
    curve: ClassVar[ec.EllipticCurve]
    digest: ClassVar[hashes.HashAlgorithm]
    order: ClassVar[int]

    def __post_init__(self) -> None:
        if len(self.raw) != self.coordinate_bytes + 1 or self.raw[0] not in (2, 3):
            raise BadKey(f"A {self.kind} key is a compressed point of {self.coordinate_bytes + 1} bytes.")
        self._point  # noqa: B018 (a key that is no point is refused when it is made, not when it is used)

    @cached_property
    def _point(self) -> ec.EllipticCurvePublicKey:
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(self.curve, self.raw)
        except ValueError as error:
            raise BadKey(f"The key is not a point of {self.kind}.") from error

    @classmethod
    def from_coordinates(cls, *coordinates: bytes) -> Self:
        x, y = coordinates
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(cls.curve, b"\x04" + x + y)
        except ValueError as error:
            raise BadKey(f"The JWK's 'x' and 'y' are not a point of {cls.kind}.") from error
        return cls(bytes([2 + (y[-1] & 1)]) + x)

    def to_coordinates(self) -> tuple[bytes, ...]:
        whole = self._point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return whole[1 : 1 + self.coordinate_bytes], whole[1 + self.coordinate_bytes :]

    def verify(self, signature: bytes, data: bytes) -> None:
        """This function will return when `signature` (r and s, fixed length) is this key's over `data`.

        Raises BadSignature. DER is not read, nor a number outside 1 to the order less one (FIPS 186-5, 6.4.2). The
        second s that fits each signature is accepted, as in every other implementation of ES256.
        """
        size = self.coordinate_bytes
        if len(signature) != self.signature_bytes:
            raise BadSignature(
                f"An ECDSA signature on {self.kind} has {self.signature_bytes} bytes, this one {len(signature)}."
            )
        r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
        if not (0 < r < self.order and 0 < s < self.order):
            raise BadSignature(f"A number of the signature is outside the range of {self.kind}.")
        try:
            self._point.verify(encode_dss_signature(r, s), data, ec.ECDSA(self.digest))
        except InvalidSignature as error:
            raise BadSignature("The signature doesn't match.") from error


@dataclass(frozen=True)
class P256PublicKey(EcdsaPublicKey):
    """A public key on the curve P-256, which signs with SHA-256."""

    kind: ClassVar[str] = "P-256"
    multicodec: ClassVar[bytes] = b"\x80\x24"  # p256-pub, 0x1200
    coordinate_bytes: ClassVar[int] = 32
    signature_bytes: ClassVar[int] = 64
    algorithms: ClassVar[tuple[str, ...]] = ("ES256",)
    curve: ClassVar[ec.EllipticCurve] = ec.SECP256R1()
    digest: ClassVar[hashes.HashAlgorithm] = hashes.SHA256()
    order: ClassVar[int] = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True)
class P384PublicKey(EcdsaPublicKey):
    """A public key on the curve P-384, which signs with SHA-384."""

    kind: ClassVar[str] = "P-384"
    multicodec: ClassVar[bytes] = b"\x81\x24"  # p384-pub, 0x1201
    coordinate_bytes: ClassVar[int] = 48
    signature_bytes: ClassVar[int] = 96
    algorithms: ClassVar[tuple[str, ...]] = ("ES384",)
    curve: ClassVar[ec.EllipticCurve] = ec.SECP384R1()
    digest: ClassVar[hashes.HashAlgorithm] = hashes.SHA384()
    order: ClassVar[int] = (
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
    )


@dataclass(frozen=True)
class EcdsaKey:
    """A private key in memory; `secret` is its number, big-endian, and is left out of repr."""

    curve: type[EcdsaPublicKey]
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != self.curve.coordinate_bytes:
            raise BadKey(
                f"A secret of {self.curve.kind} has {self.curve.coordinate_bytes} bytes, not {len(self.secret)}."
            )
        if not 0 < int.from_bytes(self.secret, "big") < self.curve.order:
            raise BadKey(f"The secret is outside the range of {self.curve.kind}.")

    @classmethod
    def generate(cls, curve: type[EcdsaPublicKey], random: Callable[[int], bytes]) -> EcdsaKey:
        """This function will make a key from `random(n)`, asked again until it is in range (FIPS 186-5, A.2.2)."""
        while True:
            secret = random(curve.coordinate_bytes)
            if 0 < int.from_bytes(secret, "big") < curve.order:
                return cls(curve, secret)

    @cached_property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self.secret, "big"), self.curve.curve)

    @cached_property
    def public(self) -> EcdsaPublicKey:
        return self.curve(
            self._private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        )

    def sign(self, data: bytes) -> bytes:
        """This function will return r and s over `data`; the same data gives the same signature (RFC 6979)."""
        algorithm = ec.ECDSA(self.curve.digest, deterministic_signing=True)
        r, s = decode_dss_signature(self._private.sign(data, algorithm))
        size = self.curve.coordinate_bytes
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")
