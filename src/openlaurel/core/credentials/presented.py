"""Presentations in JSON, secured by Data Integrity proofs (Verifiable Credentials Data Model 2.0, 4.13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openlaurel.core.credentials.errors import BadPresentation
from openlaurel.core.credentials.presentation import CONTEXT, MAX_CREDENTIALS

_ENVELOPED = "EnvelopedVerifiableCredential"
_DATA = "data:application/vc+jwt,"


@dataclass(frozen=True)
class ProvedPresentation:
    """What `holder` shows, None where it doesn't say who that is: each of `credentials` as JSON or as VC-JWT.

    `document` is the whole as it stood. Nothing of it is verified.
    """

    document: dict[str, Any]
    holder: str | None
    credentials: tuple[dict[str, Any] | str, ...]


def read_presentation(document: Any) -> ProvedPresentation:
    """This function will read a presentation in JSON strictly; raises BadPresentation. It verifies nothing."""
    if not isinstance(document, dict):
        raise BadPresentation("A presentation is a JSON object.")
    contexts = document.get("@context")
    if not isinstance(contexts, list) or contexts[:1] != [CONTEXT]:
        raise BadPresentation(f"The first '@context' of a presentation must be {CONTEXT}.")
    if "VerifiablePresentation" not in _types(document):
        raise BadPresentation("Its 'type' must include VerifiablePresentation.")
    identifier = document.get("id")
    if identifier is not None and not _is_url(identifier):
        raise BadPresentation("A presentation's 'id' must be an address.")
    shown = document.get("verifiableCredential", [])
    entries = shown if isinstance(shown, list) else [shown]
    if len(entries) > MAX_CREDENTIALS:
        raise BadPresentation(f"It holds {len(entries)} credentials; at most {MAX_CREDENTIALS} are read.")
    return ProvedPresentation(document, _holder(document), tuple(map(_credential, entries)))


def _types(value: dict[str, Any]) -> list[str]:
    kinds = value.get("type")
    entries: list[Any] = kinds if isinstance(kinds, list) else [kinds]
    if not entries or not all(isinstance(kind, str) for kind in entries):
        raise BadPresentation("A 'type' must be a string or a list of strings.")
    return entries


def _holder(document: dict[str, Any]) -> str | None:
    """An address, or an object whose id is one (4.13)."""
    if "holder" not in document:
        return None
    holder = document["holder"]
    identifier = holder.get("id") if isinstance(holder, dict) else holder
    if not _is_url(identifier):
        raise BadPresentation("The 'holder' must be an address or an object with an id that is one.")
    return str(identifier)


def _credential(entry: Any) -> dict[str, Any] | str:
    if not isinstance(entry, dict):
        raise BadPresentation("Each credential of a presentation must be an object.")
    if _ENVELOPED not in _types(entry):
        return entry
    address = entry.get("id")
    if not isinstance(address, str) or not address.startswith(_DATA):
        raise BadPresentation(f"The 'id' of an enveloped credential must begin with {_DATA}")
    return address.removeprefix(_DATA)


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and ":" in value and not any(character.isspace() for character in value)
