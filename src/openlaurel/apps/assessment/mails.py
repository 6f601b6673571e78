"""The mail that tells a learner about a review, in their language, as text and HTML."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from openlaurel.apps.assessment.models import Review


def send_review_mail(review: Review) -> None:
    """This function will mail the result of a review. Raises OSError when no mail could be handed over."""
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
        mail = EmailMultiAlternatives(
            subject=" ".join((subject % title).split()),
            body=render_to_string("assessment/mail/review.txt", words),
            to=[account.email],
        )
        mail.attach_alternative(render_to_string("assessment/mail/review.html", words), "text/html")
    mail.send()
