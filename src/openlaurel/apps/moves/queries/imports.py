"""Imports as the people of an organisation see them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse

from openlaurel.apps.events.queries import Subject
from openlaurel.apps.moves.models import Import, ImportRow, ImportState, RowState
from openlaurel.apps.moves.words import words_of_reason
from openlaurel.apps.profiles.models import Profile

EXAMPLES = 5


@dataclass(frozen=True)
class Reconciled:
    """How many badges an export says that it has, how many were found, and what became of them."""

    declared: int | None
    found: int
    ready: int
    imported: int
    known: int
    refused: int

    @property
    def handled(self) -> int:
        return self.imported + self.known + self.refused

    @property
    def is_balanced(self) -> bool:
        """Whether each badge that was found is one of these."""
        return self.ready + self.handled == self.found

    @property
    def is_said_otherwise(self) -> bool:
        """Whether the export says another number than it has."""
        return self.declared is not None and self.declared != self.found


@dataclass(frozen=True)
class Refusals:
    """What is said of some lines alike, for example where."""

    words: str
    count: int
    places: list[str]


def list_imports(organisation: Profile) -> QuerySet[Import]:
    """This function will return an organisation's imports, newest first."""
    return organisation.imports.defer("content").select_related("created_by")


def get_import(organisation: Profile, import_id: UUID) -> Import:
    """This function will return an import of this organisation, or raise Import.DoesNotExist."""
    rows = organisation.imports.select_related("organisation", "created_by", "confirmed_by")
    return rows.get(id=import_id)


def reconcile(run: Import) -> Reconciled:
    """This function will count the badges of an import by what became of them."""
    rows = run.rows.filter(is_definition=False).order_by().values_list("state")
    found = dict(rows.annotate(Count("pk")))
    return Reconciled(
        declared=run.declared,
        found=run.found,
        ready=found.get(RowState.READY, 0),
        imported=found.get(RowState.IMPORTED, 0),
        known=found.get(RowState.KNOWN, 0),
        refused=found.get(RowState.REFUSED, 0),
    )


def definitions_of(run: Import) -> QuerySet[ImportRow]:
    """This function will return the definitions of an import, in order."""
    return run.rows.filter(is_definition=True).select_related("achievement").defer("original")


def refusals_of(run: Import, state: str = RowState.REFUSED) -> list[Refusals]:
    """This function will say why badges aren't imported, and for each reason how many and where the first of them stand."""
    rows = run.rows.filter(is_definition=False, state=state).defer("original", "data")
    found: dict[str, list[Any]] = {}
    for row in rows.iterator(2000):
        words = words_of_reason(row.reason, row.reason_params)
        entry = found.setdefault(words, [0, []])
        entry[0] += 1
        if len(entry[1]) < EXAMPLES:
            entry[1].append(row.place)
    kinds = [Refusals(words, count, places) for words, (count, places) in found.items()]
    return sorted(kinds, key=lambda kind: -kind.count)


def is_active(run: Import) -> bool:
    """This function will tell whether an import waits or runs."""
    return run.state in {ImportState.QUEUED, ImportState.RUNNING}


def subject_imports(ids: set[str]) -> dict[str, Subject]:
    """This function will name imports in the audit trail."""
    rows = Import.objects.filter(id__in=ids).select_related("organisation").defer("content")
    return {
        str(run.id): Subject(
            name=run.file_name, url=reverse("moves:import-detail", args=[run.organisation.handle, run.id])
        )
        for run in rows
    }
