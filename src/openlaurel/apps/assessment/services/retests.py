"""Asking learners to take again what they have passed."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from openlaurel.apps.assessment.models import Assessment, Attempt, Retest, Submission, SubmissionState
from openlaurel.apps.events.services import EventDraft, record_events
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, check_can


def open_retests(
    *,
    organisation: Profile,
    assessments: Collection[Assessment],
    accounts: Collection[UUID],
    by: Actor,
    now: datetime,
) -> set[tuple[UUID, UUID]]:
    """This function will open assessments anew for those of the accounts who passed them, in the caller's transaction.

    It returns the (assessment, account) that are open now; one that was open already stays so, and asked again nothing
    happens. What was passed stays on record.
    """
    check_can(by, "act_in_bulk", organisation)
    passed = set(
        Attempt.objects.filter(assessment__in=assessments, account__in=accounts, passed=True)
        .order_by()
        .values_list("assessment", "account")
    ) | set(
        Submission.objects.filter(
            assessment__in=assessments, account__in=accounts, state=SubmissionState.PASSED
        )
        .order_by()
        .values_list("assessment", "account")
    )
    open_now = set(
        Retest.objects.filter(assessment__in=assessments, account__in=accounts, passed_at=None)
        .order_by()
        .values_list("assessment", "account")
    )
    fresh = sorted(passed - open_now)
    Retest.objects.bulk_create(
        [
            Retest(assessment_id=assessment_id, account_id=account_id, opened_at=now)
            for assessment_id, account_id in fresh
        ],
        ignore_conflicts=True,
    )
    news = [
        EventDraft(
            "retest.opened",
            ("account", account_id),
            by.id,
            organisation.pk,
            {"assessment_id": str(assessment_id)},
        )
        for assessment_id, account_id in fresh
    ]
    if news:
        record_events(news, now=now)
    return passed | open_now
