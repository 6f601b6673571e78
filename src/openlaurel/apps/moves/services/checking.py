"""A badge's own file is verified as anybody's would be; what was found is kept with it."""

from datetime import datetime
from typing import Any

from openlaurel.apps.moves.models import ImportedAward
from openlaurel.apps.verifier.services import VerifierError, verify_upload
from openlaurel.core.verification import Check, Report


def check_original(award: ImportedAward, *, now: datetime) -> dict[str, Any]:
    """This function will verify the file that was imported with a badge, and return the report as it is kept."""
    try:
        report = verify_upload(bytes(award.original), now=now, recipient=award.recipient_email)
    except VerifierError as error:
        return {"verified": False, "fault": str(error)[:300], "checks": []}
    checks = [
        {"check": check.check, "outcome": check.outcome, "reason": check.reason, "params": dict(check.params)}
        for check in report.checks
    ]
    return {"verified": report.verified, "checks": checks}


def report_of(kept: dict[str, Any]) -> Report | None:
    """This function will return a kept report as a value; None for one that says only that nothing could be read."""
    if not kept.get("checks"):
        return None
    return Report(tuple(Check(**check) for check in kept["checks"]))
