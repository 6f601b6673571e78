"""Runs of signing anew as the people of an organisation see them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.events.queries import Subject
from openlaurel.apps.moves.models import ImportedDefinition, Resigning, ResigningItem, ResigningState
from openlaurel.apps.profiles.models import Profile

REFUSALS: dict[str, Promise] = {
    "revoked": _("It was revoked there"),
    "declined": _("It was declined there"),
    "no_email": _("Its recipient's address isn't known"),
    "no_name": _("Its recipient's name isn't known"),
    "signed": _("It was signed anew already"),
}


@dataclass(frozen=True)
class ResigningCounts:
    """How many badges of a run are in which state, and why those were left that were."""

    ready: int
    done: int
    refused: int
    refusals: list[tuple[str, int]]

    @property
    def total(self) -> int:
        return self.ready + self.done + self.refused


def list_resignings(organisation: Profile) -> QuerySet[Resigning]:
    """This function will return an organisation's runs, newest first."""
    rows = Resigning.objects.filter(organisation=organisation)
    return rows.select_related("definition", "created_by").defer("definition__image")


def get_resigning(organisation: Profile, resigning_id: UUID) -> Resigning:
    """This function will return a run of this organisation, or raise Resigning.DoesNotExist."""
    rows = Resigning.objects.select_related(
        "organisation", "definition", "version__achievement", "created_by"
    )
    return rows.defer("definition__image").get(organisation=organisation, id=resigning_id)


def count_resigning(resigning: Resigning) -> ResigningCounts:
    """This function will count a run's badges by what became of them."""
    rows = ResigningItem.objects.filter(resigning=resigning).order_by()
    found = dict(rows.values_list("state").annotate(Count("pk")))
    why = rows.filter(state="refused").values_list("refusal").annotate(Count("pk"))
    return ResigningCounts(
        ready=found.get("ready", 0),
        done=found.get("done", 0),
        refused=found.get("refused", 0),
        refusals=[(str(REFUSALS.get(code, code)), number) for code, number in why],
    )


def signable_definitions(organisation: Profile) -> QuerySet[ImportedDefinition]:
    """This function will return imported definitions that are published here and have badges left to sign."""
    rows = ImportedDefinition.objects.filter(
        organisation=organisation, achievement__versions__state="published"
    ).defer("image")
    left = Count("awards", filter=Q(awards__award=None, awards__recipient_erased_at=None))
    return rows.annotate(left=left).filter(left__gt=0)


def is_resigning_active(resigning: Resigning) -> bool:
    """This function will tell whether a run waits or runs."""
    return resigning.state in {ResigningState.QUEUED, ResigningState.RUNNING}


def subject_resignings(ids: set[str]) -> dict[str, Subject]:
    """This function will name runs in the audit trail."""
    rows = Resigning.objects.filter(id__in=ids).select_related("organisation", "definition")
    return {
        str(run.id): Subject(
            name=run.definition.name,
            url=reverse("moves:resigning-detail", args=[run.organisation.handle, run.id]),
        )
        for run in rows.defer("definition__image")
    }
