"""What an organisation's assessors have to do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import (
    Assessment,
    Attempt,
    ExtraAttempt,
    Submission,
    SubmissionState,
)
from openlaurel.apps.profiles.models import Profile


def review_queue(organisation: Profile, besides: Account | None = None) -> QuerySet[Submission]:
    """This function will return the work that waits for review, oldest first.

    `besides` leaves out the work of one person: the assessor who asks.
    """
    waiting = submissions_to(organisation).filter(state=SubmissionState.SUBMITTED)
    if besides is not None:
        waiting = waiting.exclude(account=besides)
    return waiting.order_by("submitted_at", "pk")


def reviewed_work(organisation: Profile) -> QuerySet[Submission]:
    """This function will return the work that was decided on, the latest decision first."""
    decided = submissions_to(organisation).exclude(state=SubmissionState.SUBMITTED)
    return decided.select_related("review__assessor").order_by("-review__decided_at", "pk")


def submissions_to(organisation: Profile) -> QuerySet[Submission]:
    """This function will return all work that was handed in for the organisation's achievements."""
    return Submission.objects.filter(assessment__achievement__organisation=organisation).select_related(
        "assessment__achievement__organisation", "account"
    )


@dataclass(frozen=True)
class StuckLearner:
    """Somebody who has used every attempt at a quiz without passing."""

    account: Account
    assessment: Assessment
    attempts: int
    last_at: datetime


def stuck_learners(organisation: Profile) -> list[StuckLearner]:
    """This function will return who has no attempt left, the latest first."""
    passed = Attempt.objects.filter(
        assessment=OuterRef("assessment"), account=OuterRef("account"), passed=True
    )
    ended = (
        Attempt.objects.filter(
            assessment__achievement__organisation=organisation, assessment__achievement__archived_at=None
        )
        .filter(~Exists(passed))
        .order_by()
        .values("assessment", "account")
        .annotate(
            used=Count("pk"),
            submitted=Count("submitted_at"),
            last_at=Max("submitted_at"),
            most=Max("assessment__max_attempts"),
        )
        .filter(submitted=F("used"), used__gte=F("most"))
    )
    rows = list(ended)
    extra: dict[tuple[object, object], int] = {}
    given = ExtraAttempt.objects.filter(assessment__in={row["assessment"] for row in rows})
    for pair in given.values_list("assessment", "account"):
        extra[pair] = extra.get(pair, 0) + 1
    rows = [
        row for row in rows if row["used"] >= row["most"] + extra.get((row["assessment"], row["account"]), 0)
    ]
    accounts = Account.objects.in_bulk({row["account"] for row in rows})
    assessments = Assessment.objects.select_related("achievement").in_bulk(
        {row["assessment"] for row in rows}
    )
    return sorted(
        (
            StuckLearner(
                accounts[row["account"]], assessments[row["assessment"]], row["used"], row["last_at"]
            )
            for row in rows
        ),
        key=lambda stuck: (stuck.last_at, stuck.account.pk, stuck.assessment.pk),
        reverse=True,
    )
