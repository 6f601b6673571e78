"""The mail that tells a learner about a review, in their language, as text and HTML."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.apps.assessment.models import Review
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.registry import Outcome
from openlaurel.apps.mailing.services import MailDraft


def review_mail(review: Review) -> MailDraft:
    """This function will return the mail with the result of a review."""
    submission = review.submission
    assessment, account = submission.assessment, submission.account
    path = reverse("assessment:assessment-detail", args=[assessment.achievement.slug, assessment.pk])
    with translation.override(account.language or assessment.language):
        words = {
            "review": review,
            "submission": submission,
            "assessment": assessment,
            "organisation": assessment.achievement.organisation,
            "link": settings.OPENLAUREL_URL + path,
            "installation_url": settings.OPENLAUREL_URL,
        }
        title = {"title": assessment.title}
        subject = _("Passed: %(title)s") if review.passed else _("Please revise: %(title)s")
        return MailDraft(
            key=f"assessment.review:{review.pk}",
            kind="assessment.review",
            to=account.email,
            subject=subject % title,
            text=render_to_string("assessment/mail/review.txt", words),
            html=render_to_string("assessment/mail/review.html", words),
            language=get_language() or "",
            organisation_id=assessment.achievement.organisation_id,
            subject_of=("submission", submission.pk),
        )


def follow_review(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note that the learner was told."""
    if outcome == Outcome.SENT:
        Review.objects.filter(pk=UUID(mail.key.rpartition(":")[2])).update(mailed_at=now)
