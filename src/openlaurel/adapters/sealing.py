"""Secrets at rest: sealed with a key that is derived from the installation's for one purpose."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
VERSION = b"\x01"


class SealBroken(Exception):
    """The sealed bytes were altered, or sealed with another key or for another purpose."""


def derive_key(key: bytes, purpose: str) -> bytes:
    """This function will return 32 bytes that belong to `purpose` alone (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"openlaurel " + purpose.encode()).derive(key)


def seal(secret: bytes, *, key: bytes, purpose: str) -> bytes:
    """This function will encrypt `secret` (AES-256-GCM) so that only `unseal` for the same purpose opens it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(derive_key(key, purpose)).encrypt(nonce, secret, purpose.encode())


def unseal(sealed: bytes, *, key: bytes, purpose: str) -> bytes:
    """This function will return the secret, or raise SealBroken."""
    nonce, encrypted = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        if sealed[:1] != VERSION:
            raise InvalidTag
        return AESGCM(derive_key(key, purpose)).decrypt(nonce, encrypted, purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(
            "A secret can't be opened with this installation's key. Was secret.key or OPENLAUREL_KEY replaced?"
        ) from error
