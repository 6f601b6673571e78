"""What every credential of Open Badges 3.0.3 may say, whatever it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from openlaurel.core.openbadges.errors import BadForm, MissingTerm, WrongKind
from openlaurel.core.openbadges.terms import MOMENT, TEXT, URI, Kind, Many, One, Part, Plain, Term
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES

CONTEXTS: tuple[Any, ...] = (CREDENTIALS_V2, OPEN_BADGES)
_OPEN_BADGES = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.[0-9]\.[0-9])*\.json"
).fullmatch


@dataclass(frozen=True)
class CredentialStatus(Part):
    """Where a credential's status is found; core.status reads the kinds that it can."""

    TERMS: ClassVar = {"id": Term("id", URI, required=True), "type": Term("type", TEXT, required=True)}

    id: str
    type: str


@dataclass(frozen=True)
class CredentialSchema(Part):
    """Where the schema of a credential lies."""

    TERMS: ClassVar = {"id": Term("id", URI, required=True), "type": Term("type", TEXT, required=True)}

    id: str
    type: str


@dataclass(frozen=True)
class RefreshService(Part):
    """Where a newer credential is fetched."""

    TERMS: ClassVar = {"id": Term("id", URI, required=True), "type": Term("type", TEXT, required=True)}

    id: str
    type: str


@dataclass(frozen=True)
class TermsOfUse(Part):
    """Under which terms a credential was issued."""

    TERMS: ClassVar = {"type": Term("type", TEXT, required=True), "id": Term("id", URI)}

    type: str
    id: str = ""


def credential_terms(
    *,
    issuer: Kind,
    subject: Kind,
    name_is_required: bool,
    second_context: Callable[[str], object] = _OPEN_BADGES,
) -> dict[str, Term]:
    """This function will return the terms of a credential that is about `subject`; each standard has its own context."""

    def is_context(value: Any, path: str) -> None:
        if not isinstance(value, str | dict):
            raise WrongKind(path, "must be an address or an object")
        if path.endswith("@context[0]") and value != CREDENTIALS_V2:
            raise BadForm(path, f"must be {CREDENTIALS_V2}, not {str(value)[:100]!r}")
        if path.endswith("@context[1]") and not (isinstance(value, str) and second_context(value)):
            raise BadForm(path, f"must be the context of the standard, not {str(value)[:100]!r}")

    return {
        "contexts": Term("@context", Many(Plain(is_context)), required=True),
        "id": Term("id", URI, required=True),
        "name": Term("name", TEXT, required=name_is_required),
        "description": Term("description", TEXT),
        "issuer": Term("issuer", issuer, required=True),
        "valid_from": Term("validFrom", MOMENT, required=True),
        "valid_until": Term("validUntil", MOMENT),
        "awarded_date": Term("awardedDate", MOMENT),
        "subject": Term("credentialSubject", subject, required=True),
        "status": Term("credentialStatus", One(lambda: CredentialStatus)),
        "schemas": Term("credentialSchema", Many(One(lambda: CredentialSchema))),
        "refresh_service": Term("refreshService", One(lambda: RefreshService)),
        "terms_of_use": Term("termsOfUse", Many(One(lambda: TermsOfUse))),
        "proofs": Term("proof", Many(Plain(_is_proof))),
    }


def _is_proof(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise WrongKind(path, "must be an object")
    if not isinstance(value.get("type"), str):
        raise MissingTerm(f"{path}.type", "is missing")
