"""Taking a quiz: no answer is lost, no attempt is counted twice, and marks are given once."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.errors import AttemptIsSubmitted, NoAttemptsLeft, UnreadableAnswers
from openlaurel.apps.assessment.marking import read_answer, read_key, readings, unit_of
from openlaurel.apps.assessment.models import (
    Assessment,
    AssessmentKind,
    Attempt,
    ExtraAttempt,
    Item,
    ItemKind,
)
from openlaurel.apps.assessment.policies import check_can_start, check_is_offered
from openlaurel.apps.assessment.retests import close_retest
from openlaurel.apps.events.services import record_event
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.rubrics import reaches

Answers = Mapping[str, Any] | Mapping[UUID, Any]


def start_attempt(*, assessment: Assessment, account: Account, now: datetime) -> Attempt:
    """This function will begin an attempt at a quiz, or return the one that is open.

    Raises AlreadyPassed, NoAttemptsLeft, CoolingOff or NotAssessedHere. Two calls at once give one attempt.
    """
    with transaction.atomic():
        lock_learner(account)
        attempts = Attempt.objects.filter(assessment=assessment, account=account)
        if opened := attempts.filter(submitted_at=None).first():
            check_is_offered(assessment, AssessmentKind.QUIZ)
            return opened
        check_can_start(assessment, account, now)
        attempt = Attempt.objects.create(
            assessment=assessment, account=account, number=attempts.count() + 1, started_at=now
        )
        _record("attempt.started", attempt, now)
    return attempt


def save_answers(*, attempt: Attempt, answers: Answers, now: datetime) -> Attempt:
    """This function will keep answers, by item id; questions that aren't named keep theirs, None takes one back.

    Raises AttemptIsSubmitted.
    """
    with transaction.atomic():
        attempt = _locked(attempt)
        if attempt.submitted_at is not None:
            raise AttemptIsSubmitted(_("This attempt is submitted; its answers stay as they are."))
        _keep(attempt, answers, now)
        attempt.save(update_fields=["answers", "saved_at"])
    return attempt


def submit_attempt(*, attempt: Attempt, answers: Answers | None = None, now: datetime) -> Attempt:
    """This function will keep the last answers and mark the attempt, once: submitting again changes nothing.

    Raises UnreadableAnswers when a number can't be read; the answers are kept then and the attempt stays open.
    """
    with transaction.atomic():
        attempt = _locked(attempt)
        if attempt.submitted_at is not None:
            return attempt
        _keep(attempt, answers or {}, now)
        items = list(attempt.assessment.items.all())
        problems = _unreadable(items, attempt.answers)
        if problems:
            attempt.save(update_fields=["answers", "saved_at"])
        else:
            _mark(attempt, items, now)
            if attempt.passed:
                close_retest(attempt.assessment, attempt.account_id, now)
            _record("attempt.passed" if attempt.passed else "attempt.failed", attempt, now)
    if problems:
        raise UnreadableAnswers(problems)
    return attempt


def give_attempt(*, assessment: Assessment, account: Account, by: Actor, now: datetime) -> ExtraAttempt:
    """This function will allow a learner who has used all attempts one more.

    Raises NoAttemptsLeft when there is one left already or the quiz is passed, NotAllowed for other roles.
    """
    check_can(by, "review_submission", assessment.achievement.organisation)
    with transaction.atomic():
        lock_learner(account)
        try:
            check_can_start(assessment, account, now)
        except NoAttemptsLeft:
            extra = ExtraAttempt.objects.create(
                assessment=assessment, account=account, given_by=by.account, given_at=now
            )
        else:
            raise NoAttemptsLeft(_("This learner has an attempt left. Nothing was changed."))
        record_event(
            kind="attempt.given",
            subject=("account", account.id),
            now=now,
            actor_id=by.id,
            organisation_id=assessment.achievement.organisation_id,
            data={"assessment_id": str(assessment.id)},
        )
    return extra


def lock_learner(account: Account) -> None:
    """This function will make what else numbers this learner's work wait until the transaction ends."""
    Account.objects.select_for_update(of=("self",), no_key=True).get(pk=account.pk)


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("assessment__achievement")
    return rows.get(pk=attempt.pk)


def _keep(attempt: Attempt, answers: Answers, now: datetime) -> None:
    given = {str(item_id): raw for item_id, raw in answers.items()}
    kept = dict(attempt.answers)
    for item in attempt.assessment.items.all():
        if str(item.id) not in given:
            continue
        answer = read_answer(item.kind, item.choices, given[str(item.id)])
        if answer is None:
            kept.pop(str(item.id), None)
        else:
            kept[str(item.id)] = answer
    attempt.answers = kept
    attempt.saved_at = now


def _unreadable(items: list[Item], answers: Mapping[str, Any]) -> dict[str, str]:
    return {
        str(item.id): _("Enter a number, such as 12.5 or 12,5. What is there now can't be read as one.")
        for item in items
        if item.kind == ItemKind.NUMERIC
        and str(item.id) in answers
        and not readings(answers[str(item.id)], unit_of(item.kind, item.key))
    }


def _mark(attempt: Attempt, items: list[Item], now: datetime) -> None:
    answers = attempt.answers
    attempt.marks = {
        str(item.id): item.points if read_key(item.kind, item.key).accepts(answers.get(str(item.id))) else 0
        for item in items
    }
    points = sum(attempt.marks.values())
    attempt.points = Decimal(points)
    attempt.max_points = sum(item.points for item in items)
    attempt.passed = reaches(points, attempt.max_points, attempt.assessment.pass_percent)
    attempt.submitted_at = now
    attempt.save()


def _record(kind: str, attempt: Attempt, now: datetime) -> None:
    achievement = attempt.assessment.achievement
    record_event(
        kind=kind,
        subject=("attempt", attempt.id),
        now=now,
        actor_id=attempt.account_id,
        organisation_id=achievement.organisation_id,
        data={
            "achievement_id": str(achievement.id),
            "account_id": str(attempt.account_id),
            "number": attempt.number,
        },
    )
