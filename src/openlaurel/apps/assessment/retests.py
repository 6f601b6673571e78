"""Taking again what was passed: since when an assessment is open anew for a learner."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, Attempt, Retest


def opened_since(assessments: Iterable[Assessment], account: Account) -> dict[object, datetime]:
    """This function will return by assessment the moment since which `account` is asked to take it again.

    Only tries begun, and work handed in, since then count for it. Those that nobody asks for aren't named.
    """
    rows = Retest.objects.filter(assessment__in=assessments, account=account, passed_at=None)
    return dict(rows.values_list("assessment", "opened_at"))


def close_retest(assessment: Assessment, account_id: UUID, now: datetime) -> None:
    """This function will end a retest that was passed just now, in the caller's transaction."""
    Retest.objects.filter(assessment=assessment, account=account_id, passed_at=None).update(passed_at=now)


def ended_retest(attempt: Attempt) -> bool:
    """This function will tell whether an attempt was the one by which a retest was passed."""
    rows = Retest.objects.filter(assessment=attempt.assessment_id, account=attempt.account_id)
    return rows.filter(passed_at=attempt.submitted_at).exists() if attempt.submitted_at else False
