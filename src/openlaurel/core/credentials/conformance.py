"""What Verifiable Credentials Data Model 2.0 demands of a credential beyond what its readers need of it."""

from __future__ import annotations

import re
from typing import Any

from openlaurel.core.credentials.errors import NotACredential
from openlaurel.core.credentials.model import read_envelope

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+").fullmatch
# Of each of these a value is an object that says what it is of (4.10, 4.11, 5.4, 5.5, 5.6; VC Data Integrity 1.0, 2.1).
_TYPED = ("credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence", "proof")
_IN_LANGUAGE = frozenset({"@value", "@language", "@direction"})


def check_conformance(document: Any) -> None:
    """This function will raise NotACredential for the first rule of sections 4 and 5 that `document` breaks."""
    envelope = read_envelope(document)
    for context in document["@context"]:
        if not isinstance(context, dict) and not _is_url(context):
            raise NotACredential("Each '@context' must be an address or an object (4.3).")
    _check_id(document, "The credential")
    if not _is_url(envelope.issuer):
        raise NotACredential("The issuer must be an address (4.7).")
    for described in (document, document["issuer"]):
        if isinstance(described, dict):
            _check_texts(described)
    for subject in envelope.subjects:
        if not subject:
            raise NotACredential("A credentialSubject without a claim says nothing (4.8).")
        _check_id(subject, "A credentialSubject")
    starts, ends = envelope.valid_from, envelope.valid_until
    if starts is not None and ends is not None and ends < starts:
        raise NotACredential("'validUntil' is before 'validFrom' (4.9).")
    for name in _TYPED:
        for entry in _objects(document, name):
            _check_type(entry, name)
            _check_id(entry, f"The id in '{name}'" if name != "proof" else "A proof")
    for schema in _objects(document, "credentialSchema"):
        if "id" not in schema:
            raise NotACredential("A credentialSchema must have an id (4.11).")
    _check_related(_objects(document, "relatedResource"))


def _check_related(resources: list[dict[str, Any]]) -> None:
    """Each resource once, with a digest (5.3)."""
    seen: set[str] = set()
    for resource in resources:
        identifier = resource.get("id")
        if not _is_url(identifier):
            raise NotACredential("A relatedResource must have an id that is an address (5.3).")
        if identifier in seen:
            raise NotACredential(f"The relatedResource {str(identifier)[:100]} is named twice (5.3).")
        seen.add(str(identifier))
        if "digestSRI" not in resource and "digestMultibase" not in resource:
            raise NotACredential("A relatedResource must have a digestSRI or a digestMultibase (5.3).")


def _objects(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    if name not in document:
        return []
    value = document[name]
    entries = value if isinstance(value, list) else [value]
    if not all(isinstance(entry, dict) for entry in entries):
        raise NotACredential(f"'{name}' must be an object or a list of objects.")
    return entries


def _check_type(entry: dict[str, Any], name: str) -> None:
    kinds = entry.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not kinds or not all(isinstance(kind, str) and kind for kind in kinds):
        raise NotACredential(f"Each value of '{name}' must say its type (4.5).")


def _check_id(entry: dict[str, Any], what: str) -> None:
    if "id" in entry and not _is_url(entry["id"]):
        raise NotACredential(f"{what} must be identified by one address (4.4).")


def _check_texts(described: dict[str, Any]) -> None:
    """A name or description is a text, or objects that say its language and direction and no more (4.6, 11.1)."""
    for name in ("name", "description"):
        value = described.get(name, "")
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                continue
            if not isinstance(text, dict) or "@value" not in text or not text.keys() <= _IN_LANGUAGE:
                raise NotACredential(
                    f"'{name}' must be a text, or one with @value, @language and @direction."
                )


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and _URL(value) is not None
