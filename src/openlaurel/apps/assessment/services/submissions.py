"""Handing in work for a practical task."""

from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.errors import UnusableWork
from openlaurel.apps.assessment.models import Assessment, Submission, WorkDraft
from openlaurel.apps.assessment.policies import check_can_submit
from openlaurel.apps.assessment.services.attempts import lock_learner
from openlaurel.apps.assessment.uploads import RefusedFile, Upload, read_upload
from openlaurel.apps.events.services import record_event

LONGEST_TEXT = 50_000


def save_draft(
    *, assessment: Assessment, account: Account, text: str, share_as_evidence: bool = False, now: datetime
) -> WorkDraft:
    """This function will keep what a learner has written so far; handing in work clears it.

    Raises UnusableWork for too much text, WaitingForReview, AlreadyPassed or NotAssessedHere.
    """
    if problems := _problems_of_text(text):
        raise UnusableWork(problems)
    check_can_submit(assessment, account)
    draft, _is_new = WorkDraft.objects.update_or_create(
        assessment=assessment,
        account=account,
        defaults={"text": text, "share_as_evidence": share_as_evidence, "saved_at": now},
    )
    return draft


def submit_task(
    *,
    assessment: Assessment,
    account: Account,
    text: str = "",
    file: Upload | None = None,
    share_as_evidence: bool = False,
    now: datetime,
) -> Submission:
    """This function will hand in work for a task, as text, a file, or both, for an assessor to review.

    Raises UnusableWork, WaitingForReview, AlreadyPassed or NotAssessedHere; nothing is kept then.
    """
    text = text.strip()
    work, problems = None, _problems_of_text(text)
    if not text and file is None:
        problems["text"] = _("Write your answer, or choose a file with your work.")
    if file is not None:
        try:
            work = read_upload(file)
        except RefusedFile as error:
            problems["file"] = str(error)
    if problems:
        raise UnusableWork(problems)
    submission = Submission(
        assessment=assessment,
        account=account,
        text=text,
        share_as_evidence=share_as_evidence,
        submitted_at=now,
    )
    if work is not None:
        submission.file_name, submission.file_type = work.name, work.media_type
        submission.file_size = len(work.content)
    try:
        with transaction.atomic():
            lock_learner(account)
            check_can_submit(assessment, account)
            earlier = Submission.objects.filter(assessment=assessment, account=account)
            submission.number = earlier.count() + 1
            if work is not None:
                submission.file.save("", ContentFile(work.content), save=False)
            submission.save()
            WorkDraft.objects.filter(assessment=assessment, account=account).delete()
            record_submission_event("submission.submitted", submission, account.id, now)
    except BaseException:
        if submission.file:
            submission.file.delete(save=False)
        raise
    return submission


def share_submission(*, submission: Submission, share: bool, now: datetime) -> Submission:
    """This function will show a learner's work with their badge, or stop showing it. Only its owner may ask for it."""
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",))
        submission = rows.select_related("assessment__achievement").get(pk=submission.pk)
        if submission.share_as_evidence != share:
            submission.share_as_evidence = share
            submission.save(update_fields=["share_as_evidence"])
            kind = "submission.shared" if share else "submission.hidden"
            record_submission_event(kind, submission, submission.account_id, now)
    return submission


def record_submission_event(kind: str, submission: Submission, actor_id: UUID | None, now: datetime) -> None:
    """This function will write what happened to a submission, in the caller's transaction."""
    achievement = submission.assessment.achievement
    record_event(
        kind=kind,
        subject=("submission", submission.id),
        now=now,
        actor_id=actor_id,
        organisation_id=achievement.organisation_id,
        data={
            "achievement_id": str(achievement.id),
            "account_id": str(submission.account_id),
            "number": submission.number,
        },
    )


def _problems_of_text(text: str) -> dict[str, str]:
    if len(text) > LONGEST_TEXT or "\x00" in text:
        return {"text": _("Shorten the text to at most 50,000 characters, or hand it in as a file.")}
    return {}
