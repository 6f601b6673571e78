"""Building an OpenBadgeCredential, Open Badges 3.0.3 on VC Data Model 2.0 (B.1.2 AchievementCredential)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from openlaurel.core.openbadges.achievements import Achievement
from openlaurel.core.openbadges.credential import AchievementCredential, AchievementSubject, Evidence, Result
from openlaurel.core.openbadges.credential_terms import CredentialStatus
from openlaurel.core.openbadges.errors import BadDefinition
from openlaurel.core.openbadges.identity import IdentityObject
from openlaurel.core.openbadges.profiles import Profile
from openlaurel.core.status import StatusEntry


def build_credential(
    *,
    id: str,
    issuer: Profile,
    achievement: Achievement,
    recipients: Sequence[IdentityObject],
    awarded_date: datetime,
    valid_from: datetime,
    valid_until: datetime | None = None,
    subject_id: str = "",
    narrative: str = "",
    results: Sequence[Result] = (),
    evidence: Sequence[Evidence] = (),
    status: StatusEntry | None = None,
    role: str = "",
    term: str = "",
    license_number: str = "",
    credits: float | int | None = None,
    activity_start: str = "",
    activity_end: str = "",
) -> dict[str, Any]:
    """This function will return the unsigned credential of one award.

    Dates are aware; they are written in UTC to the second. The activity's are text as it is signed. Raises BadDefinition when the recipient is missing,
    the validity ends before it begins, or a result refers to no result description.
    """
    starts, ends = utc(valid_from), utc(valid_until) if valid_until is not None else ""
    if ends and ends <= starts:
        raise BadDefinition("The validity must end after it begins.")
    known = {description.id for description in achievement.result_descriptions}
    for result in results:
        if result.description_id not in known:
            raise BadDefinition(
                f"The result refers to {result.description_id!r}, which the achievement doesn't describe."
            )
    subject = AchievementSubject(
        achievement,
        subject_id,
        identifiers=tuple(recipients),
        narrative=narrative,
        results=tuple(results),
        role=role,
        term=term,
        license_number=license_number,
        credits=credits,
        activity_start=activity_start,
        activity_end=activity_end,
    )
    return AchievementCredential(
        id=id,
        name=achievement.name,
        issuer=issuer,
        valid_from=starts,
        valid_until=ends,
        awarded_date=utc(awarded_date),
        subject=subject,
        evidence=tuple(evidence),
        status=CredentialStatus.read(status.as_json()) if status is not None else None,
    ).as_json()


def utc(moment: datetime) -> str:
    """This function will write an aware moment as the standards want it: UTC, to the second."""
    if moment.tzinfo is None:
        raise BadDefinition("A date needs a time zone.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
