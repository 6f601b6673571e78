"""Presentations secured as a JWT (VC-JOSE-COSE, 3.1.2; Verifiable Credentials Data Model 2.0, 4.13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openlaurel.core.credentials.errors import BadPresentation
from openlaurel.core.credentials.jwt import SecuredJwt, parse_jwt

CONTEXT = "https://www.w3.org/ns/credentials/v2"
MAX_CREDENTIALS = 20
_DATA = "data:application/vc+jwt,"


@dataclass(frozen=True)
class Presentation:
    """What `holder` shows: `credentials` are VC-JWTs, read but not verified, as is the signature of `jwt` itself."""

    holder: str
    credentials: tuple[SecuredJwt, ...]
    jwt: SecuredJwt


def parse_presentation(text: str) -> Presentation:
    """This function will read a VP-JWT of enveloped VC-JWTs; raises BadJwt or BadPresentation. It verifies nothing."""
    jwt = parse_jwt(text, types=frozenset({"vp+jwt"}), content_types=frozenset({None, "vp"}))
    document = jwt.payload
    contexts, kinds = document.get("@context"), document.get("type")
    if not isinstance(contexts, list) or contexts[:1] != [CONTEXT]:
        raise BadPresentation(f"The first '@context' of a presentation must be {CONTEXT}.")
    if "VerifiablePresentation" not in (kinds if isinstance(kinds, list) else [kinds]):
        raise BadPresentation("Its 'type' must include VerifiablePresentation.")
    holder = document.get("holder")
    holder = holder.get("id") if isinstance(holder, dict) else holder
    if not isinstance(holder, str) or jwt.key_id.split("#")[0] != holder:
        raise BadPresentation(f"The key {jwt.key_id[:100]} isn't that of the holder {str(holder)[:100]}.")
    shown = document.get("verifiableCredential", [])
    entries = shown if isinstance(shown, list) else [shown]
    if len(entries) > MAX_CREDENTIALS:
        raise BadPresentation(f"It holds {len(entries)} credentials; at most {MAX_CREDENTIALS} are read.")
    return Presentation(holder, tuple(_enveloped(entry) for entry in entries), jwt)


def _enveloped(entry: Any) -> SecuredJwt:
    kinds = entry.get("type") if isinstance(entry, dict) else None
    if "EnvelopedVerifiableCredential" not in (kinds if isinstance(kinds, list) else [kinds]):
        raise BadPresentation("Each credential must be an EnvelopedVerifiableCredential.")
    address = entry.get("id")
    if not isinstance(address, str) or not address.startswith(_DATA):
        raise BadPresentation(f"The 'id' of an enveloped credential must begin with {_DATA}")
    return parse_jwt(address.removeprefix(_DATA))
