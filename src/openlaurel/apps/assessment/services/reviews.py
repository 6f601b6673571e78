"""Judging work against the rubric: the levels decide, not the assessor's mood."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from openlaurel.apps.assessment.errors import AlreadyReviewed, UnusableReview
from openlaurel.apps.assessment.models import Review, Submission, SubmissionState
from openlaurel.apps.assessment.policies import check_can_review
from openlaurel.apps.assessment.retests import close_retest
from openlaurel.apps.assessment.services.submissions import record_submission_event
from openlaurel.apps.profiles.policies import Actor
from openlaurel.core.rubrics import UnknownLevel, parse_rubric

LONGEST_COMMENT = 5000


def review_submission(
    *, submission: Submission, levels: Mapping[str, str], comment: str = "", by: Actor, now: datetime
) -> Review:
    """This function will decide on a submission: passed when the points of `levels` reach the pass mark, else returned.

    `levels` maps each criterion's id to a level's id. Returned work needs a comment that says what to change.
    Raises UnusableReview, AlreadyReviewed, NotAllowed (also for one's own work) or NotAMember.
    """
    check_can_review(by, submission)
    rubric = parse_rubric(submission.assessment.rubric.criteria)
    comment = comment.strip()
    try:
        score = rubric.score(levels)
    except UnknownLevel as error:
        raise UnusableReview({"levels": _("Choose one of the levels that the rubric offers.")}) from error
    problems = {identifier: _("Choose a level.") for identifier in score.open_criteria}
    passed = score.reaches(submission.assessment.pass_percent)
    if score.is_complete and not passed and not comment:
        problems["comment"] = _("Say what to change before the work is handed in again.")
    if len(comment) > LONGEST_COMMENT:
        problems["comment"] = _("Shorten the comment to at most 5,000 characters.")
    if problems:
        raise UnusableReview(problems)
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",)).select_related("assessment__achievement")
        submission = rows.get(pk=submission.pk)
        if submission.state != SubmissionState.SUBMITTED:
            raise AlreadyReviewed(_("This work is reviewed already. Nothing was changed."))
        review = Review.objects.create(
            submission=submission,
            assessor=by.account,
            levels=dict(levels),
            points=score.points,
            max_points=score.max_points,
            passed=passed,
            comment=comment,
            decided_at=now,
        )
        submission.state = SubmissionState.PASSED if passed else SubmissionState.RETURNED
        submission.save(update_fields=["state"])
        if passed:
            close_retest(submission.assessment, submission.account_id, now)
        record_submission_event(f"submission.{submission.state}", submission, by.id, now)
    return review
