"""Reading Open Badges 1.0 and 1.1: what differs there from version 2.0. Version 0.5 is only told apart.

An assertion has no address of its own: `verify` names where a hosted one lies, or the key of a signed one. A class and
an issuer are what lies at the addresses that name them, and a revocation list maps each `uid` to the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from openlaurel.core.openbadges.legacy.errors import BadRevocationList, NotAnAssertion
from openlaurel.core.openbadges.legacy.model import Assertion, Manner, host_of, read_reference
from openlaurel.core.web_addresses import is_web_address

CONTEXT = "https://w3id.org/openbadges/v1"
_MANNERS: dict[str, Manner] = {"hosted": "hosted", "signed": "signed"}
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
).fullmatch
_SECONDS = re.compile(r"\d{1,11}").fullmatch


def is_v1(document: dict[str, Any]) -> bool:
    """This function will tell whether a document is an assertion of version 1.1 or older.

    1.1 has a context; 1.0 and 0.5 have none and are told by what only they hold.
    """
    if "@context" in document:
        context = document["@context"]
        return CONTEXT in (context if isinstance(context, list) else [context])
    return {"recipient", "badge"} <= set(document) and (
        "verify" in document or isinstance(document["recipient"], str)
    )


def read_v1(document: dict[str, Any]) -> Assertion:
    """This function will read an assertion of version 1.0 or 1.1; raises NotAnAssertion."""
    if isinstance(document.get("recipient"), str):
        raise NotAnAssertion("This is an Open Badge of version 0.5, which isn't read; 1.0 and later are.")
    if not isinstance(document.get("recipient"), dict):
        raise NotAnAssertion("A required part is missing: recipient, an object.")
    for name in ("verification", "credentialSubject"):
        if name in document:
            raise NotAnAssertion(f"A badge of version 1 has no '{name}': the file mixes versions.")
    uid = document.get("uid")
    if not isinstance(uid, str) or not uid:
        raise NotAnAssertion("A required part is missing: uid, a string.")
    manner, address = _verify(document.get("verify"))
    identifier = document.get("id")
    if identifier is not None and not isinstance(identifier, str):
        raise NotAnAssertion("The badge's id must be an address.")
    if manner == "hosted" and identifier not in (None, address):
        raise NotAnAssertion("The badge's id is another address than verify says.")
    badge = document.get("badge")
    if not isinstance(badge, str):
        raise NotAnAssertion("In version 1, 'badge' must be the address of a badge class.")
    issued_on = read_moment(document, "issuedOn")
    if issued_on is None:
        raise NotAnAssertion("A required part is missing: issuedOn.")
    return Assertion(
        document=document,
        version="1.1" if "@context" in document else "1.0",
        manner=manner,
        address=address if manner == "hosted" else None,
        names=frozenset(name for name in (uid, identifier) if name is not None),
        badge=read_reference(badge, "badge", NotAnAssertion),
        creator=address if manner == "signed" else None,
        issued_on=issued_on,
        expires=read_moment(document, "expires"),
        revoked=document.get("revoked") is True,
    )


def read_v1_revoked(document: Any) -> frozenset[str]:
    """This function will return the uids in a revocation list, an object of reasons; raises BadRevocationList."""
    if not isinstance(document, dict) or "@context" in document or "revokedAssertions" in document:
        raise BadRevocationList("A revocation list of version 1 must be an object of uids and reasons.")
    return frozenset(document)


def _verify(value: Any) -> tuple[Manner, str]:
    if not isinstance(value, dict):
        raise NotAnAssertion("A required part is missing: verify, an object.")
    kind, address = value.get("type"), value.get("url")
    if not isinstance(kind, str) or kind not in _MANNERS:
        raise NotAnAssertion(f"The type in verify must be hosted or signed, not {str(kind)[:60]!r}.")
    if not (isinstance(address, str) and is_web_address(address) and host_of(address)):
        raise NotAnAssertion(f"The url in verify must be a web address, not {str(address)[:60]!r}.")
    return _MANNERS[kind], address


def read_moment(document: Mapping[str, Any], name: str) -> datetime | None:
    """This function will read a date, a date and time, or seconds since 1970, as version 1 allows; raises NotAnAssertion.

    UTC where no zone is named, and the beginning of a day where no time is.
    """
    value = document.get(name)
    if value is None:
        return None
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    try:
        if isinstance(text, str) and _SECONDS(text):
            return datetime.fromtimestamp(int(text), UTC)
        if isinstance(text, str) and _DATE(text):
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotAnAssertion(f"'{name}' is not a date that exists: {text[:40]!r}.") from error
    raise NotAnAssertion(f"'{name}' must be a date or seconds since 1970, not {str(value)[:40]!r}.")
