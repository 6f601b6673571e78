"""Credentials secured as a JWT (Securing Verifiable Credentials using JOSE and COSE, 3.1.1; RFC 7515), for verification."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openlaurel.core.credentials.errors import BadJwt, CredentialsError
from openlaurel.core.credentials.jwt_v1 import unwrap
from openlaurel.core.credentials.parsing import MAX_BYTES, parse_json

# How long a signature of each algorithm is (RFC 7518, 3.4; RFC 8037, 3.1; RFC 9864, 2.2).
_SIGNATURE_BYTES = {"EdDSA": 64, "Ed25519": 64, "ES256": 64, "ES384": 96}
_TYPES = frozenset({None, "vc+jwt", "vc+ld+json+jwt", "vc+ld+jwt", "jwt"})


@dataclass(frozen=True)
class SecuredJwt:
    """`signing_input` is what `signature` covers; `key_id` the DID URL of the key; the moments are `nbf`,
    `exp` and `iat`.

    `algorithm` is what the header says; whether the key is one for it, its owner's document must tell.
    """

    algorithm: str
    key_id: str
    payload: dict[str, Any]
    signing_input: bytes
    signature: bytes
    not_before: datetime | None = None
    expires: datetime | None = None
    issued_at: datetime | None = None


def looks_like_jwt(text: str) -> bool:
    """This function will tell whether `text` has the form of a compact JWS."""
    parts = text.strip().split(".")
    return len(parts) == 3 and text.lstrip().startswith("eyJ")


def parse_jwt(
    text: str,
    *,
    types: frozenset[str | None] = _TYPES,
    content_types: frozenset[str | None] | None = None,
) -> SecuredJwt:
    """This function will read a compact JWT, by default a VC-JWT (of version 1.1 too), signed with EdDSA, ES256 or ES384; raises BadJwt.

    No other algorithm is accepted, whatever the header asks for; critical headers and embedded keys are refused
    (RFC 8725, 3.1 and 3.2).
    """
    text = text.strip()
    if len(text) > MAX_BYTES:
        raise BadJwt("The JWT is too long to be read.")
    parts = text.split(".")
    if len(parts) != 3:
        raise BadJwt("A JWT has three parts, separated by dots.")
    header, payload = _json(parts[0], "header"), _json(parts[1], "payload")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _SIGNATURE_BYTES:
        raise BadJwt(f"The algorithm {str(algorithm)[:40]!r} isn't accepted; EdDSA, ES256 and ES384 are.")
    if "crit" in header:
        raise BadJwt("The JWT has critical headers that aren't understood.")
    for name in ("jwk", "jku", "x5u", "x5c", "b64"):
        if name in header:
            raise BadJwt(f"The header '{name}' isn't accepted: the key must be the issuer's, by 'kid'.")
    kind = header.get("typ")
    if (None if kind is None else str(kind).lower()) not in types:
        wanted = "credential" if types is _TYPES else "presentation"
        raise BadJwt(f"The type {str(kind)[:40]!r} isn't that of a {wanted}.")
    content = header.get("cty")
    if content_types is not None and (None if content is None else str(content)) not in content_types:
        raise BadJwt(f"The content type {str(content)[:40]!r} isn't that of a presentation.")
    key_id = header.get("kid")
    issuer = header.get("iss", payload.get("iss"))
    if isinstance(key_id, str) and key_id.startswith("#") and isinstance(issuer, str):
        key_id = issuer + key_id
    if not isinstance(key_id, str) or not key_id.startswith("did:"):
        raise BadJwt("The header 'kid' must be the DID URL of the issuer's key.")
    claims = payload
    may_be_old = types is _TYPES and str(kind).lower() in {"none", "jwt"}
    for name in ("vc", "vp"):  # VC-JOSE-COSE, 1.1.2.1
        if name in payload and not may_be_old:
            raise BadJwt(f"A JWT of the type {str(kind)[:40]!r} must not have the claim '{name}'.")
    if "vc" in payload:
        payload = unwrap(payload)
    signature = _decode(parts[2], "signature")
    if len(signature) != _SIGNATURE_BYTES[algorithm]:
        raise BadJwt(
            f"A signature of {algorithm} has {_SIGNATURE_BYTES[algorithm]} bytes, this one {len(signature)}."
        )
    _check_claims(claims)
    return SecuredJwt(
        algorithm=algorithm,
        key_id=key_id,
        payload=payload,
        signing_input=f"{parts[0]}.{parts[1]}".encode("ascii"),
        signature=signature,
        not_before=_moment(claims, "nbf"),
        expires=_moment(claims, "exp"),
        issued_at=_moment(claims, "iat"),
    )


def _check_claims(payload: dict[str, Any]) -> None:
    """The registered claims repeat what the credential says (Open Badges 3.0, 8.2.4.1); they mustn't contradict it."""
    issuer = payload.get("issuer")
    said = {"iss": issuer.get("id") if isinstance(issuer, dict) else issuer, "jti": payload.get("id")}
    for claim, value in said.items():
        if claim in payload and value is not None and payload[claim] != value:
            raise BadJwt(f"The JWT's claim '{claim}' contradicts the credential.")


def _moment(payload: dict[str, Any], claim: str) -> datetime | None:
    value = payload.get(claim)
    if value is None:
        return None
    try:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError
        return datetime.fromtimestamp(value, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise BadJwt(f"The JWT's claim '{claim}' must be a moment in seconds.") from error


def _decode(part: str, name: str) -> bytes:
    try:
        raw = part.encode("ascii")
        if b"=" in raw or b"+" in raw or b"/" in raw:
            raise BadJwt(f"The JWT's {name} is not base64url without padding.")
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise BadJwt(f"The JWT's {name} is not base64url.") from error


def _json(part: str, name: str) -> dict[str, Any]:
    try:
        value = parse_json(_decode(part, name))
    except BadJwt:
        raise
    except CredentialsError as error:
        raise BadJwt(f"The JWT's {name}: {error}") from error
    if not isinstance(value, dict):
        raise BadJwt(f"The JWT's {name} must be a JSON object.")
    return value
