"""One badge of a dossier: verified as any other is, and compared with whom the dossier says that it is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from openlaurel.apps.issuing.queries import find_public_award
from openlaurel.apps.verifier.errors import VerifierError
from openlaurel.apps.verifier.holding import held_by
from openlaurel.apps.verifier.models import Claim
from openlaurel.apps.verifier.sealed import Result
from openlaurel.apps.verifier.services import count_verification, verify_upload, verify_url
from openlaurel.apps.verifier.verdicts import VALID_THEN, VERIFIED, verdict_of
from openlaurel.core.dossiers import Exhibit
from openlaurel.core.openbadges.legacy import NotAnAssertion, read_moment
from openlaurel.core.verification import Report

HOLDS = frozenset({VERIFIED.kind, VALID_THEN.kind})
LONGEST = 300


def examine(
    exhibit: Exhibit, *, now: datetime, at: datetime | None = None, origin: str | None = None
) -> tuple[Result, Claim]:
    """This function will verify one badge and return what was found; it never raises for what a badge holds.

    `origin` is counted for a badge of ours, as for any other verification.
    """
    try:
        if exhibit.content:
            report = verify_upload(exhibit.content, now=now, at=at)
        else:
            report = verify_url(exhibit.address, now=now, at=at)
    except VerifierError as error:
        return Result("no_badge", error=str(error)[:500]), Claim.UNPROVEN
    count_verification(report, origin=origin, now=now)
    result = _result(exhibit, report)
    return result, claim_of(result)


def claim_of(result: Result) -> Claim:
    """This function will say what became of a claim: a badge that holds proves it of whom it names alone."""
    if result.verdict not in HOLDS:
        return Claim.UNPROVEN
    return Claim.PROVEN if result.holder in {"email", "name"} else Claim.GENUINE


def _result(exhibit: Exhibit, report: Report) -> Result:
    document = report.credential or {}
    held = held_by(report, exhibit.applicant, _shown_holder(document))
    older = report.check("format").reason == "readable_legacy"
    subject = _object(document.get("credentialSubject"))
    badge = _object(document.get("badge")) if older else _object(subject.get("achievement"))
    issuer = badge.get("issuer") if older else document.get("issuer")
    return Result(
        verdict=verdict_of(report).kind,
        holder=held.by,
        matched=held.matched,
        named=held.named,
        badge_id=_text(document.get("id")),
        badge_name=_text(badge.get("name")) or _text(document.get("name")),
        issuer_id=_text(issuer if isinstance(issuer, str) else _object(issuer).get("id")),
        issuer_name=_text(_object(issuer).get("name")),
        issued=_older(document, "issuedOn")
        if older
        else _text(document.get("validFrom") or document.get("issuanceDate")),
        ends=_older(document, "expires")
        if older
        else _text(document.get("validUntil") or document.get("expirationDate")),
        checks=report.checks,
        further=report.further[:20],
    )


def _shown_holder(document: dict[str, Any]) -> str:
    """The name that the public page of a badge of ours shows, since its holder agreed."""
    award = find_public_award(_text(document.get("id")))
    return award.recipient_name if award is not None and award.show_name else ""


def _older(document: dict[str, Any], name: str) -> str:
    try:
        moment = read_moment(document, name)
    except NotAnAssertion:
        return ""
    return moment.isoformat() if moment else ""


def _object(value: Any) -> dict[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _text(value: Any) -> str:
    return " ".join(value.replace("\0", "").split())[:LONGEST] if isinstance(value, str) else ""
