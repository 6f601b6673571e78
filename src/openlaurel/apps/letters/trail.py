"""What the audit trail calls a template."""

from django.urls import reverse

from openlaurel.apps.events.queries import Subject
from openlaurel.apps.letters.models import MailTemplate


def subject_templates(ids: set[str]) -> dict[str, Subject]:
    """This function will name the templates that are still there."""
    rows = MailTemplate.objects.filter(pk__in=ids).select_related("organisation")
    return {
        str(row.pk): Subject(
            row.subject,
            reverse("letters:template-edit", args=[row.organisation.handle, row.pk]),
            row.language,
        )
        for row in rows
    }
