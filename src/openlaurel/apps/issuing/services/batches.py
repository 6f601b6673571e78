"""Batches: issuing to the people of a roster in the background. A worker may be killed at any moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import left_over, record_event, release, renew, run_job
from openlaurel.apps.issuing.errors import BatchNotPossibleNow
from openlaurel.apps.issuing.models import Batch, BatchRow, BatchState, Roster, RowState
from openlaurel.apps.issuing.services.duplicates import asks_before_repeating, lock_achievement
from openlaurel.apps.issuing.services.holding import leaving_at
from openlaurel.apps.issuing.services.outcomes import Outcome
from openlaurel.apps.issuing.services.people import already_holding, draft_of
from openlaurel.apps.issuing.services.rosters import person_of
from openlaurel.apps.issuing.services.signed import SignAnew, sign_drafts, store_signed
from openlaurel.apps.issuing.services.storing import set_column
from openlaurel.apps.profiles.policies import Actor, check_can

CHUNK = 500


class Row(NamedTuple):
    """What issuing needs of a BatchRow."""

    pk: int
    line: int
    data: dict[str, Any]


def confirm_batch(*, batch: Batch, by: Actor, now: datetime) -> Batch:
    """This function will have the ready rows of a dry run issued in the background, or go on with a stopped batch.

    Raises BatchNotPossibleNow when there is nothing to issue or it runs already.
    """
    with transaction.atomic():
        batch = _locked(batch.pk)
        if batch.state not in {BatchState.DRY_RUN, BatchState.STOPPED} or batch.undone_at is not None:
            raise BatchNotPossibleNow(_("This roster is being issued already, or was."))
        return begin_batch(batch=batch, by=by, now=now)


def begin_batch(*, batch: Batch, by: Actor, now: datetime) -> Batch:
    """This function will put a locked batch into the queue, in the caller's transaction. Raises BatchNotPossibleNow."""
    check_can(by, "issue_award", batch.organisation)
    with transaction.atomic():
        ready = batch.rows.filter(state=RowState.READY).count()
        if not ready:
            raise BatchNotPossibleNow(_("No row can be issued. Correct the file and upload it again."))
        kind = "batch.resumed" if batch.state == BatchState.STOPPED else "batch.confirmed"
        batch.state, batch.fault = BatchState.QUEUED, ""
        batch.confirmed_by = by.account
        batch.save(update_fields=["state", "fault", "confirmed_by"])
        _record(kind, batch, by.id, now, rows=ready)
    return batch


def stop_batch(*, batch: Batch, by: Actor, now: datetime) -> Batch:
    """This function will stop a batch after the badges that are being signed; it can go on later."""
    check_can(by, "issue_award", batch.organisation)
    with transaction.atomic():
        batch = _locked(batch.pk)
        if batch.state not in {BatchState.QUEUED, BatchState.RUNNING}:
            raise BatchNotPossibleNow(_("This roster isn't being issued at the moment."))
        release(batch, BatchState.STOPPED)
        _record("batch.stopped", batch, by.id, now)
    return batch


def run_batch(*, batch: Batch, clock: Callable[[], datetime]) -> None:
    """This function will issue what is left of a confirmed batch, 500 badges a transaction, until it ends or is stopped.

    They are signed before the transaction, so that two workers sign at once. A badge and the note in its row are
    written together, so that a killed run is gone on with, no badge twice, none left out.
    """
    run_job(batch.pk, locked=_locked, step=_run_chunk, clock=clock)


def run_waiting_batches(*, clock: Callable[[], datetime]) -> None:
    """This function will run the batches that nobody runs: those whose worker was killed, or whose news was lost."""
    for batch in left_over(Batch.objects.all(), clock()):
        run_batch(batch=batch, clock=clock)


