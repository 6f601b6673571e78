"""What of an export is here already: definitions by id or name, badges by id, or by address, definition and day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.moves.models import Import, ImportedAward, ImportedDefinition, ImportRow, RowState
from openlaurel.core.searching import search_form

CHUNK = 500


def match_definitions(run: Import, rows: Sequence[ImportRow]) -> None:
    """This function will note in rows what their definitions are here: imported before, matched by name, or new."""
    known = {
        found.source_id: found
        for found in ImportedDefinition.objects.filter(
            organisation=run.organisation, platform=run.platform
        ).defer("image")
    }
    by_name = {
        search_form(name): achievement_id
        for name, achievement_id in AchievementVersion.objects.filter(
            achievement__organisation=run.organisation
        )
        .order_by("number")
        .values_list("name", "achievement_id")
    }
    for row in rows:
        before = known.get(row.source_id)
        matched = by_name.get(search_form(row.data["name"]))
        if before is not None:
            row.state, row.reason, row.achievement_id = (
                RowState.KNOWN,
                "imported_before",
                before.achievement_id,
            )
        elif matched is not None:
            row.choice, row.achievement_id = "match", matched
        else:
            row.choice = "draft"


def match_awards(run: Import, achievements: Mapping[str, UUID | None], rows: Sequence[ImportRow]) -> None:
    """This function will note in rows which badges are here already, so that none is imported twice.

    `achievements` says which achievement a definition is here, by its id on the platform.
    """
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        known = _imported_ids(run, [row.source_id for row in chunk])
        same = _imported_alike(run, {row.recipient_email for row in chunk})
        issued = _issued_here(run, {row.recipient_email for row in chunk})
        for row in chunk:
            row.state, row.reason = RowState.READY, ""
            day = datetime.fromisoformat(row.data["issued_on"]).date()
            alike = (row.recipient_email, row.data["definition"], day)
            here = (row.recipient_email, achievements.get(row.data["definition"]), day)
            if row.source_id in known or same.get(alike, row.data["id_is_made"]) != row.data["id_is_made"]:
                row.state, row.reason = RowState.KNOWN, "imported_before"
            elif row.recipient_email and here in issued:
                row.state, row.reason = RowState.KNOWN, "issued_here"


def _imported_ids(run: Import, ids: Iterable[str]) -> set[str]:
    found = ImportedAward.objects.filter(
        organisation=run.organisation, platform=run.platform, source_id__in=ids
    )
    return set(found.order_by().values_list("source_id", flat=True))


def _imported_alike(run: Import, addresses: set[str]) -> dict[tuple[str, str, date], bool]:
    """Badges by address, definition and day, and whether their id was made: another export may have named it."""
    found = ImportedAward.objects.filter(
        organisation=run.organisation, platform=run.platform, recipient_email__in=addresses - {""}
    )
    rows = found.order_by().values_list("recipient_email", "definition__source_id", "issued_on", "source_id")
    return {(email, of, issued.date()): own.startswith("made:") for email, of, issued, own in rows}


def _issued_here(run: Import, addresses: set[str]) -> set[tuple[str, UUID | None, date]]:
    imported = Q(imported__isnull=False)
    found = Award.objects.filter(organisation=run.organisation, recipient_email__in=addresses - {""})
    rows = (
        found.exclude(imported)
        .order_by()
        .values_list("recipient_email", "version__achievement_id", "awarded_at")
    )
    return {(email, achievement, awarded.date()) for email, achievement, awarded in rows}
