"""Reading Open Badges 2.0: Assertion, BadgeClass, Profile, CryptographicKey and RevocationList."""

from __future__ import annotations

from typing import Any

from openlaurel.core.credentials import NotACredential
from openlaurel.core.credentials.model import moment
from openlaurel.core.openbadges.legacy.errors import BadIssuerDocument, BadRevocationList, NotAnAssertion
from openlaurel.core.openbadges.legacy.model import (
    Assertion,
    BadgeClass,
    LegacyIssuer,
    Manner,
    Reference,
    host_of,
    read_reference,
)
from openlaurel.core.openbadges.legacy.rsa import LegacyKey
from openlaurel.core.web_addresses import is_web_address

VERSION = "2.0"
CONTEXT = "https://w3id.org/openbadges/v2"
MAX_KEYS = 3
_MANNERS: dict[str, Manner] = {
    "HostedBadge": "hosted",
    "hosted": "hosted",
    "SignedBadge": "signed",
    "signed": "signed",
}


def is_v2(document: dict[str, Any]) -> bool:
    """This function will tell whether a document names the context of Open Badges 2.0."""
    context = document.get("@context")
    return CONTEXT in (context if isinstance(context, list) else [context])


def read_assertion(document: dict[str, Any]) -> Assertion:
    """This function will read an Assertion (Open Badges 2.0, Assertion); raises NotAnAssertion."""
    if "Assertion" not in _list(document.get("type")):
        raise NotAnAssertion("The type of a badge of version 2.0 is Assertion.")
    identifier = document.get("id")
    if not isinstance(identifier, str) or ":" not in identifier:
        raise NotAnAssertion("A required part is missing: id, an address.")
    manner, creator = _verification(_stated_verification(document, identifier))
    if manner == "hosted" and not (is_web_address(identifier) and host_of(identifier)):
        raise NotAnAssertion(f"A hosted badge's id must be a web address, not {identifier[:60]!r}.")
    if not isinstance(document.get("recipient"), dict):
        raise NotAnAssertion("A required part is missing: recipient, an object.")
    try:
        issued_on, expires = moment(document, "issuedOn"), moment(document, "expires")
    except NotACredential as error:
        raise NotAnAssertion(str(error)) from error
    if issued_on is None:
        raise NotAnAssertion("A required part is missing: issuedOn.")
    return Assertion(
        document=document,
        version=VERSION,
        manner=manner,
        address=identifier if manner == "hosted" else None,
        names=frozenset({identifier}),
        badge=read_reference(document.get("badge"), "badge", NotAnAssertion),
        creator=creator,
        issued_on=issued_on,
        expires=expires,
        revoked=document.get("revoked") is True,
    )


def read_badge_class(document: Any, *, expected: str | None) -> BadgeClass:
    """This function will read the BadgeClass that was named by the address `expected`; raises BadIssuerDocument."""
    found = _document(document, "badge class", expected)
    if not isinstance(found.get("name"), str):
        raise BadIssuerDocument("The badge class has no name.")
    return BadgeClass(found, read_reference(found.get("issuer"), "issuer", BadIssuerDocument))


def read_issuer(document: Any, *, expected: str) -> LegacyIssuer:
    """This function will read the Profile at the address `expected`; raises BadIssuerDocument."""
    found = _document(document, "issuer's profile", expected)
    policy = found.get("verification")
    policy = policy if isinstance(policy, dict) else {}
    keys = [_key_reference(key) for key in _list(found.get("publicKey"))[:MAX_KEYS]]
    revocation_list = found.get("revocationList")
    if revocation_list is not None and not (
        isinstance(revocation_list, str) and is_web_address(revocation_list)
    ):
        raise BadIssuerDocument("The issuer's revocationList must be a web address.")
    return LegacyIssuer(
        document=found,
        id=expected,
        starts_with=_strings(policy.get("startsWith"), "startsWith"),
        allowed_origins=_strings(policy.get("allowedOrigins"), "allowedOrigins"),
        keys=tuple(keys),
        revocation_list=revocation_list,
    )


