"""Badges signed as a JWS (RFC 7515) with RS256 (RFC 7518, 3.3), the one algorithm that older versions know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from openlaurel.core.credentials import CredentialsError, parse_json
from openlaurel.core.credentials.parsing import MAX_BYTES
from openlaurel.core.keys import BadSignature
from openlaurel.core.keys.public_key import read_base64url
from openlaurel.core.openbadges.legacy.errors import BadIssuerDocument, BadSignedAssertion

ALGORITHM = "RS256"
# Shorter keys can be broken; longer ones make a check take long (RFC 7518, 3.3 demands 2048 bits or more).
MIN_BITS, MAX_BITS, MAX_EXPONENT = 2048, 8192, 2**32
MAX_PEM = 20_000


@dataclass(frozen=True)
class SignedAssertion:
    """`signing_input` is what `signature` covers."""

    payload: dict[str, Any]
    signing_input: bytes
    signature: bytes


@dataclass(frozen=True)
class LegacyKey:
    """An issuer's RSA key; `owner` is the issuer's address, where the key's document names it."""

    key: RSAPublicKey
    owner: str | None

    @classmethod
    def from_pem(cls, pem: Any, *, owner: str | None) -> LegacyKey:
        """This function will read a public key in PEM; raises BadIssuerDocument."""
        if not isinstance(pem, str) or len(pem) > MAX_PEM:
            raise BadIssuerDocument("The issuer's key must be text in PEM.")
        try:
            key = load_pem_public_key(pem.encode())
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise BadIssuerDocument("The issuer's key isn't a public key in PEM.") from error
        if not isinstance(key, RSAPublicKey):
            raise BadIssuerDocument("The issuer's key is of another kind than RSA.")
        if not MIN_BITS <= key.key_size <= MAX_BITS or key.public_numbers().e > MAX_EXPONENT:
            raise BadIssuerDocument(
                f"The issuer's key has {key.key_size} bits; from {MIN_BITS} to {MAX_BITS} are accepted, "
                "with a usual exponent."
            )
        return cls(key, owner)

    def verify(self, signed: SignedAssertion) -> None:
        """This function will return when the signature is this key's over the badge, else raise BadSignature."""
        try:
            self.key.verify(signed.signature, signed.signing_input, PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise BadSignature("The signature doesn't match.") from error


def parse_signed(text: str) -> SignedAssertion:
    """This function will read a badge in compact JWS with RS256; raises BadSignedAssertion.

    Keys that the header brings along are not looked at: the key must be the issuer's.
    """
    text = text.strip()
    if len(text) > MAX_BYTES:
        raise BadSignedAssertion("The JWS is too long to be read.")
    parts = text.split(".")
    if len(parts) != 3:
        raise BadSignedAssertion("A JWS has three parts, separated by dots.")
    header, payload = _json(parts[0], "header"), _json(parts[1], "payload")
    if header.get("alg") != ALGORITHM:
        raise BadSignedAssertion(
            f"The algorithm {str(header.get('alg'))[:40]!r} isn't accepted for badges of older versions; RS256 is."
        )
    if "crit" in header or "b64" in header:
        raise BadSignedAssertion("The JWS has critical headers that aren't understood.")
    return SignedAssertion(payload, f"{parts[0]}.{parts[1]}".encode("ascii"), _bytes(parts[2], "signature"))


def _bytes(part: str, name: str) -> bytes:
    data = read_base64url(part, max_length=MAX_BYTES)
    if data is None:
        raise BadSignedAssertion(f"The JWS's {name} is not base64url without padding.")
    return data


def _json(part: str, name: str) -> dict[str, Any]:
    try:
        value = parse_json(_bytes(part, name))
    except CredentialsError as error:
        raise BadSignedAssertion(f"The JWS's {name}: {error}") from error
    if not isinstance(value, dict):
        raise BadSignedAssertion(f"The JWS's {name} must be a JSON object.")
    return value
