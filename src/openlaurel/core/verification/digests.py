"""Digests by which a credential pins what lies elsewhere (VC Data Model 2.0, 5.3 Integrity of Related Resources)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from openlaurel.core.keys import BadKey, base58
from openlaurel.core.keys.public_key import read_base64url

_BYTES = {"sha256": 32, "sha384": 48, "sha512": 64}
_SRI = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/_=-]{40,100})").fullmatch
# The first bytes of a multihash: which function, and how many bytes it gives.
_MULTIHASHES = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}


class BadDigest(Exception):
    """A digest isn't one that can be compared; the message says why."""


@dataclass(frozen=True)
class Digest:
    """`algorithm` is a name of hashlib, `value` what it must give."""

    algorithm: str
    value: bytes

    def matches(self, data: bytes) -> bool:
        """This function will tell whether `data` has this digest."""
        return hmac.compare_digest(hashlib.new(self.algorithm, data).digest(), self.value)


def read_sri(text: object) -> Digest:
    """This function will read one digest of Subresource Integrity, the strongest of several; raises BadDigest."""
    found = [_SRI(part) for part in str(text)[:1000].split()] if isinstance(text, str) else []
    read = [match for match in found if match is not None]
    if not read:
        raise BadDigest(f"{str(text)[:60]!r} is no digestSRI of SHA-256, SHA-384 or SHA-512.")
    strongest = max(read, key=lambda match: match[1])
    encoded = strongest[2].translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        value = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except binascii.Error as error:
        raise BadDigest(f"{strongest[0][:60]!r} is not base64.") from error
    return _checked(strongest[1], value)


def read_multibase(text: object) -> Digest:
    """This function will read a digestMultibase: a multihash in base58btc or base64url; raises BadDigest."""
    data = _multibase(text) if isinstance(text, str) else None
    if data is None:
        raise BadDigest(f"{str(text)[:60]!r} is no digestMultibase in base58btc or base64url.")
    algorithm = _MULTIHASHES.get(data[:2])
    if algorithm is None:
        raise BadDigest(f"{str(text)[:60]!r} is a digest of another kind than SHA-256, SHA-384 or SHA-512.")
    return _checked(algorithm, data[2:])


def _multibase(text: str) -> bytes | None:
    if text.startswith("u"):
        return read_base64url(text[1:])
    try:
        return base58.decode(text[1:]) if text.startswith("z") else None
    except BadKey:
        return None


def _checked(algorithm: str, value: bytes) -> Digest:
    if len(value) != _BYTES[algorithm]:
        raise BadDigest(f"A digest of {algorithm} has {_BYTES[algorithm]} bytes, this one {len(value)}.")
    return Digest(algorithm, value)
