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
from openlaurel.apps.catalog.queries import names_of
from openlaurel.apps.letters.models import LetterKind
from openlaurel.apps.letters.rendering import Letter
from openlaurel.apps.letters.writing import own_letter
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.registry import Outcome
from openlaurel.apps.mailing.services import MailDraft


def review_mail(review: Review) -> MailDraft:
    """This function will return the mail with the result of a review."""
    submission = review.submission
    assessment, account = submission.assessment, submission.account
    path = reverse("assessment:assessment-detail", args=[assessment.achievement.slug, assessment.pk])
    link = settings.OPENLAUREL_URL + path
    if own := _own_letter(review, link):
        return _draft(review, own.subject, own.text, own.page, account.language or assessment.language)
    with translation.override(account.language or assessment.language):
        words = {
            "review": review,
            "submission": submission,
            "assessment": assessment,
            "organisation": assessment.achievement.organisation,
            "link": link,
            "installation_url": settings.OPENLAUREL_URL,
        }
        title = {"title": assessment.title}
        subject = _("Passed: %(title)s") if review.passed else _("Please revise: %(title)s")
        text, html = (render_to_string(f"assessment/mail/review.{part}", words) for part in ("txt", "html"))
        return _draft(review, subject % title, text, html, get_language() or "")


def _own_letter(review: Review, link: str) -> Letter | None:
    submission = review.submission
    assessment, account = submission.assessment, submission.account
    achievement = assessment.achievement
    return own_letter(
        organisation_id=achievement.organisation_id,
        achievement_id=achievement.pk,
        kind=LetterKind.PASSED if review.passed else LetterKind.RETURNED,
        language=account.language or assessment.language,
        values=lambda: {
            "recipient_name": account.name,
            "badge_name": names_of([achievement.pk]).get(achievement.pk, achievement.slug),
            "organisation_name": achievement.organisation.name,
            "task_title": assessment.title,
            "points": f"{review.points}/{review.max_points}",
            "comment": review.comment,
            "task_link": link,
        },
    )


def _draft(review: Review, subject: str, text: str, html: str, language: str) -> MailDraft:
    submission = review.submission
    return MailDraft(
        key=f"assessment.review:{review.pk}",
        kind="assessment.review",
        to=submission.account.email,
        subject=subject,
        text=text,
        html=html,
        language=language,
        organisation_id=submission.assessment.achievement.organisation_id,
        subject_of=("submission", submission.pk),
    )


def follow_review(mail: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """This function will note that the learner was told."""
    if outcome == Outcome.SENT:
        Review.objects.filter(pk=UUID(mail.key.rpartition(":")[2])).update(mailed_at=now)
