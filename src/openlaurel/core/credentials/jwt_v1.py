"""Credentials of version 1.1 in a JWT, whose claims stand for fields (VC Data Model 1.1, 6.3.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from openlaurel.core.credentials.errors import BadJwt
from openlaurel.core.credentials.model import CREDENTIALS_V1
from openlaurel.core.moments import BadMoment, read_moment

_MOMENTS = {"nbf": "issuanceDate", "exp": "expirationDate"}


def unwrap(payload: dict[str, Any]) -> dict[str, Any]:
    """This function will return the credential in the `vc` claim with what the other claims say of it.

    What both say must be the same; raises BadJwt.
    """
    credential = payload["vc"]
    if not isinstance(credential, dict):
        raise BadJwt("The JWT's claim 'vc' must be a JSON object.")
    if "@context" in payload or "credentialSubject" in payload:
        raise BadJwt("The JWT holds a credential beside its claim 'vc': the file mixes versions.")
    context = credential.get("@context")
    if not isinstance(context, list) or context[:1] != [CREDENTIALS_V1]:
        raise BadJwt("The JWT's claim 'vc' must hold a credential of version 1.1.")
    document = dict(credential)
    _put_id(document, "issuer", payload, "iss")
    _put_id(document, "credentialSubject", payload, "sub")
    if "jti" in payload:
        _put(document, "id", payload["jti"], "jti")
    for claim, name in _MOMENTS.items():
        if claim in payload:
            _put_moment(document, name, payload[claim], claim)
    return document


def _put_id(document: dict[str, Any], name: str, payload: dict[str, Any], claim: str) -> None:
    """An issuer may be its identifier alone or an object; a subject is an object, and one only."""
    if claim not in payload:
        return
    value = document.get(name)
    if name == "issuer" and not isinstance(value, dict):
        _put(document, name, payload[claim], claim)
    elif isinstance(value, dict):
        inner = dict(value)
        _put(inner, "id", payload[claim], claim)
        document[name] = inner
    else:
        raise BadJwt(f"The JWT's claim '{claim}' needs an object as {name}.")


def _put(document: dict[str, Any], name: str, value: Any, claim: str) -> None:
    if not isinstance(value, str) or document.setdefault(name, value) != value:
        raise BadJwt(f"The JWT's claim '{claim}' contradicts the credential.")


def _put_moment(document: dict[str, Any], name: str, value: Any, claim: str) -> None:
    """A claim has whole seconds, as a field may not."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadJwt(f"The JWT's claim '{claim}' must be a moment in seconds.")
    try:
        moment = datetime.fromtimestamp(value, UTC)
        stated = read_moment(document[name]) if name in document else moment
    except (BadMoment, OverflowError, OSError, ValueError) as error:
        raise BadJwt(f"The JWT's claim '{claim}' must be a moment in seconds.") from error
    if int(stated.timestamp()) != value:
        raise BadJwt(f"The JWT's claim '{claim}' contradicts the credential.")
    document.setdefault(name, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
