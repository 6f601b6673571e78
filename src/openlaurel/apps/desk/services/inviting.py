"""Inviting holders to a retest: what they passed on this site opens again; their badges stay as they are."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.models import Assessment, Retest, Submission
from openlaurel.apps.assessment.services import open_retests
from openlaurel.apps.desk.models import ActionKind, BulkAction, BulkItem, ItemState
from openlaurel.apps.desk.models.recalls import CauseKind
from openlaurel.apps.issuing.models import Award, Suspension
from openlaurel.apps.issuing.services import Done, NotPossibleNow, restore_award
from openlaurel.apps.letters.writing import interface_language
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import INSTALLATION, Actor, check_can


def invite_many(*, organisation: Profile, ids: Collection[UUID], by: Actor) -> Done:
    """This function will say which holders are invited: not those who were never told of the badge, or were erased."""
    check_can(by, "act_in_bulk", organisation)
    rows = Award.objects.filter(organisation=organisation, pk__in=ids).select_related("version")
    awards = list(rows.defer("version__artwork_svg", "version__artwork_png").order_by("pk"))
    refused = {}
    for award in awards:
        if award.recipient_erased_at is not None:
            refused[award.pk] = "erased"
        elif award.accepted_at is None and award.mailed_at is None:
            refused[award.pk] = "untold"
    return Done(tuple(award for award in awards if award.pk not in refused), refused)


def reopen_tests(*, action: BulkAction, awards: Sequence[Award], by: Actor, now: datetime) -> None:
    """This function will open what the holders of those awards have passed here, in the caller's transaction.

    For a recall of a question that is its quiz, for one of an assessor the tasks that they judged, otherwise every
    assessment of the micro-credential. Where the invitation leads elsewhere nothing opens.
    """
    if action.link:
        return
    for assessment, accounts in _meant(action, awards):
        open_retests(
            organisation=action.organisation, assessments=[assessment], accounts=accounts, by=by, now=now
        )


def restore_retested(*, account: Account, now: datetime) -> int:
    """This function will restore the badges of somebody who has passed all that a recall asked them to take again.

    Only what that recall has suspended, and only where the invitation said so. Returns how many; called again, none.
    """
    items = BulkItem.objects.filter(
        action__kind=ActionKind.INVITE,
        action__restores=True,
        state=ItemState.DONE,
        award__account=account,
        award__suspended_at__isnull=False,
    ).select_related("action__organisation", "award__organisation", "award__version")
    restored = 0
    for item in items.defer("award__version__artwork_svg", "award__version__artwork_png").order_by("pk"):
        award, action = item.award, item.action
        if award is None or not _has_passed_again(account, action) or not _is_suspended_by(award, action):
            continue
        with override(interface_language(action.organisation.language)):
            reason = _("The retest was passed.")
        try:
            restore_award(award=award, reason=reason, by=INSTALLATION, now=now)
        except NotPossibleNow:
            continue  # somebody restored or revoked it just now
        restored += 1
    return restored


def _meant(action: BulkAction, awards: Sequence[Award]) -> Iterator[tuple[Assessment, set[UUID]]]:
    accounts = {award.account_id for award in awards if award.account_id}
    recall, own = action.recall, Assessment.objects.filter(achievement__organisation=action.organisation)
    if recall is not None and recall.cause_kind == CauseKind.ITEM:
        for assessment in own.filter(items=recall.cause_key):
            yield assessment, accounts
    elif recall is not None and recall.cause_kind == CauseKind.ASSESSOR:
        judged = Submission.objects.filter(
            account__in=accounts, review__assessor=recall.cause_key, review__passed=True
        )
        for assessment in own.filter(submissions__in=judged).distinct():
            learners = judged.filter(assessment=assessment).order_by().values_list("account", flat=True)
            yield assessment, set(learners)
    else:
        for assessment in own.filter(achievement__in={award.version.achievement_id for award in awards}):
            yield (
                assessment,
                {
                    award.account_id
                    for award in awards
                    if award.account_id and award.version.achievement_id == assessment.achievement_id
                },
            )


def _has_passed_again(account: Account, action: BulkAction) -> bool:
    asked = Retest.objects.filter(account=account, assessment__achievement__organisation=action.organisation)
    is_open = asked.filter(passed_at=None).exists()
    return not is_open and asked.filter(passed_at__gte=action.started_at).exists()


def _is_suspended_by(award: Award, action: BulkAction) -> bool:
    """Whether the recall of this invitation has suspended the award, and nobody else since."""
    suspension = Suspension.objects.filter(award=award, ended_at=None).first()
    if suspension is None:
        return False
    done = BulkItem.objects.filter(
        award=award,
        state=ItemState.DONE,
        action__recall=action.recall_id,
        action__kind=ActionKind.SUSPEND,
        action__started_at__lte=suspension.suspended_at,
    )
    return any(
        item.action.finished_at is None or item.action.finished_at >= suspension.suspended_at
        for item in done.select_related("action")
    )
