"""Where a learner stands, in words, and what to do about it."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.assessment.models import AssessmentKind
from openlaurel.apps.assessment.queries.standings import Stage, Standing


def words_for_standing(standing: Standing) -> str:
    """This function will say in a sentence or two what has become of an assessment and what is next."""
    if standing.assessment.kind == AssessmentKind.TASK:
        return _of_task(standing)
    match standing.stage:
        case Stage.PASSED:
            passed = next(attempt for attempt in reversed(standing.attempts) if attempt.passed)
            return _("Passed with %(score)s.") % {"score": points_in_words(passed.points, passed.max_points)}
        case Stage.OPEN:
            return _("Begun. Your answers so far are saved.")
        case Stage.COOLING_OFF:
            assert standing.retry_from is not None
            return _("Not passed yet. You can try again from %(moment)s on.") % {
                "moment": moment_in_words(standing.retry_from)
            }
        case Stage.NO_ATTEMPTS:
            return _("Not passed, and no attempts are left. Ask %(organisation)s for another one.") % {
                "organisation": standing.assessment.achievement.organisation.name
            }
        case Stage.FAILED:
            return " ".join((_("Not passed yet."), attempts_left_in_words(standing.attempts_left)))
    return attempts_left_in_words(standing.attempts_left)


def points_in_words(points: Any, max_points: int | None) -> str:
    """This function will say "9 of 10 points"."""
    most = max_points or 0
    return ngettext("%(points)s of %(most)s point", "%(points)s of %(most)s points", most) % {
        "points": int(points or 0),
        "most": most,
    }


def attempts_left_in_words(left: int) -> str:
    return ngettext("You have %(left)s attempt.", "You have %(left)s attempts.", left) % {"left": left}


def moment_in_words(moment: datetime) -> str:
    """This function will write a moment with its time zone, since readers may be anywhere."""
    local = localtime(moment)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"


def _of_task(standing: Standing) -> str:
    match standing.stage:
        case Stage.PASSED:
            review = standing.submissions[-1].review
            return _("Passed with %(score)s.") % {"score": points_in_words(review.points, review.max_points)}
        case Stage.WAITING:
            return _("Handed in. It is waiting for review; a mail tells you when it is reviewed.")
        case Stage.RETURNED:
            return _("Returned with comments. Revise your work and hand it in again.")
    return _("Not handed in yet.")
