"""Endorsements that a badge brings along (Open Badges 3.0, EndorsementCredential).

Each is verified as a credential of its own, by the same steps as the badge, and no further: an endorsement of an
endorsement isn't looked at. What is found is told; it makes no badge better or worse than it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from openlaurel.core.verification.report import Check, Report
from openlaurel.core.verification.resources import Need, Needs

MAXIMUM_ENDORSEMENTS = 5
MAXIMUM_JWT = 64 * 1024
OUT_OF_REACH = frozenset({"key_unavailable", "status_unavailable"})

Endorsed = dict[str, frozenset[str]]
VerifyAlone = Callable[[dict[str, Any] | str], Report | Needs]


def check_endorsements(
    credential: dict[str, Any], verify_alone: VerifyAlone
) -> tuple[list[Check], list[Need]]:
    """This function will return a line for each endorsement of the badge, its achievement or its issuer, and what is
    needed before all of them are told.

    `verify_alone` verifies one credential without what it brings along in turn.
    """
    found = list(_endorsements(credential))
    endorsed = _endorsed(credential)
    checks: list[Check] = []
    needs: list[Need] = []
    for endorsement in found[:MAXIMUM_ENDORSEMENTS]:
        outcome = _check(endorsement, endorsed, verify_alone)
        if isinstance(outcome, Needs):
            needs += outcome.needs
        else:
            checks.append(outcome)
    if len(found) > MAXIMUM_ENDORSEMENTS:
        params = {"count": str(len(found)), "most": str(MAXIMUM_ENDORSEMENTS)}
        checks.append(Check("endorsement", "skipped", "endorsements_left_out", params))
    return checks, needs


def _endorsements(credential: dict[str, Any]) -> Iterator[Any]:
    issuer = credential.get("issuer")
    for holder in (credential, *_achievements(credential), issuer):
        if isinstance(holder, dict):
            yield from _list(holder.get("endorsement"))
            yield from _list(holder.get("endorsementJwt"))


def _achievements(credential: dict[str, Any]) -> list[dict[str, Any]]:
    subjects = [
        subject for subject in _list(credential.get("credentialSubject")) if isinstance(subject, dict)
    ]
    found = [subject.get("achievement") for subject in subjects]
    return [achievement for achievement in found if isinstance(achievement, dict)]


def _endorsed(credential: dict[str, Any]) -> Endorsed:
    """What an endorsement may be about, by the reason that says so, each with the ids that stand for it."""
    issuer = credential.get("issuer")
    return {
        "badge_endorsed": _ids(credential),
        "achievement_endorsed": _ids(*_achievements(credential)),
        "issuer_endorsed": _ids(issuer if isinstance(issuer, dict) else {"id": issuer}),
    }


def _check(endorsement: Any, endorsed: Endorsed, verify_alone: VerifyAlone) -> Check | Needs:
    is_jwt = isinstance(endorsement, str)
    if not isinstance(endorsement, dict | str) or (is_jwt and len(endorsement) > MAXIMUM_JWT):
        fault = "It is neither a credential nor a JWT of a usual length."
        return Check("endorsement", "fail", "endorsement_unreadable", {"fault": fault})
    report = verify_alone(endorsement)
    if isinstance(report, Needs):
        return report
    document = report.credential
    if document is None:
        return Check(
            "endorsement", "fail", "endorsement_unreadable", {"fault": report.check("format").detail}
        )
    params = {"endorser": _endorser(report, document)} | _words(document)
    failed = next((check for check in report.checks if check.outcome == "fail"), None)
    if failed is not None:
        params["fault"] = failed.detail
        if failed.reason in OUT_OF_REACH:
            return Check("endorsement", "skipped", "endorsement_out_of_reach", params)
        return Check("endorsement", "fail", "endorsement_broken", params)
    return _about(document, endorsed, params)


def _about(document: dict[str, Any], endorsed: Endorsed, params: dict[str, str]) -> Check:
    """Whether an endorsement that holds is one of this badge: anyone may put a copy of another into a badge."""
    if "EndorsementCredential" not in _list(document.get("type")):
        fault = "It is a credential, but not an EndorsementCredential."
        return Check("endorsement", "fail", "endorsement_unreadable", {"fault": fault})
    subjects = _ids(*_list(document.get("credentialSubject")))
    reason = next((reason for reason, ids in endorsed.items() if ids & subjects), None)
    if reason is None:
        subject = min(subjects, default="nothing that has an id")
        return Check("endorsement", "fail", "endorses_something_else", params | {"subject": subject[:200]})
    issuer = document["issuer"]
    if _ids(issuer if isinstance(issuer, dict) else {"id": issuer}) & endorsed["issuer_endorsed"]:
        return Check("endorsement", "warn", "endorses_itself", params)
    return Check("endorsement", "pass", reason, params)


def _endorser(report: Report, document: dict[str, Any]) -> str:
    """Who endorses, as the check of the issuer says it; where that wasn't reached, only the identifier is told."""
    confirmed = report.check("issuer").params.get("issuer")
    issuer = document.get("issuer")
    return confirmed or str(issuer.get("id") if isinstance(issuer, dict) else issuer)[:180]


def _words(document: dict[str, Any]) -> dict[str, str]:
    """What the endorser writes (endorsementComment), too short to bury the rest."""
    for subject in _list(document.get("credentialSubject")):
        comment = subject.get("endorsementComment") if isinstance(subject, dict) else None
        if isinstance(comment, str) and comment.strip():
            return {"says": comment.strip()[:500]}
    return {}


def _ids(*holders: Any) -> frozenset[str]:
    found = [holder.get("id") for holder in holders if isinstance(holder, dict)]
    return frozenset(identifier for identifier in found if isinstance(identifier, str) and identifier)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