def _run_chunk(batch_id: UUID, lease: UUID, now: datetime) -> bool:
    """Whether there may be more to do."""
    batch = _whole_batches().get(pk=batch_id)
    if batch.lease != lease:
        return False
    ready = batch.rows.filter(state=RowState.READY)[:CHUNK]
    rows = [Row(*found) for found in ready.values_list("pk", "line", "data")]
    if not rows:
        return _end(batch_id, lease, now)
    signed = sign_drafts(
        version=batch.version,
        drafts=[draft_of(person_of(row.data), f"batch:{batch.pk}:{row.line}") for row in rows],
        by=Actor(account=batch.confirmed_by),
        now=now,
        notify=batch.notify and not batch.hold_minutes,
    )
    with transaction.atomic():
        held = _held(batch_id, lease, now)
        if held is None:
            return False
        refused = _holding_already(held, rows, now)
        wanted = [row for number, row in enumerate(rows) if number not in refused]
        try:
            outcomes = store_signed(signed, leave_out=refused)
        except SignAnew:
            return True
        _note(wanted, outcomes)
        return True


def _end(batch_id: UUID, lease: UUID, now: datetime) -> bool:
    """Whether there is more to do, which there isn't."""
    with transaction.atomic():
        batch = _held(batch_id, lease, now)
        if batch is not None:
            _finish(batch, now)
    return False


def _held(batch_id: UUID, lease: UUID, now: datetime) -> Batch | None:
    """The batch, locked and its lease renewed, unless somebody else has taken it or it was stopped."""
    batch = _locked(batch_id)
    return batch if renew(batch, lease, now) else None


def _holding_already(batch: Batch, rows: list[Row], now: datetime) -> set[int]:
    """Which of the rows are of people who hold the badge: another roster may have brought it since the dry run.

    The achievement is locked, so that two rosters never give it to one person at the same moment.
    """
    if not asks_before_repeating(lock_achievement(batch.version), batch.allow_repeats):
        return set()
    holders = already_holding(batch.version, [row.data["email"] for row in rows], now)
    refused = {number for number, row in enumerate(rows) if row.data["email"] in holders}
    if refused:
        ids = [rows[number].pk for number in refused]
        BatchRow.objects.filter(pk__in=ids).update(state=RowState.REFUSED, reason="holds_already")
    return refused


def _note(rows: list[Row], outcomes: list[Outcome]) -> None:
    issued = []
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome.award_id is not None:
            issued.append((row.pk, outcome.award_id))
        else:
            BatchRow.objects.filter(pk=row.pk).update(
                state=RowState.REFUSED, reason="stated", reason_params={"text": str(outcome.error)}
            )
    set_column(BatchRow, "award", issued, also={"state": RowState.ISSUED})


def _finish(batch: Batch, now: datetime) -> None:
    batch.finished_at, batch.mails_leave_at = now, leaving_at(batch, now)
    release(batch, BatchState.DONE)
    batch.save(update_fields=["finished_at", "mails_leave_at"])
    Roster.objects.filter(pk=batch.roster_id).update(content=b"")
    counts = {state: batch.rows.filter(state=state).count() for state in (RowState.ISSUED, RowState.REFUSED)}
    actor_id = batch.confirmed_by_id
    _record(
        "batch.finished",
        batch,
        actor_id,
        now,
        issued=counts[RowState.ISSUED],
        refused=counts[RowState.REFUSED],
    )


def _locked(batch_id: UUID) -> Batch:
    return _whole_batches().select_for_update(of=("self",)).get(pk=batch_id)


def _whole_batches() -> QuerySet[Batch]:
    rows = Batch.objects.select_related(
        "organisation", "version__achievement__organisation", "roster", "confirmed_by"
    )
    return rows.defer("roster__content")


def _record(kind: str, batch: Batch, actor_id: UUID | None, now: datetime, **data: int) -> None:
    record_event(
        kind=kind,
        subject=("batch", batch.id),
        now=now,
        actor_id=actor_id,
        organisation_id=batch.organisation_id,
        data=data,
    )