def read_key(document: Any, *, expected: str | None) -> LegacyKey:
    """This function will read a key as bare PEM, or a CryptographicKey, alone or in a profile that lists it.

    Raises BadIssuerDocument.
    """
    if isinstance(document, str):
        return LegacyKey.from_pem(document, owner=None)
    if not isinstance(document, dict):
        raise BadIssuerDocument("The issuer's key must be a JSON object or PEM.")
    listed = [key for key in _list(document.get("publicKey")) if isinstance(key, dict)]
    for found in (document, *listed[:MAX_KEYS]):
        if "publicKeyPem" in found and (expected is None or found.get("id", expected) == expected):
            owner = found.get("owner")
            if owner is not None and not isinstance(owner, str):
                raise BadIssuerDocument("The owner of the issuer's key must be an address.")
            return LegacyKey.from_pem(found["publicKeyPem"], owner=owner)
    raise BadIssuerDocument(f"There is no key with a publicKeyPem at {str(expected)[:200]}.")


def read_revoked(document: Any, *, issuer: str) -> frozenset[str]:
    """This function will return the identifiers in a RevocationList; raises BadRevocationList."""
    if not isinstance(document, dict) or not isinstance(document.get("revokedAssertions"), list):
        raise BadRevocationList("A revocation list must be a JSON object with the list revokedAssertions.")
    stated = document.get("issuer")
    stated = stated.get("id") if isinstance(stated, dict) else stated
    if stated is not None and stated != issuer:
        raise BadRevocationList("The revocation list is another issuer's.")
    names = set()
    for entry in document["revokedAssertions"]:
        found = [entry.get("id"), entry.get("uid")] if isinstance(entry, dict) else [entry]
        given = [name for name in found if isinstance(name, str)]
        if not given:
            raise BadRevocationList("An entry of the revocation list has neither an id nor a uid.")
        names.update(given)
    return frozenset(names)


def _stated_verification(document: dict[str, Any], identifier: str) -> Any:
    """Moodle says it as version 1 does, by `verify` with the badge's own address, in badges that are of 2.0 otherwise."""
    if "verification" in document or not isinstance(document.get("verify"), dict):
        return document.get("verification")
    stated = document["verify"]
    if stated.get("url", identifier) != identifier:
        raise NotAnAssertion("The badge's id is another address than verify says.")
    return stated


def _verification(value: Any) -> tuple[Manner, str | None]:
    if not isinstance(value, dict):
        raise NotAnAssertion("A required part is missing: verification, an object.")
    known = [
        _MANNERS[kind] for kind in _list(value.get("type")) if isinstance(kind, str) and kind in _MANNERS
    ]
    if len(known) != 1:
        raise NotAnAssertion(
            f"The verification's type must be HostedBadge or SignedBadge, not {str(value.get('type'))[:60]!r}."
        )
    creator = value.get("creator")
    if isinstance(creator, dict):
        creator = creator.get("id")
    if creator is not None and not isinstance(creator, str):
        raise NotAnAssertion("The verification's creator must be the address of a key.")
    return known[0], creator


def _document(document: Any, name: str, expected: str | None) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise BadIssuerDocument(f"The {name} must be a JSON object.")
    identifier = document.get("id", expected)
    if expected is not None and identifier != expected:
        raise BadIssuerDocument(
            f"At {expected[:200]} is the {name} of another address: {str(identifier)[:200]}."
        )
    return document


def _key_reference(value: Any) -> Reference:
    if isinstance(value, dict) and "publicKeyPem" in value:
        identifier = value.get("id")
        return Reference(identifier if isinstance(identifier, str) else None, value)
    return read_reference(value, "publicKey", BadIssuerDocument)


def _strings(value: Any, name: str) -> tuple[str, ...] | None:
    entries = _list(value)
    if not all(isinstance(entry, str) for entry in entries):
        raise BadIssuerDocument(f"The issuer's {name} must be a string or a list of strings.")
    return tuple(entries[:100]) if entries else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
