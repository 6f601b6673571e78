"""Rosters and batches as the people of an organisation see them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.events.words import isolated
from openlaurel.apps.issuing.models import Batch, BatchState, PlannedAward, Roster, RowState
from openlaurel.apps.profiles.models import Profile


@dataclass(frozen=True)
class BatchCounts:
    """How many rows of a batch are in which state."""

    ready: int
    issued: int
    refused: int

    @property
    def total(self) -> int:
        return self.ready + self.issued + self.refused

    @property
    def to_issue(self) -> int:
        return self.ready + self.issued


def issuable_versions(organisation: Profile) -> QuerySet[AchievementVersion]:
    """This function will return what an organisation can issue: published and not archived, by name."""
    return published_versions().filter(achievement__organisation=organisation).order_by("name", "id")


def list_rosters(organisation: Profile) -> QuerySet[Roster]:
    """This function will return an organisation's rosters, newest first, without the files themselves."""
    return (
        organisation.rosters.defer("content")
        .prefetch_related("batches__version")
        .select_related("uploaded_by")
    )


def get_roster(organisation: Profile, roster_id: UUID) -> Roster:
    """This function will return a roster of this organisation, or raise Roster.DoesNotExist."""
    return organisation.rosters.select_related("organisation").get(id=roster_id)


def get_batch(organisation: Profile, batch_id: UUID) -> Batch:
    """This function will return a batch of this organisation, or raise Batch.DoesNotExist."""
    batches = organisation.batches.select_related("organisation", "version__achievement", "roster")
    return batches.defer("roster__content", "version__artwork_svg", "version__artwork_png").get(id=batch_id)


def count_rows(batch: Batch) -> BatchCounts:
    """This function will count a batch's rows by what became of them."""
    counts = dict(batch.rows.order_by().values_list("state").annotate(Count("pk")))
    return BatchCounts(
        ready=counts.get(RowState.READY, 0),
        issued=counts.get(RowState.ISSUED, 0),
        refused=counts.get(RowState.REFUSED, 0),
    )


def is_active(batch: Batch) -> bool:
    """This function will tell whether a batch waits or runs."""
    return batch.state in {BatchState.QUEUED, BatchState.RUNNING}


def list_planned(organisation: Profile) -> QuerySet[PlannedAward]:
    """This function will return badges that are issued on a date: those that wait first, the next first of them."""
    rows = PlannedAward.objects.filter(organisation=organisation).select_related("achievement", "created_by")
    return rows.order_by("-state", "due_at", "id")


def list_planned_batches(organisation: Profile) -> QuerySet[Batch]:
    """This function will return rosters that begin on a date, the next first."""
    rows = organisation.batches.filter(state=BatchState.SCHEDULED).select_related("version", "roster")
    return rows.defer("roster__content", "version__artwork_svg", "version__artwork_png").order_by(
        "starts_at", "id"
    )


def get_planned(organisation: Profile, planned_id: UUID) -> PlannedAward:
    """This function will return a planned badge of this organisation, or raise PlannedAward.DoesNotExist."""
    return PlannedAward.objects.select_related("organisation").get(organisation=organisation, id=planned_id)


def subject_planned(ids: set[str]) -> dict[str, Subject]:
    """This function will name planned badges in the audit trail by what is issued."""
    rows = PlannedAward.objects.filter(id__in=ids).select_related("organisation", "achievement")
    return {
        str(found.id): Subject(
            name=found.achievement.slug, url=reverse("issuing:planned-list", args=[found.organisation.handle])
        )
        for found in rows
    }


def subject_rosters(ids: set[str]) -> dict[str, Subject]:
    """This function will name rosters in the audit trail."""
    rows = Roster.objects.filter(id__in=ids).select_related("organisation").defer("content")
    return {
        str(roster.id): Subject(
            name=roster.file_name,
            url=reverse("issuing:roster-detail", args=[roster.organisation.handle, roster.id]),
        )
        for roster in rows
    }


def subject_batches(ids: set[str]) -> dict[str, Subject]:
    """This function will name batches in the audit trail."""
    rows = Batch.objects.filter(id__in=ids).select_related("organisation", "version", "roster")
    return {
        str(batch.id): Subject(
            name=_("%(file)s: “%(badge)s”")
            % {"file": isolated(batch.roster.file_name), "badge": isolated(batch.version.name)},
            url=reverse("issuing:batch-detail", args=[batch.organisation.handle, batch.id]),
        )
        for batch in rows.defer("roster__content", "version__artwork_svg", "version__artwork_png")
    }
