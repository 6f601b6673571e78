"""What assessment settles when two accounts become one: tries in one order, and one draft of each work."""

from datetime import datetime
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.assessment.models import Attempt, Retest, Submission, SubmissionState, WorkDraft

OF = ("assessment.Attempt", "assessment.Retest", "assessment.Submission", "assessment.WorkDraft")
ASIDE = 15_000  # above any number there is, within a small integer


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will count attempts and work; what waits for review in both must be reviewed in one first."""
    attempts = Attempt.objects.filter(account=source).count()
    works = Submission.objects.filter(account=source).count()
    moves = []
    if attempts:
        moves.append(
            ngettext("%(count)s attempt at a quiz", "%(count)s attempts at quizzes", attempts)
            % {"count": attempts}
        )
    if works:
        moves.append(
            ngettext(
                "%(count)s piece of work that was handed in",
                "%(count)s pieces of work that were handed in",
                works,
            )
            % {"count": works}
        )
    return Foreseen(
        moves,
        [
            _("The attempt at “%(quiz)s” that was begun in both accounts goes on in the one that stays.")
            % {"quiz": title}
            for title in _open_in_both(source, target).values_list("assessment__title", flat=True)
        ],
        [
            _("Work for “%(task)s” waits for review in both accounts. Wait until one of them is reviewed.")
            % {"task": title}
            for title in _waiting(source)
            .filter(assessment__in=_waiting(target).values("assessment"))
            .values_list("assessment__title", flat=True)
        ],
    )


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will number the tries of both in the order in which they were made, and join drafts."""
    _open_in_both(source, target).delete()
    _renumber(Attempt, "started_at", source, target)
    asked = Retest.objects.filter(account=target, passed_at=None)
    Retest.objects.filter(
        account=source, passed_at=None, assessment__in=list(asked.values_list("assessment", flat=True))
    ).delete()
    _renumber(Submission, "submitted_at", source, target)
    for draft in WorkDraft.objects.filter(account=source):
        mine = WorkDraft.objects.filter(account=target, assessment=draft.assessment_id).first()
        if mine is not None:
            mine.text = "\n\n".join(text for text in (mine.text, draft.text) if text)
            mine.saved_at = max(mine.saved_at, draft.saved_at)
            mine.save(update_fields=["text", "saved_at"])
            draft.delete()


def _renumber(model: Any, moment: str, source: Account, target: Account) -> None:
    """First aside, then into place: in between no two of one account may have the same number."""
    both = model.objects.filter(account__in=[source, target])
    for assessment_id in (
        both.filter(account=source).values_list("assessment", flat=True).distinct().order_by()
    ):
        rows = list(both.filter(assessment=assessment_id).order_by(moment, "number", "pk"))
        for offset, number, row in chain(
            *([(offset, number, row) for number, row in enumerate(rows, 1)] for offset in (ASIDE, 0))
        ):
            model.objects.filter(pk=row.pk).update(number=offset + number)


def _open_in_both(source: Account, target: Account) -> Any:
    unfinished = Attempt.objects.filter(submitted_at=None)
    return unfinished.filter(
        account=source, assessment__in=unfinished.filter(account=target).values("assessment")
    )


def _waiting(account: Account) -> Any:
    return Submission.objects.filter(account=account, state=SubmissionState.SUBMITTED)
