"""Where a learner stands with the assessments of an achievement."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import (
    Assessment,
    AssessmentKind,
    Attempt,
    ExtraAttempt,
    Retest,
    Submission,
    SubmissionState,
)
from openlaurel.apps.assessment.retests import opened_since
from openlaurel.apps.catalog.models import Achievement


class Stage(StrEnum):
    """What a learner can do next with an assessment."""

    NOT_STARTED = "not_started"
    OPEN = "open"  # an attempt is begun and not submitted
    FAILED = "failed"  # may try again now
    COOLING_OFF = "cooling_off"  # may try again later
    NO_ATTEMPTS = "no_attempts"
    WAITING = "waiting"  # work is handed in and not reviewed
    RETURNED = "returned"  # work came back with comments
    PASSED = "passed"


@dataclass(frozen=True)
class Standing:
    """One assessment and one learner. `attempts` and `submissions` are all of theirs, in order.

    Since `opened_again_at` the learner is asked to take again what they had passed: what came before counts no longer.
    """

    assessment: Assessment
    stage: Stage
    attempts: tuple[Attempt, ...] = ()
    submissions: tuple[Submission, ...] = ()
    attempts_left: int = 0
    retry_from: datetime | None = None
    opened_again_at: datetime | None = None

    @property
    def is_passed(self) -> bool:
        return self.stage == Stage.PASSED

    @property
    def open_attempt(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.submitted_at is None), None)

    @property
    def is_actionable(self) -> bool:
        """Whether the learner can do something about it now."""
        return self.stage in {Stage.NOT_STARTED, Stage.OPEN, Stage.FAILED, Stage.RETURNED}


def standings_of(achievement: Achievement, account: Account, now: datetime) -> list[Standing]:
    """This function will return where `account` stands with each assessment of the achievement, in their order."""
    return _standings(achievement.assessments.select_related("rubric"), account, now)


def standing_of(assessment: Assessment, account: Account, now: datetime) -> Standing:
    """This function will return where `account` stands with one assessment."""
    return _standings([assessment], account, now)[0]


def all_passed(achievement: Achievement, account: Account) -> bool:
    """This function will say whether `account` passed every assessment; False where there is none to pass."""
    wanted = set(achievement.assessments.values_list("pk", flat=True))
    if Retest.objects.filter(assessment__in=wanted, account=account, passed_at=None).exists():
        return False
    attempts = Attempt.objects.filter(assessment__in=wanted, account=account, passed=True)
    work = Submission.objects.filter(assessment__in=wanted, account=account, state=SubmissionState.PASSED)
    passed = {*attempts.values_list("assessment", flat=True), *work.values_list("assessment", flat=True)}
    return bool(wanted) and passed == wanted


def _standings(assessments: Iterable[Assessment], account: Account, now: datetime) -> list[Standing]:
    assessments = list(assessments)
    attempts: dict[object, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(assessment__in=assessments, account=account):
        attempts.setdefault(attempt.assessment_id, []).append(attempt)
    work: dict[object, list[Submission]] = {}
    rows = Submission.objects.filter(assessment__in=assessments, account=account).select_related("review")
    for submission in rows:
        work.setdefault(submission.assessment_id, []).append(submission)
    given = ExtraAttempt.objects.filter(assessment__in=assessments, account=account)
    again = opened_since(assessments, account)
    extra = Counter(
        assessment_id
        for assessment_id, at in given.values_list("assessment", "given_at")
        if assessment_id not in again or at >= again[assessment_id]
    )
    return [
        _of_quiz(a, attempts.get(a.pk, []), extra[a.pk], now, again.get(a.pk))
        if a.kind == AssessmentKind.QUIZ
        else _of_task(a, work.get(a.pk, []), again.get(a.pk))
        for a in assessments
    ]


def _of_quiz(
    assessment: Assessment, made: list[Attempt], extra: int, now: datetime, again: datetime | None
) -> Standing:
    attempts = [attempt for attempt in made if again is None or attempt.started_at >= again]
    left = max(0, assessment.max_attempts + extra - len(attempts))
    ended = [attempt.submitted_at for attempt in attempts if attempt.submitted_at is not None]
    retry_from = None
    if any(attempt.passed for attempt in attempts):
        stage = Stage.PASSED
    elif len(ended) < len(attempts):
        stage = Stage.OPEN
    elif not attempts:
        stage = Stage.NOT_STARTED
    elif not left:
        stage = Stage.NO_ATTEMPTS
    else:
        retry_from = max(ended) + timedelta(hours=assessment.cooling_off_hours)
        stage = Stage.COOLING_OFF if assessment.cooling_off_hours and retry_from > now else Stage.FAILED
    return Standing(
        assessment, stage, tuple(made), attempts_left=left, retry_from=retry_from, opened_again_at=again
    )


def _of_task(assessment: Assessment, work: list[Submission], again: datetime | None) -> Standing:
    counting = [
        submission
        for submission in work
        if again is None
        or submission.state == SubmissionState.SUBMITTED
        or submission.review.decided_at >= again
    ]
    states = {submission.state for submission in counting}
    if SubmissionState.PASSED in states:
        stage = Stage.PASSED
    elif SubmissionState.SUBMITTED in states:
        stage = Stage.WAITING
    else:
        stage = Stage.RETURNED if counting else Stage.NOT_STARTED
    return Standing(assessment, stage, submissions=tuple(work), opened_again_at=again)
