"""The envelope of a Verifiable Credential (VC Data Model 2.0 and 1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openlaurel.core.credentials.errors import NotACredential
from openlaurel.core.moments import BadMoment, read_moment
from openlaurel.core.proofs.contexts import CREDENTIALS_V2

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
_V2_DATES = ("validFrom", "validUntil")
_V1_DATES = ("issuanceDate", "expirationDate")


@dataclass(frozen=True)
class CredentialEnvelope:
    """What every credential has. `document` is the whole as it stood, unknown fields included."""

    document: dict[str, Any]
    id: str | None
    types: tuple[str, ...]
    issuer: str
    valid_from: datetime | None
    valid_until: datetime | None
    statuses: tuple[dict[str, Any], ...]
    subjects: tuple[dict[str, Any], ...]


def read_envelope(document: Any) -> CredentialEnvelope:
    """This function will check the fields that VC Data Model 2.0 or 1.1 demands (section 4); raises NotACredential.

    The first context says which of the two counts; what belongs to the other is refused.
    """
    if not isinstance(document, dict):
        raise NotACredential("A credential is a JSON object.")
    context = document.get("@context")
    if not isinstance(context, list) or not context or context[0] not in (CREDENTIALS_V2, CREDENTIALS_V1):
        if (isinstance(context, str) and "openbadges/v2" in context) or "w3id.org/openbadges" in str(context):
            raise NotACredential(
                "This is an Open Badge of version 2 or older, not a credential of version 2.0."
            )
        raise NotACredential(f"The first @context must be {CREDENTIALS_V2}.")
    starts, ends = _check_unmixed(document, context)
    types = _strings(document.get("type"), "type")
    if "VerifiableCredential" not in types:
        raise NotACredential("The type must name VerifiableCredential.")
    subjects = _objects(document.get("credentialSubject"), "credentialSubject")
    if not subjects:
        raise NotACredential("The credential has no credentialSubject.")
    identifier = document.get("id")
    if identifier is not None and not isinstance(identifier, str):
        raise NotACredential("The credential's id must be a string.")
    statuses = _objects(document.get("credentialStatus"), "credentialStatus")
    return CredentialEnvelope(
        document=document,
        id=identifier,
        types=types,
        issuer=_issuer(document.get("issuer")),
        valid_from=moment(document, starts),
        valid_until=moment(document, ends),
        statuses=tuple(statuses),
        subjects=tuple(subjects),
    )


def _check_unmixed(document: dict[str, Any], context: list[Any]) -> tuple[str, str]:
    """The fields between which a credential of its version is valid."""
    is_v1 = context[0] == CREDENTIALS_V1
    theirs, others = (_V1_DATES, _V2_DATES) if is_v1 else (_V2_DATES, _V1_DATES)
    if (CREDENTIALS_V2 if is_v1 else CREDENTIALS_V1) in context or any(name in document for name in others):
        raise NotACredential("The file mixes versions 1.1 and 2.0 of the credentials' data model.")
    if is_v1 and document.get("issuanceDate") is None:
        raise NotACredential("A credential of version 1.1 must have an issuanceDate.")
    return theirs


def moment(document: dict[str, Any], name: str) -> datetime | None:
    """This function will return the date-time of a field, None where it is absent; raises NotACredential."""
    value = document.get(name)
    if value is None:
        return None
    try:
        return read_moment(value)
    except BadMoment as error:
        raise NotACredential(f"'{name}' {error}, not {str(value)[:40]!r}.") from error


def _issuer(value: Any) -> str:
    identifier = value.get("id") if isinstance(value, dict) else value
    if not isinstance(identifier, str) or ":" not in identifier:
        raise NotACredential("The issuer must be an address or an object with an id that is one.")
    return identifier


def _strings(value: Any, name: str) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    if not entries or not all(isinstance(entry, str) for entry in entries):
        raise NotACredential(f"'{name}' must be a string or a list of strings.")
    return tuple(entries)


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    if len(entries) > 100 or not all(isinstance(entry, dict) for entry in entries):
        raise NotACredential(f"'{name}' must be an object or a list of at most 100 objects.")
    return list(entries)
