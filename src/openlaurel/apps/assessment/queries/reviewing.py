"""What an organisation's assessors have to do."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.paginator import Page
from django.db.models import Count, DateTimeField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import (
    Assessment,
    Attempt,
    ExtraAttempt,
    Retest,
    Submission,
    SubmissionState,
)
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import page_of

EVER = datetime(1970, 1, 1, tzinfo=UTC)


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


def stuck_learners(organisation: Profile, number: str | None, size: int) -> Page[StuckLearner]:
    """This function will return a page of those who have no attempt left, the latest first."""
    return page_of(_last_attempts(organisation), number, size, _stuck)


def _last_attempts(organisation: Profile) -> QuerySet[Attempt]:
    """The last attempt of each learner who used all that they have without passing; of a retest, since it opened."""
    same = {"assessment": OuterRef("assessment"), "account": OuterRef("account")}
    attempts = Attempt.objects.filter(**same)
    again = Retest.objects.filter(**same, passed_at=None)
    earlier = attempts.filter(started_at__lt=OuterRef("since")).order_by().values("account")
    given = ExtraAttempt.objects.filter(**same, given_at__gte=OuterRef("since")).order_by().values("account")
    return (
        Attempt.objects.filter(
            assessment__achievement__organisation=organisation,
            assessment__achievement__archived_at=None,
            submitted_at__isnull=False,
        )
        .annotate(since=Coalesce(Subquery(again.values("opened_at")[:1]), Value(EVER, DateTimeField())))
        .filter(
            ~Exists(attempts.filter(number__gt=OuterRef("number"))),
            ~Exists(attempts.filter(passed=True, started_at__gte=OuterRef("since"))),
            started_at__gte=F("since"),
        )
        .annotate(
            extra=Coalesce(Subquery(given.annotate(of=Count("pk")).values("of")), 0),
            before=Coalesce(Subquery(earlier.annotate(of=Count("pk")).values("of")), 0),
        )
        .filter(number__gte=F("assessment__max_attempts") + F("extra") + F("before"))
        .select_related("account", "assessment__achievement")
        .order_by("-submitted_at", "-account", "-assessment")
    )


def _stuck(attempt: Attempt) -> StuckLearner:
    assert attempt.submitted_at is not None
    return StuckLearner(attempt.account, attempt.assessment, attempt.number, attempt.submitted_at)
