"""What counts instead of a badge that its issuer replaced.

To a status list a corrected badge's earlier file is revoked, no more. The file's id is an address at which the issuer
has what counts today: when that is the same issuer's signed badge of the same id and holds, it replaced this one. Only
badges of this installation are looked up: to ask another site would tell it whose badge is being checked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import orjson

from openlaurel.apps.verifier.outside import Own
from openlaurel.apps.verifier.resolving import Obtain, run
from openlaurel.core.verification import Check, DidDocumentWithHistory, Report

if TYPE_CHECKING:
    from openlaurel.apps.issuing.queries import Renewal

Known = TypeVar("Known")
Why = Callable[[str, int], str]
"""Why an issuer replaced the badge with an entry of a status list, as far as it is known here; else ""."""
Renewed = Callable[[str, int], "Renewal | None"]
"""By what the badge with an entry of a status list of ours was renewed; None for others."""


def tell_renewal(report: Report, *, own: Own, obtain: Obtain, now: datetime, renewed: Renewed) -> Report:
    """This function will return the report of a revoked badge of ours as that of a renewed one, where a newer badge took
    its place that holds. It stays one that fails; of a past day it is left as it is.
    """
    if report.credential is None or report.at is not None or report.check("status").reason != "revoked":
        return report
    found = _entry_of(report.credential, renewed)
    if found is None:
        return report
    # Not above: without an installation there are no awards, and the verifier works without Django's settings.
    from openlaurel.apps.issuing.queries import award_url

    document = own(award_url(found.newest.pk))
    if not isinstance(document, bytes) or not run(document, obtain=obtain, now=now).verified:
        return report
    params = {"date": found.renewed_at.date().isoformat(), "url": found.url}
    reason = "renewed" if found.url else "renewed_unseen"
    return report.with_check(
        Check("status", "fail", reason, params if found.url else {"date": params["date"]})
    )


def tell_successor(report: Report, *, own: Own, obtain: Obtain, now: datetime, why: Why) -> Report:
    """This function will return the report of a revoked or suspended badge of ours as that of a superseded one, where it was replaced.

    It stays one that fails. Of a past day the report is left as it is.
    """
    document, status = report.credential, report.check("status")
    if document is None or report.at is not None or status.reason not in {"revoked", "suspended"}:
        return report
    address = document.get("id")
    found = own(address) if isinstance(address, str) else None
    is_ours = isinstance(own(_issuer(document)), bytes | DidDocumentWithHistory)
    if not is_ours or not isinstance(found, bytes) or _is_same(found, document):
        return report
    successor = run(found, obtain=obtain, now=now)
    other = successor.credential
    if not successor.verified or other is None:
        return report
    params = {"url": str(other.get("id")), "date": _signed_on(other)}
    # Since this site has moved, the badge and its issuer go by another address; that it was replaced is on record.
    if reason := _reason(document, why):
        return report.with_check(Check("status", "fail", "superseded_because", {**params, "why": reason}))
    if (other.get("id"), _issuer(other)) != (address, _issuer(document)):
        return report
    return report.with_check(Check("status", "fail", "superseded", params))


def _is_same(found: bytes, document: dict[str, object]) -> bool:
    try:
        return bool(orjson.loads(found) == document)
    except orjson.JSONDecodeError:
        return False  # a picture, where the id ends in .png


def _issuer(document: dict[str, object]) -> str:
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else ""


def _signed_on(document: dict[str, object]) -> str:
    """The day on which it was signed; its start of validity where the signature names none."""
    proofs = document.get("proof")
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        if isinstance(proof, dict) and isinstance(proof.get("created"), str):
            return str(proof["created"])[:10]
    return str(document.get("validFrom", ""))[:10]


def _reason(document: dict[str, object], why: Why) -> str:
    return _entry_of(document, why) or ""


def _entry_of(document: dict[str, object], ask: Callable[[str, int], Known]) -> Known | None:
    """What is known of the entry of a status list that a document names."""
    entry = document.get("credentialStatus")
    if not isinstance(entry, dict):
        return None
    try:
        return ask(str(entry.get("statusListCredential")), int(str(entry.get("statusListIndex"))))
    except ValueError:
        return None
