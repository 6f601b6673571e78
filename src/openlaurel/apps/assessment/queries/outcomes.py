"""What a learner's passed assessments say about them: what a badge may carry as results and evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import (
    Assessment,
    AssessmentKind,
    Attempt,
    Retest,
    Submission,
    SubmissionState,
)
from openlaurel.apps.catalog.models import Achievement

_hiding: list[Callable[[Submission], bool]] = []


@dataclass(frozen=True)
class Outcome:
    """How one assessment was passed. `levels` are the rubric's (criterion id, level id), empty for a quiz."""

    assessment: Assessment
    points: int
    max_points: int
    passed_at: datetime
    levels: tuple[tuple[str, str], ...] = ()

    @property
    def percent(self) -> int:
        return percent_of(self.points, self.max_points)


@dataclass(frozen=True)
class SharedWork:
    """Work that its owner shows with their badge; `url` is its public page, as long as they share it."""

    submission: Submission
    name: str
    url: str


def percent_of(points: int, max_points: int) -> int:
    """This function will return whole percent, rounded down: nobody is said to have reached what they didn't."""
    return points * 100 // max_points if max_points else 0


def outcomes_of(achievement: Achievement, account: Account) -> list[Outcome]:
    """This function will return how `account` passed each assessment of the achievement, in their order."""
    attempts = {
        attempt.assessment_id: attempt
        for attempt in Attempt.objects.filter(
            assessment__achievement=achievement, account=account, passed=True
        )
    }
    work = {submission.assessment_id: submission for submission in _passed_work(achievement, account)}
    found = []
    for assessment in achievement.assessments.all():
        if assessment.kind == AssessmentKind.QUIZ and (attempt := attempts.get(assessment.pk)):
            assert attempt.submitted_at is not None
            found.append(
                Outcome(assessment, int(attempt.points or 0), attempt.max_points or 0, attempt.submitted_at)
            )
        elif submission := work.get(assessment.pk):
            review = submission.review
            levels = tuple(sorted(review.levels.items()))
            found.append(Outcome(assessment, review.points, review.max_points, review.decided_at, levels))
    return found


def accounts_who_passed(assessment: Assessment) -> Q:
    """This function will return the condition on accounts that they have passed an assessment, and aren't asked to again."""
    attempts = Attempt.objects.filter(assessment=assessment, passed=True)
    work = Submission.objects.filter(assessment=assessment, state=SubmissionState.PASSED)
    again = Retest.objects.filter(assessment=assessment, passed_at=None)
    has_passed = Q(pk__in=attempts.values("account")) | Q(pk__in=work.values("account"))
    return has_passed & ~Q(pk__in=again.values("account"))


def shared_work_of(achievement: Achievement, account: Account) -> list[SharedWork]:
    """This function will return the passed work that `account` shows with the badge of this achievement."""
    return [
        SharedWork(
            submission=submission,
            name=submission.assessment.title,
            url=settings.OPENLAUREL_URL + reverse("assessment:evidence-detail", args=[submission.pk]),
        )
        for submission in _passed_work(achievement, account).filter(share_as_evidence=True)
    ]


def hide_work_where(is_hidden: Callable[[Submission], bool]) -> None:
    """This function will have work shown to nobody as long as `is_hidden` says so.

    Apps above the assessments register in their `ready()`.
    """
    _hiding.append(is_hidden)


def get_shared_work(submission_id: UUID) -> Submission:
    """This function will return work that its owner shows to everybody, or raise Submission.DoesNotExist."""
    submission = Submission.objects.select_related("assessment__achievement__organisation", "account").get(
        pk=submission_id, state=SubmissionState.PASSED, share_as_evidence=True
    )
    if any(is_hidden(submission) for is_hidden in _hiding):
        raise Submission.DoesNotExist
    return submission


def _passed_work(achievement: Achievement, account: Account) -> QuerySet[Submission]:
    return Submission.objects.filter(
        assessment__achievement=achievement, account=account, state=SubmissionState.PASSED
    ).select_related("review", "assessment")
