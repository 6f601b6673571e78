"""A badge, or a record of several, and what it brings along: schemas that it says it follows, evidence and related resources that it pins,
endorsements by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification.endorsements import check_endorsements
from openlaurel.core.verification.evidence import check_evidence, check_related
from openlaurel.core.verification.records import check_credentials, is_record
from openlaurel.core.verification.report import Check, Report
from openlaurel.core.verification.resources import Need, Needs, Resources
from openlaurel.core.verification.schemas import check_schemas
from openlaurel.core.verification.verifier import verify as verify_alone


def verify(
    document: bytes | str | dict[str, Any],
    resources: Resources,
    now: datetime,
    *,
    canonizer: Canonizer,
    at: datetime | None = None,
) -> Report | Needs:
    """This function will verify a badge as JSON or JWT, as of `now` (aware), and return the Report.

    With `at`, a moment that is over, it answers whether the badge was valid then, from what is known now; what can't
    be known of then is skipped, saying what it would take. Raises DayToCome when `at` is after `now`.

    It does no I/O: when something is needed that isn't in `resources` (by the need's key), it returns the Needs, and
    the caller calls again with them. What a document can be never raises. What a badge brings along is looked at once
    the badge itself holds: of one that doesn't, it would say nothing. It is looked at as it is today.
    """
    report = verify_alone(document, resources, now, canonizer=canonizer, at=at)
    if isinstance(report, Needs) or not report.verified or report.credential is None:
        return report
    schemas, needed_first = check_schemas(report.credential, resources)
    evidence, needed = check_evidence(report.credential, resources)
    related, needed_beside = check_related(report.credential, resources)
    endorsements, needed_too = check_endorsements(
        report.credential, lambda endorsement: verify_alone(endorsement, resources, now, canonizer=canonizer)
    )
    credentials: list[Check] = []
    needed_inside: list[Need] = []
    if is_record(report.credential):
        credentials, needed_inside = check_credentials(
            report.credential, lambda one: verify_alone(one, resources, now, canonizer=canonizer, at=at)
        )
    if needs := [*needed_first, *needed, *needed_beside, *needed_too, *needed_inside]:
        return Needs(tuple(dict.fromkeys(needs)))
    return replace(report, further=(*credentials, *schemas, *evidence, *related, *endorsements))
