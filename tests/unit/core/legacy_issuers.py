"""An issuer of Open Badges 2.0 that exists only in memory: what it publishes, and the badges that it hosts and signs."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.unit.core.issuers import NOW, base64url

from openlaurel.core.openbadges import EMAIL, hash_identity
from openlaurel.core.verification import Needs, Report, verify_legacy

SITE = "https://old.example"
BADGE = f"{SITE}/badges/7"
CLASS = f"{SITE}/classes/tides"
ISSUER = f"{SITE}/issuer"
KEY = f"{SITE}/keys/1"
REVOKED = f"{SITE}/revoked"
SIGNED_ID = "urn:uuid:1d6a0f0e-6a6c-4cc5-8c2c-6a2f5f3c2b11"
CONTEXT = "https://w3id.org/openbadges/v2"


@cache
def rsa_key(number: int = 1, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


def pem(key: Any) -> str:
    return str(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def hosted(**changes: Any) -> dict[str, Any]:
    """A hosted badge; a change to None leaves the member out."""
    identity = hash_identity("ana@learners.example", identity_type=EMAIL, salt="a1b2c3")
    given = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": BADGE,
        "recipient": {"type": "email", "hashed": True, "salt": identity.salt, "identity": identity.hash},
        "badge": CLASS,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-01-10T09:00:00+00:00",
        "expires": "2027-01-10T09:00:00Z",
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def to_be_signed(**changes: Any) -> dict[str, Any]:
    return hosted(id=SIGNED_ID, verification={"type": "SignedBadge", "creator": KEY}, **changes)


def badge_class(**changes: Any) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": CLASS,
        "name": "Tide tables in practice",
        "description": "Plans a passage from tide tables.",
        "image": f"{SITE}/tides.png",
        "criteria": {"narrative": "Plan one passage."},
        "issuer": ISSUER,
    } | changes


def profile(**changes: Any) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "type": "Profile",
        "id": ISSUER,
        "name": "Old Harbour",
        "url": SITE,
        "publicKey": KEY,
        "revocationList": REVOKED,
    } | changes


def key_document(**changes: Any) -> dict[str, Any]:
    return {"type": "CryptographicKey", "id": KEY, "owner": ISSUER, "publicKeyPem": pem(rsa_key())} | changes


def hosted_v1(**changes: Any) -> dict[str, Any]:
    """A hosted badge of version 1.1; a change to None leaves the member out, so that without a context it is 1.0."""
    given = {
        "@context": "https://w3id.org/openbadges/v1",
        "type": "Assertion",
        "id": BADGE,
        "uid": "7",
        "recipient": hosted()["recipient"],
        "badge": CLASS,
        "verify": {"type": "hosted", "url": BADGE},
        "issuedOn": "2026-01-10",
        "expires": 1799539200,
    }
    return {name: value for name, value in (given | changes).items() if value is not None}


def to_be_signed_v1(**changes: Any) -> dict[str, Any]:
    return hosted_v1(**({"id": None, "verify": {"type": "signed", "url": KEY}} | changes))


def published_v1(**replaced: Any) -> dict[str, Any]:
    """What lies at the addresses of an issuer of version 1: documents without an id, a bare key, a list of reasons."""
    given = {
        "badge": hosted_v1(),
        "badge_class": {
            name: value for name, value in badge_class().items() if name not in {"@context", "id", "type"}
        },
        "issuer": {"name": "Old Harbour", "url": SITE, "revocationList": REVOKED},
        "key": pem(rsa_key()),
        "revoked": {"8": "Issued in error."},
    }
    return published(**(given | replaced))


def revocation_list(*revoked: Any) -> dict[str, Any]:
    return {"type": "RevocationList", "id": REVOKED, "issuer": ISSUER, "revokedAssertions": list(revoked)}


def published(**replaced: Any) -> dict[str, Any]:
    """What lies at the issuer's addresses."""
    given = {
        "badge": hosted(),
        "badge_class": badge_class(),
        "issuer": profile(),
        "key": key_document(),
        "revoked": revocation_list(),
    } | replaced
    return dict(zip((BADGE, CLASS, ISSUER, KEY, REVOKED), given.values(), strict=True))


def signed(payload: dict[str, Any], *, key: rsa.RSAPrivateKey | None = None, **header: Any) -> str:
    parts = ({"alg": "RS256"} | header, payload)
    text = ".".join(base64url(json.dumps(part).encode()) for part in parts)
    signature = (key or rsa_key()).sign(text.encode(), PKCS1v15(), SHA256())
    return f"{text}.{base64url(signature)}"


def report_on(document: Any, resources: dict[str, Any] | None = None) -> Report:
    """The report, with everything that is needed from `resources`; fails where something else is asked for."""
    there = published() if resources is None else resources
    got: dict[str, Any] = {}
    for _ in range(8):
        answer = verify_legacy(document, got, NOW)
        if isinstance(answer, Report):
            return answer
        assert isinstance(answer, Needs)
        got |= {need.key: there[need.key] for need in answer.needs}
    raise AssertionError("It asks for more and more.")
