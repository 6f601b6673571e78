"""Building an OpenBadgeCredential, Open Badges 3.0.3 on VC Data Model 2.0 (B.1.2 AchievementCredential)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from openlaurel.core.openbadges.errors import BadDefinition
from openlaurel.core.openbadges.identity import IdentityObject
from openlaurel.core.openbadges.model import Achievement, Evidence, Profile, Result, without_empty
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES
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
) -> dict[str, Any]:
    """This function will return the unsigned credential of one award.

    Dates are aware; they are written in UTC to the second. Raises BadDefinition when the recipient is missing,
    the validity ends before it begins, or a result refers to no result description.
    """
    if not recipients and not subject_id:
        raise BadDefinition("A badge says whom it is about: an identity or an id is needed.")
    starts, ends = utc(valid_from), utc(valid_until) if valid_until is not None else None
    if ends is not None and ends <= starts:
        raise BadDefinition("The validity must end after it begins.")
    known = {description.id for description in achievement.result_descriptions}
    for result in results:
        if result.description_id not in known:
            raise BadDefinition(
                f"The result refers to {result.description_id!r}, which the achievement doesn't describe."
            )
    subject = without_empty(
        {
            "id": subject_id,
            "type": ["AchievementSubject"],
            "identifier": [recipient.as_json() for recipient in recipients],
            "narrative": narrative,
            "achievement": achievement.as_json(),
            "result": [result.as_json() for result in results],
        }
    )
    return without_empty(
        {
            "@context": [CREDENTIALS_V2, OPEN_BADGES],
            "id": id,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": achievement.name,
            "issuer": issuer.as_json(),
            "validFrom": starts,
            "validUntil": ends,
            "awardedDate": utc(awarded_date),
            "credentialSubject": subject,
            "evidence": [item.as_json() for item in evidence],
            "credentialStatus": status and status.as_json(),
        }
    )


def utc(moment: datetime) -> str:
    """This function will write an aware moment as the standards want it: UTC, to the second."""
    if moment.tzinfo is None:
        raise BadDefinition("A date needs a time zone.")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
