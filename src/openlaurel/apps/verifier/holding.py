"""Whose a badge is, beside whom a dossier says that it is about. A name is no proof, and another address no fraud."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from openlaurel.core.dossiers import Applicant
from openlaurel.core.verification import Report, compare_recipient

_MATCHES, _DIFFERS = "recipient_matches", "recipient_differs"
LONGEST = 200


class Held(NamedTuple):
    """`by` is one of HOLDERS; `matched` is what of the applicant fits, `named` whom the badge names in the open."""

    by: str
    matched: str = ""
    named: str = ""


def held_by(report: Report, applicant: Applicant, named: str = "") -> Held:
    """This function will compare whom a badge names with all addresses and names of an applicant.

    `named` is whom its issuer shows as its holder, where that is public.
    """
    named = named or named_in(report.credential or {})
    if not applicant or report.credential is None:
        return Held("", named=named)
    differs = False
    for by, values in (("email", applicant.emails), ("name", applicant.names)):
        for value in values:
            reason = compare_recipient(report, value).check("recipient").reason
            differs |= reason == _DIFFERS
            if reason == _MATCHES:
                return Held(by, value, named)
    if named and (found := _same_name(named, applicant)):
        return Held("name", found, named)
    return Held("other" if differs or named else "untold", named=named)


def named_in(document: Mapping[str, Any]) -> str:
    """This function will return the name of its holder that a badge says in the open, or nothing."""
    for subject in _objects(document.get("credentialSubject")):
        for identity in _objects(subject.get("identifier")):
            if identity.get("identityType") == "name" and identity.get("hashed") is not True:
                return _line(identity.get("identityHash"))
        if name := _line(subject.get("name")):
            return name
    for key in ("recipientProfile", "extensions:recipientProfile"):
        for profile in _objects(document.get(key)):
            if name := _line(profile.get("name")):
                return name
    return ""


def _same_name(named: str, applicant: Applicant) -> str:
    return next((name for name in applicant.names if _folded(name) == _folded(named)), "")


def _folded(name: str) -> str:
    """Without accents, case and the order of “Sousa, Ana”: as people compare names by eye."""
    first, _, last = name.rpartition(",")
    plain = unicodedata.normalize("NFKD", f"{last} {first}").casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").split())


def _objects(value: Any) -> list[dict[str, Any]]:
    entries = value if isinstance(value, list) else [value]
    return [entry for entry in entries[:20] if isinstance(entry, dict)]


def _line(value: Any) -> str:
    return " ".join(value.replace("\0", "").split())[:LONGEST] if isinstance(value, str) else ""
