"""What the audit trail calls assessments, attempts and handed-in work."""

from django.utils.translation import gettext as _

from openlaurel.apps.assessment.models import Assessment, Attempt, Submission
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.events.words import isolated


def subject_assessments(ids: set[str]) -> dict[str, Subject]:
    return {
        str(assessment.pk): Subject(name=assessment.title, language=assessment.language)
        for assessment in Assessment.objects.filter(pk__in=ids)
    }


def subject_attempts(ids: set[str]) -> dict[str, Subject]:
    rows = Attempt.objects.filter(pk__in=ids).select_related("assessment", "account")
    return {str(attempt.pk): _named(attempt) for attempt in rows}


def subject_submissions(ids: set[str]) -> dict[str, Subject]:
    rows = Submission.objects.filter(pk__in=ids).select_related("assessment", "account")
    return {str(submission.pk): _named(submission) for submission in rows}


def _named(work: Attempt | Submission) -> Subject:
    return Subject(
        name=_("%(title)s, by %(person)s")
        % {"title": isolated(work.assessment.title), "person": isolated(work.account)}
    )
