"""What learning does when it hears that something was passed."""

from openlaurel.apps.events.models import Event
from openlaurel.apps.learning.models import Enrolment
from openlaurel.apps.learning.services import check_mastery


def complete_when_mastered(event: Event) -> None:
    """Completes the learner's enrolment towards the achievement of the event, if that was the last step.

    The moment is that of the step, however late the news came.
    """
    open_ones = Enrolment.objects.filter(
        course__achievement=event.data["achievement_id"],
        account=event.data["account_id"],
        completed_at=None,
    )
    for enrolment in open_ones:
        check_mastery(enrolment=enrolment, now=event.occurred_at)
