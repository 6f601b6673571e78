"""What the audit trail calls courses and enrolments."""

from django.utils.translation import gettext as _

from openlaurel.apps.events.queries import Subject
from openlaurel.apps.events.words import isolated
from openlaurel.apps.learning.models import Course, Enrolment


def subject_courses(ids: set[str]) -> dict[str, Subject]:
    return {
        str(course.pk): Subject(name=course.title, language=course.language)
        for course in Course.objects.filter(pk__in=ids)
    }


def subject_enrolments(ids: set[str]) -> dict[str, Subject]:
    rows = Enrolment.objects.filter(pk__in=ids).select_related("course", "account")
    return {
        str(enrolment.pk): Subject(
            name=_("%(title)s, by %(person)s")
            % {"title": isolated(enrolment.course.title), "person": isolated(enrolment.account)}
        )
        for enrolment in rows
    }
