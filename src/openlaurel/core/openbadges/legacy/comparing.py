"""Comparing a badge with what its issuer's site holds, and its recipient with a name or address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openlaurel.core.openbadges.identity import EMAIL

REVOCATION = frozenset({"revoked", "revocationReason"})


def same_content(given: Any, held: Any, known: Mapping[str, Any]) -> bool:
    """This function will tell whether a copy says what the issuer's site holds.

    Where one of them embeds what the other names by address, the embedded is compared with the document in `known`,
    or, where the copy has the address, only that.
    """
    if isinstance(given, str) and isinstance(held, dict):
        return given == held.get("id")
    if isinstance(given, dict) and isinstance(held, str):
        return (
            given.get("id") == held
            and held in known
            and same_content(
                given, known[held], {address: known[address] for address in known if address != held}
            )
        )
    if isinstance(given, dict) and isinstance(held, dict):
        return _names(given) == _names(held) and all(
            same_content(given[name], held[name], known) for name in _names(given)
        )
    if isinstance(given, list) and isinstance(held, list):
        return len(given) == len(held) and all(
            same_content(one, other, known) for one, other in zip(given, held, strict=True)
        )
    return type(given) is type(held) and bool(given == held)


def _names(document: dict[str, Any]) -> set[str]:
    """An embedded part needs no context of its own."""
    return set(document) - {"@context"}


def without_revocation(document: dict[str, Any]) -> dict[str, Any]:
    """This function will return the document without what the issuer adds when it revokes it."""
    return {name: value for name, value in document.items() if name not in REVOCATION}


def recipient_identity(assertion: dict[str, Any]) -> dict[str, Any] | None:
    """This function will return whom a badge was issued to, in the form of an IdentityObject; None where unreadable."""
    recipient = assertion.get("recipient")
    if not isinstance(recipient, dict) or not isinstance(recipient.get("identity"), str):
        return None
    kinds = recipient.get("type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {
        "identityHash": recipient["identity"],
        "identityType": EMAIL if "email" in kinds else str(kinds[0] if kinds else ""),
        "hashed": recipient.get("hashed") is True,
        "salt": recipient.get("salt") or "",
    }


def is_weakly_hashed(identity: dict[str, Any]) -> bool:
    """This function will tell whether a recipient is hidden by a hash for which another one can be made up."""
    return identity["hashed"] is True and identity["identityHash"].lower().startswith("md5$")
