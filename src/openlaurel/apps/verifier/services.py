"""Verifying what somebody hands over: a document, a file, a pasted text or an address.

Own identifiers are answered from the own store without the network, former addresses included; all others by the
guarded fetcher. Who checks whose badge is nobody's business: nothing of a verification is stored or logged, but that a
badge of this site was verified is counted, with the class of site that led there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from openlaurel.apps.desk.queries import note_url, notes_about
from openlaurel.apps.figures.services import note_verification
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import (
    Renewal,
    Standing,
    correction_reason,
    credential_bytes,
    find_public_award,
    get_public_award,
    hides_evidence,
    is_private_address,
    key_history,
    read_identifier,
    renewal_at,
    resource_of,
    standing_of,
    status_history,
)
from openlaurel.apps.verifier.engine import NotObtained, Verifier, VerifierError
from openlaurel.apps.verifier.outside import Gathered
from openlaurel.apps.verifier.presenting import without_evidence
from openlaurel.apps.verifier.resolving import read_found
from openlaurel.apps.verifier.statements import installation_document
from openlaurel.core.keys import did_web_of
from openlaurel.core.verification import (
    DidDocumentNeeded,
    DidDocumentWithHistory,
    Report,
    StatusHistory,
    Unavailable,
)

__all__ = [
    "Gathered",
    "VerifierError",
    "count_verification",
    "obtain_badge",
    "obtain_did_document",
    "verify",
    "verify_gathering",
    "verify_text",
    "verify_upload",
    "verify_url",
]


def verify(
    document: bytes | str,
    *,
    now: datetime,
    recipient: str = "",
    offline: bool = False,
    at: datetime | None = None,
) -> Report:
    """This function will verify a badge as JSON or JWT as of `now`, and compare `recipient`, if given, with its own.

    With `offline` the network isn't used, and a check that would need it fails, saying so. With `at`, a moment before
    `now`, the answer is about then. Never raises for what a document holds.
    """
    return _verifier(offline, at).verify(document, now=now, recipient=recipient)


def verify_upload(
    data: bytes,
    filename: str = "",
    *,
    now: datetime,
    recipient: str = "",
    offline: bool = False,
    at: datetime | None = None,
) -> Report:
    """This function will verify a PNG, SVG, JSON or JWT file, told by its content: `filename` may be anything.

    Raises Unreadable or TooLarge.
    """
    return _verifier(offline, at).verify_file(data, now=now, recipient=recipient)


def verify_gathering(data: bytes, *, gathered: Gathered, now: datetime) -> Report:
    """This function will verify a file and keep in `gathered` all that it took, keys and status lists of others and ours.

    What others' identifiers stand for is taken from there, where it was found before. Raises Unreadable or TooLarge.
    """
    return replace(_verifier(False, None), gathered=gathered).verify_file(data, now=now)


def verify_text(
    text: str, *, now: datetime, recipient: str = "", offline: bool = False, at: datetime | None = None
) -> Report:
    """This function will verify what somebody pasted: JSON, a JWT or an address. Raises a VerifierError."""
    return _verifier(offline, at).verify_text(text, now=now, recipient=recipient)


def verify_url(
    url: str, *, now: datetime, recipient: str = "", offline: bool = False, at: datetime | None = None
) -> Report:
    """This function will verify the badge at an address: one of ours from the store, others by fetching.

    A page leads to its badge by <link rel="alternate">. Raises NotObtained when there is none to be had, and what
    `verify_upload` raises.
    """
    return _verifier(offline, at).verify_url(url, now=now, recipient=recipient)


def obtain_badge(url: str) -> bytes:
    """This function will return the file of the badge at an address, unverified, to be kept. Raises NotObtained."""
    return _verifier(False, None).obtain(url)


def obtain_did_document(need: DidDocumentNeeded) -> Any:
    """This function will return the DID document that is needed as parsed JSON, or Unavailable: ours from the store,
    others by fetching."""
    return read_found(_verifier(False, None).obtain_need(need), need)


def count_verification(report: Report, *, origin: str | None, now: datetime) -> None:
    """This function will count that a badge of this site was verified; those of others leave no trace.

    `origin` is a key of the figures' ORIGINS, None for a robot, which doesn't count.
    """
    place = read_identifier(str((report.credential or {}).get("id", "")))
    if origin is None or place is None or place.kind != "award":
        return
    try:
        note_verification(award=get_public_award(place.key), origin=origin, now=now)
    except (Award.DoesNotExist, ValidationError):
        return


def _verifier(offline: bool, at: datetime | None) -> Verifier:
    return Verifier(
        own=_own_resource,
        own_badge=_own_badge,
        own_history=_own_history,
        own_why=_own_why,
        own_renewed=_own_renewed,
        own_standing=_own_standing,
        own_notes=_own_notes,
        own_shown=_own_shown,
        allow=settings.OPENLAUREL_FETCH_ALLOW,
        offline=offline,
        at=at,
    )


def _own_resource(identifier: str) -> bytes | DidDocumentWithHistory | Unavailable | None:
    """What an identifier of ours stands for; Unavailable for one that we never gave out, None for those of others."""
    if not _is_ours(identifier):
        return None
    try:
        found = resource_of(identifier) or installation_document(identifier)
    except DatabaseError:
        return Unavailable(
            f"The database of this installation, which holds {identifier[:200]}, can't be reached."
        )
    if found is not None and identifier.startswith("did:"):
        return DidDocumentWithHistory(found, key_history(identifier))
    if found is None:
        return Unavailable(f"{identifier[:200]} has the form of an address of this site, but isn't one.")
    return found


def _own_history(list_url: str, index: int) -> StatusHistory | None:
    """What became of an entry of a status list of ours; None for lists of others, and while it can't be asked."""
    try:
        return status_history(list_url, index)
    except DatabaseError:
        return None


