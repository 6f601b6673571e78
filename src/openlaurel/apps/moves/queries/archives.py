"""Archives as the people of an organisation see them."""

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from openlaurel.apps.events.queries import Subject
from openlaurel.apps.moves.models import Archive
from openlaurel.apps.profiles.models import Profile


def list_archives(organisation: Profile) -> QuerySet[Archive]:
    """This function will return an organisation's archives, newest first."""
    return Archive.objects.filter(organisation=organisation).select_related("created_by")


def get_archive(organisation: Profile, archive_id: UUID) -> Archive:
    """This function will return an archive of this organisation, or raise Archive.DoesNotExist."""
    rows = Archive.objects.select_related("organisation", "created_by")
    return rows.get(organisation=organisation, id=archive_id)


def subject_archives(ids: set[str]) -> dict[str, Subject]:
    """This function will name archives in the audit trail."""
    rows = Archive.objects.filter(id__in=ids).select_related("organisation")
    return {
        str(archive.id): Subject(
            name=_("Archive"), url=reverse("moves:archive-list", args=[archive.organisation.handle])
        )
        for archive in rows
    }
