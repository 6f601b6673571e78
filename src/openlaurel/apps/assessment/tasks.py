"""What assessment does in the background: tell learners about reviews."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from openlaurel.apps.assessment.mails import review_mail
from openlaurel.apps.assessment.models import Review
from openlaurel.apps.assessment.personal_data import remove_unnamed_files
from openlaurel.apps.events.models import Event
from openlaurel.apps.mailing.services import queue_mail


def mail_review(event: Event) -> None:
    """Mails the learner whose work was reviewed, unless that was done before."""
    review = (
        Review.objects.select_related(
            "submission__account", "submission__assessment__achievement__organisation"
        )
        .filter(submission=UUID(event.subject_id), mailed_at=None)
        .first()
    )
    if review is not None:
        queue_mail(review_mail(review), now=timezone.now())


def clear_out(now: datetime) -> None:
    """Deletes files of work that nobody names any more."""
    remove_unnamed_files(now=now)