def _own_why(list_url: str, index: int) -> str:
    """Why the badge with that entry of a list of ours was replaced; "" for others, and while it can't be asked."""
    try:
        return correction_reason(list_url, index)
    except DatabaseError:
        return ""


def _own_renewed(list_url: str, index: int) -> Renewal | None:
    """By what the badge with that entry of a list of ours was renewed; None for others, and while it can't be asked."""
    try:
        return renewal_at(list_url, index)
    except DatabaseError:
        return None


def _own_standing(list_url: str, index: int) -> Standing | None:
    """What is on record of an entry of a list of suspensions of ours; None for others, and while it can't be asked."""
    try:
        return standing_of(list_url, index)
    except DatabaseError:
        return None


def _own_notes(identifier: str) -> list[dict[str, str]]:
    """The published notes of recalls about the badge of ours with that id; none while they can't be asked for."""
    place = read_identifier(identifier)
    if place is None or place.kind != "award":
        return []
    try:
        return [
            {
                "issuer": note.organisation.name,
                "date": note.published_at.date().isoformat() if note.published_at else "",
                "url": note_url(note),
            }
            for note in notes_about(UUID(place.key))
        ]
    except DatabaseError:
        return []


def _own_badge(url: str) -> bytes | None:
    """The document of a badge of ours that its holder accepted; None for addresses of others."""
    if not _is_ours(url):
        return None
    try:
        award = find_public_award(url)
        if award is not None:
            return credential_bytes(award)
        if is_private_address(url):
            raise NotObtained(
                f"The badge at {url[:200]} is private: its holder shows it by its file. Ask them for that, and give the file."
            )
    except DatabaseError as error:
        raise NotObtained("The database of this installation can't be reached.") from error
    raise NotObtained(
        f"There is no public badge at {url[:200]}. Check the address, or ask its holder whether it was accepted."
    )


def _own_shown(report: Report) -> Report:
    """The report of a badge of ours that was given by its address, without evidence that its holder hides."""
    place = read_identifier(str((report.credential or {}).get("id", "")))
    if place is None or place.kind != "award" or not hides_evidence(place.key):
        return report
    return without_evidence(report)


def _is_ours(identifier: str) -> bool:
    for base in settings.INSTALLATION.urls:
        did = did_web_of(base)
        if identifier == base or identifier.startswith((base + "/", base + "?", did + ":", did + "#")):
            return True
        if identifier == did:
            return True
    return False
