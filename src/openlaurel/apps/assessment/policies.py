"""Who may take an assessment, and who may judge."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.errors import (
    AlreadyPassed,
    AssessmentError,
    CoolingOff,
    NoAttemptsLeft,
    NotAssessedHere,
    WaitingForReview,
)
from openlaurel.apps.assessment.models import (
    Assessment,
    AssessmentKind,
    Attempt,
    ExtraAttempt,
    Submission,
    SubmissionState,
)
from openlaurel.apps.assessment.retests import opened_since
from openlaurel.apps.catalog.models import Achievement, VersionState
from openlaurel.apps.profiles.policies import Actor, NotAllowed, check_can


def attempts_allowed(assessment: Assessment, account: Account) -> int:
    """This function will return how many attempts `account` has, those given on top included; of a retest anew."""
    extra = ExtraAttempt.objects.filter(assessment=assessment, account=account)
    if since := opened_since([assessment], account).get(assessment.pk):
        extra = extra.filter(given_at__gte=since)
    return assessment.max_attempts + extra.count()


def check_is_offered(assessment: Assessment, kind: AssessmentKind) -> None:
    """This function will raise NotAssessedHere unless learners can take this assessment, and it is of `kind`."""
    offered = Achievement.objects.filter(
        pk=assessment.achievement_id, archived_at=None, versions__state=VersionState.PUBLISHED
    )
    if assessment.kind != kind or not offered.exists():
        raise NotAssessedHere(
            _("This assessment isn't open. Look in the catalogue for what can be earned now.")
        )


def check_can_start(assessment: Assessment, account: Account, now: datetime) -> None:
    """This function will raise the reason why `account` can't begin a new attempt at a quiz now."""
    check_is_offered(assessment, AssessmentKind.QUIZ)
    made = Attempt.objects.filter(assessment=assessment, account=account)
    if since := opened_since([assessment], account).get(assessment.pk):
        made = made.filter(started_at__gte=since)
    attempts = list(made)
    if any(attempt.passed for attempt in attempts):
        raise AlreadyPassed(_("You have passed this quiz. Go on with the next step of the course."))
    if len(attempts) >= attempts_allowed(assessment, account):
        raise NoAttemptsLeft(
            _("You have used all your attempts. Ask %(organisation)s for another one.")
            % {"organisation": assessment.achievement.organisation.name}
        )
    ended = [attempt.submitted_at for attempt in attempts if attempt.submitted_at is not None]
    until = max(ended) + timedelta(hours=assessment.cooling_off_hours) if ended else now
    if assessment.cooling_off_hours and until > now:
        raise CoolingOff(
            _("You can try again from %(moment)s on. Use the time to read the lessons again.")
            % {"moment": f"{date_format(localtime(until), 'DATETIME_FORMAT')} {localtime(until).tzname()}"},
            until,
        )


def check_can_submit(assessment: Assessment, account: Account) -> None:
    """This function will raise the reason why `account` can't hand in work for a task now."""
    check_is_offered(assessment, AssessmentKind.TASK)
    work = Submission.objects.filter(assessment=assessment, account=account)
    states = set(work.values_list("state", flat=True))
    passed = work.filter(state=SubmissionState.PASSED)
    if since := opened_since([assessment], account).get(assessment.pk):
        passed = passed.filter(review__decided_at__gte=since)
    if passed.exists():
        raise AlreadyPassed(_("You have passed this task. Go on with the next step of the course."))
    if SubmissionState.SUBMITTED in states:
        raise WaitingForReview(
            _("Your work is waiting for review. You get a mail when it is reviewed, then you can go on.")
        )


def check_can_review(actor: Actor, submission: Submission) -> None:
    """This function will raise NotAllowed or NotAMember unless `actor` may judge this submission.

    Nobody judges their own work, whatever their role.
    """
    check_can(actor, "review_submission", submission.assessment.achievement.organisation)
    if actor.account is not None and actor.account.id == submission.account_id:
        raise NotAllowed(_("This is your own work. Ask another assessor to review it."))


def can_review(actor: Actor, submission: Submission) -> bool:
    try:
        check_can_review(actor, submission)
    except NotAllowed:
        return False
    return True


def can_start(assessment: Assessment, account: Account, now: datetime) -> bool:
    try:
        check_can_start(assessment, account, now)
    except AssessmentError:
        return False
    return True


def can_submit(assessment: Assessment, account: Account) -> bool:
    try:
        check_can_submit(assessment, account)
    except AssessmentError:
        return False
    return True
