"""A Comprehensive Learner Record (CLR 2.0): its own signature says who put it together, each credential in it proves itself.

A record holds only as far as all that is in it does: each credential is verified by the same steps as one alone (CLR 2.0,
ClrSubject, verifiableCredential), and one that doesn't hold, or couldn't be checked, fails the record.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openlaurel.core.verification.endorsements import OUT_OF_REACH
from openlaurel.core.verification.report import Check, Report
from openlaurel.core.verification.resources import Need, Needs

RECORD = "ClrCredential"
MAXIMUM_CREDENTIALS = 200

VerifyAlone = Callable[[dict[str, Any]], Report | Needs]


def is_record(credential: dict[str, Any]) -> bool:
    """This function will say whether a credential names itself a record."""
    types = credential.get("type")
    return RECORD in (types if isinstance(types, list) else [types])


def credentials_in(record: dict[str, Any]) -> list[Any]:
    """This function will return what a record holds as credentials, whatever it is."""
    subject = record.get("credentialSubject")
    subjects = subject if isinstance(subject, list) else [subject]
    found: list[Any] = []
    for one in subjects:
        held = one.get("verifiableCredential") if isinstance(one, dict) else None
        found += held if isinstance(held, list) else [] if held is None else [held]
    return found


def check_credentials(record: dict[str, Any], verify_alone: VerifyAlone) -> tuple[list[Check], list[Need]]:
    """This function will return a line for each credential in a record, and what is needed before all are told."""
    found = credentials_in(record)
    checks: list[Check] = []
    needs: list[Need] = []
    for credential in found[:MAXIMUM_CREDENTIALS]:
        outcome = _check(credential, verify_alone)
        if isinstance(outcome, Needs):
            needs += outcome.needs
        else:
            checks.append(outcome)
    if len(found) > MAXIMUM_CREDENTIALS:
        params = {"count": str(len(found)), "most": str(MAXIMUM_CREDENTIALS)}
        checks.append(Check("credential", "fail", "credentials_left_out", params))
    return checks, needs


def _check(credential: Any, verify_alone: VerifyAlone) -> Check | Needs:
    if not isinstance(credential, dict):
        return Check("credential", "fail", "credential_unreadable")
    report = verify_alone(credential)
    if isinstance(report, Needs):
        return report
    params = {"name": _name(credential), "issuer": _issuer(report, credential)}
    failed = next((check for check in report.checks if check.outcome == "fail"), None)
    if report.verified:
        return Check("credential", "pass", "credential_holds", params)
    if failed is None:
        return Check("credential", "fail", "credential_untold", params)
    reason = "credential_out_of_reach" if failed.reason in OUT_OF_REACH else "credential_fails"
    return Check("credential", "fail", reason, params | {"fault": failed.detail})


def _issuer(report: Report, credential: dict[str, Any]) -> str:
    """Who issued it, as the check of that says; where it wasn't reached, only the identifier is told."""
    confirmed = report.check("issuer").params.get("issuer")
    issuer = credential.get("issuer")
    return confirmed or str(issuer.get("id") if isinstance(issuer, dict) else issuer)[:180]


def _name(credential: dict[str, Any]) -> str:
    """What it was issued for, as it says itself, too short to bury the rest."""
    subject = credential.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and subject else subject
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    for holder in (achievement, credential):
        name = holder.get("name") if isinstance(holder, dict) else None
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())[:150]
    return str(credential.get("id", ""))[:150]
