"""Doing an import in the background, set by set. A worker may be killed at any moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.services import InvalidDefinition
from openlaurel.apps.events.services import left_over, record_event, release, renew, run_job
from openlaurel.apps.moves.errors import MoveNotPossibleNow
from openlaurel.apps.moves.models import (
    Import,
    ImportedAward,
    ImportedDefinition,
    ImportRow,
    ImportState,
    RowState,
)
from openlaurel.apps.moves.services.checking import check_original
from openlaurel.apps.moves.services.drafting import (
    definition_of_claim,
    draft_achievement,
    harmless_png,
    told,
)
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.core.searching import search_form

SET = 200


def confirm_import(*, run: Import, by: Actor, now: datetime) -> Import:
    """This function will have a planned import done in the background, or go on with a stopped one.

    Raises MoveNotPossibleNow when it runs or ran already, or has nothing to do.
    """
    check_can(by, "move_badges", run.organisation)
    with transaction.atomic():
        run = _locked(run.pk)
        if run.state not in {ImportState.PLAN, ImportState.STOPPED}:
            raise MoveNotPossibleNow(_("This import is being done already, or was."))
        ready = run.rows.filter(state=RowState.READY).count()
        if not ready and not _unchecked(run).exists():
            raise MoveNotPossibleNow(_("There is nothing in it that could be imported."))
        kind = "confirmed" if run.state == ImportState.PLAN else "resumed"
        run.state, run.fault, run.confirmed_by = ImportState.QUEUED, "", by.account
        run.save(update_fields=["state", "fault", "confirmed_by"])
        _record(f"import.{kind}", run, by.id, now, count=ready)
    return run


def stop_import(*, run: Import, by: Actor, now: datetime) -> Import:
    """This function will stop an import after the set that is being done; it can go on later."""
    check_can(by, "move_badges", run.organisation)
    with transaction.atomic():
        run = _locked(run.pk)
        if run.state not in {ImportState.QUEUED, ImportState.RUNNING}:
            raise MoveNotPossibleNow(_("This import isn't being done at the moment."))
        release(run, ImportState.STOPPED)
        _record("import.stopped", run, by.id, now)
    return run


def run_import(*, run: Import, clock: Callable[[], datetime]) -> None:
    """This function will do what is left of a confirmed import, until it ends or is stopped.

    First definitions, one a transaction, then badges, 200 a transaction, then each badge's own file is verified. What is
    imported and the note of it in its line are written together, so that a killed run is gone on with; what another
    import brought in the meantime is known by its id.
    """
    run_job(run.pk, locked=_locked, step=_run_set, clock=clock)


def run_waiting_imports(*, clock: Callable[[], datetime]) -> None:
    """This function will do the imports that nobody does: those whose worker was killed, or whose news was lost."""
    for run in left_over(Import.objects.defer("content"), clock()):
        run_import(run=run, clock=clock)


def _run_set(import_id: UUID, lease: UUID, now: datetime) -> bool:
    """Whether there may be more to do."""
    try:
        with transaction.atomic():
            run = _locked(import_id)
            if not renew(run, lease, now):
                return False
            rows = list(run.rows.filter(state=RowState.READY)[:SET])
            if rows and rows[0].is_definition:
                _import_definition(run, rows[0], now)
                return True
            if rows:
                _import_awards(run, [row for row in rows if not row.is_definition], now)
                return True
    except IntegrityError:
        return True  # another import brought one of them at this moment: now it is there to be found
    return _check_next(import_id, lease, now)


def _import_definition(run: Import, row: ImportRow, now: datetime) -> None:
    by, claim = Actor(account=run.confirmed_by), row.data
    known = ImportedDefinition.objects.filter(
        organisation=run.organisation, platform=run.platform, source_id=row.source_id
    ).exists()
    if known:
        row.state, row.reason, row.data, row.original = (
            RowState.KNOWN,
            "imported_before",
            {"name": claim["name"]},
            b"",
        )
        row.save(update_fields=["state", "reason", "data", "original"])
        return
    definition, image = definition_of_claim(claim, run.language), bytes(row.original)
    if row.choice == "draft":
        try:
            row.achievement, fault = draft_achievement(
                organisation=run.organisation,
                definition=definition,
                # a picture that was drawn from the definition is drawn again
                image=b"" if claim["whole"].get("picture_is_own") is False else image,
                by=by,
                now=now,
            )
            row.reason, row.reason_params = ("picture", {"fault": fault}) if fault else ("", {})
        except InvalidDefinition as error:
            row.reason, row.reason_params = "draft", {"fault": told(error)}
    ImportedDefinition.objects.create(
        organisation=run.organisation,
        platform=run.platform,
        source_id=row.source_id,
        name=claim["name"][:200],
        description=claim["description"],
        criteria=claim["criteria"],
        language=definition.language,
        url=claim["url"],
        image=harmless_png(image),
        achievement=row.achievement,
        created_at=now,
    )
    row.state, row.data, row.original = RowState.IMPORTED, {"name": claim["name"]}, b""
    row.save(update_fields=["state", "reason", "reason_params", "data", "original", "achievement"])


def _import_awards(run: Import, rows: list[ImportRow], now: datetime) -> None:
    same = {"organisation": run.organisation, "platform": run.platform}
    known = dict(
        ImportedAward.objects.filter(**same, source_id__in=[row.source_id for row in rows])
        .order_by()
        .values_list("source_id", "pk")
    )
    definitions = dict(
        ImportedDefinition.objects.filter(
            **same, source_id__in={row.data["definition"] for row in rows}
        ).values_list("source_id", "pk")
    )
    fresh = []
    for row in rows:
        if row.source_id in known:
            row.state, row.reason, row.award_id = RowState.KNOWN, "imported_before", known[row.source_id]
        elif row.data["definition"] not in definitions:
            row.state, row.reason = RowState.REFUSED, "definition_missing"
            row.reason_params = {"value": row.data["definition"]}
        else:
            award = _award(run, row, definitions[row.data["definition"]], now)
            fresh.append(award)
            row.state, row.award = RowState.IMPORTED, award
            row.data, row.original = {"name": row.data["name"]}, b""
    ImportedAward.objects.bulk_create(fresh)
    ImportRow.objects.bulk_update(
        rows, ["state", "reason", "reason_params", "data", "original", "award"], batch_size=100
    )


def _award(run: Import, row: ImportRow, definition_id: UUID, now: datetime) -> ImportedAward:
    claim = row.data
    name, email = claim["name"], row.recipient_email
    return ImportedAward(
        organisation=run.organisation,
        definition_id=definition_id,
        platform=run.platform,
        source_id=row.source_id,
        source_url=claim["url"],
        recipient_name=name,
        recipient_email=email,
        search_text=search_form(f"{name} {email}")[:500],
        state=claim["state"],
        revocation_reason=claim["revocation_reason"],
        issued_on=datetime.fromisoformat(claim["issued_on"]),
        expires_on=claim["expires_on"] and datetime.fromisoformat(claim["expires_on"]),
        narrative=claim["narrative"],
        evidence=claim["evidence"],
        original=bytes(row.original),
        imported_at=now,
        imported_by=run.confirmed_by,
    )


def _check_next(import_id: UUID, lease: UUID, now: datetime) -> bool:
    """Verifies one badge's own file, which may ask other sites, outside of any transaction; or ends."""
    run = Import.objects.defer("content").get(pk=import_id)
    award = _unchecked(run).first()
    report: dict[str, Any] = check_original(award, now=now) if award is not None else {}
    with transaction.atomic():
        run = _locked(import_id)
        if not renew(run, lease, now):
            return False
        if award is None:
            _finish(run, now)
            return False
        ImportedAward.objects.filter(pk=award.pk).exclude(original=b"").update(report=report, checked_at=now)
    return True


def _unchecked(run: Import) -> QuerySet[ImportedAward]:
    found = ImportedAward.objects.filter(rows__run=run, rows__state=RowState.IMPORTED, checked_at=None)
    return found.exclude(original=b"").order_by("pk")


def _finish(run: Import, now: datetime) -> None:
    run.finished_at, run.content = now, b""
    release(run, ImportState.DONE)
    run.save(update_fields=["finished_at", "content"])
    rows = run.rows.filter(is_definition=False)
    counts = {
        state.value: rows.filter(state=state).count()
        for state in (RowState.IMPORTED, RowState.KNOWN, RowState.REFUSED)
    }
    _record("import.finished", run, run.confirmed_by_id, now, **counts)


def _locked(import_id: UUID) -> Import:
    rows = Import.objects.select_for_update(of=("self",)).select_related("organisation", "confirmed_by")
    return rows.defer("content").get(pk=import_id)


def _record(kind: str, run: Import, actor_id: UUID | None, now: datetime, **data: int) -> None:
    record_event(
        kind=kind,
        subject=("import", run.id),
        now=now,
        actor_id=actor_id,
        organisation_id=run.organisation_id,
        data=data,
    )
