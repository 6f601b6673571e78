"""Batches: issuing to the people of a roster in the background. A worker may be killed at any moment."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import BatchNotPossibleNow
from openlaurel.apps.issuing.models import Batch, BatchRow, BatchState, Portion, Roster, RowState
from openlaurel.apps.issuing.services.duplicates import asks_before_repeating, lock_achievement
from openlaurel.apps.issuing.services.holding import leaving_at
from openlaurel.apps.issuing.services.outcomes import Outcome
from openlaurel.apps.issuing.services.people import already_holding, draft_of
from openlaurel.apps.issuing.services.portions import end_portions, hold_portion, take_portion
from openlaurel.apps.issuing.services.rosters import person_of
from openlaurel.apps.issuing.services.signed import SignAnew, sign_drafts, store_signed
from openlaurel.apps.issuing.services.storing import set_column
from openlaurel.apps.profiles.policies import Actor, check_can

logger = logging.getLogger(__name__)

# Whoever has nothing else to do helps with rosters, and looks in between whether there is.
HELPING = timedelta(seconds=5)
ACTIVE = [BatchState.QUEUED, BatchState.RUNNING]


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
        batch.confirmed_by, batch.taken_to = by.account, 0
        batch.save(update_fields=["state", "fault", "confirmed_by", "taken_to"])
        _record(kind, batch, by.id, now, rows=ready)
    return batch


def stop_batch(*, batch: Batch, by: Actor, now: datetime) -> Batch:
    """This function will stop a batch after the badges that are being signed; it can go on later."""
    check_can(by, "issue_award", batch.organisation)
    with transaction.atomic():
        batch = _locked(batch.pk)
        if batch.state not in ACTIVE:
            raise BatchNotPossibleNow(_("This roster isn't being issued at the moment."))
        end_portions(batch, BatchState.STOPPED)
        _record("batch.stopped", batch, by.id, now)
    return batch


def run_batch(*, batch: Batch, clock: Callable[[], datetime]) -> None:
    """This function will issue what is left of a confirmed batch, until others have the rest, it ends or is stopped.

    Any number of workers may do so at once: each takes 500 rows, signs them, and stores badges and the notes in their
    rows in one transaction, so that what a killed worker leaves is gone on with, no badge twice, none left out.
    """
    _run(batch, clock, lambda: True)


def run_waiting_batches(*, clock: Callable[[], datetime]) -> None:
    """This function will help with all batches that wait or run, for some seconds: with what nobody does, since its
    worker was killed or its news was lost, and beside those who are at it."""
    end = clock() + HELPING
    for batch in Batch.objects.filter(state__in=ACTIVE).order_by("created_at"):
        _run(batch, clock, lambda: clock() < end)


def _run(batch: Batch, clock: Callable[[], datetime], goes_on: Callable[[], bool]) -> None:
    portion: Portion | None = None
    try:
        while goes_on():
            portion = None
            portion = _next_portion(batch.pk, clock())
            if portion is None:
                return
            while not _issue(portion, clock()):
                pass
    except OperationalError:
        raise
    except Exception as error:
        # The message may hold a name, so the log has only the kind of the error.
        logger.error("The batch %s stopped: %s", batch.pk, type(error).__name__)
        with transaction.atomic():
            batch = _locked(batch.pk)
            if batch.state in ACTIVE and (portion is None or hold_portion(portion, clock())):
                batch.fault = f"{type(error).__name__}: {error}"[:300]
                end_portions(batch, BatchState.STOPPED)


def _next_portion(batch_id: UUID, now: datetime) -> Portion | None:
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.state not in ACTIVE:
            return None
        if batch.state == BatchState.QUEUED:
            batch.state, batch.started_at = BatchState.RUNNING, batch.started_at or now
            batch.save(update_fields=["state", "started_at"])
        portion = take_portion(batch, now)
        if portion is None and not batch.portions.exists():
            _finish(batch, now)
        return portion


def _issue(portion: Portion, now: datetime) -> bool:
    """Whether the portion is done, or no longer the caller's."""
    batch = _whole_batches().get(pk=portion.batch_id)
    ready = batch.rows.filter(
        state=RowState.READY, line__gte=portion.first_line, line__lte=portion.last_line
    ).order_by("line")
    rows = [Row(*found) for found in ready.values_list("pk", "line", "data")]
    signed = sign_drafts(
        version=batch.version,
        drafts=[draft_of(person_of(row.data), f"batch:{batch.pk}:{row.line}") for row in rows],
        by=Actor(account=batch.confirmed_by),
        now=now,
        notify=batch.notify and not batch.hold_minutes,
    )
    with transaction.atomic():
        if not hold_portion(portion, now):
            return True
        refused = _holding_already(batch, rows, now)
        wanted = [row for number, row in enumerate(rows) if number not in refused]
        try:
            outcomes = store_signed(signed, leave_out=refused)
        except SignAnew:
            return False
        _note(wanted, outcomes)
        Portion.objects.filter(pk=portion.pk).delete()
        return True


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
    end_portions(batch, BatchState.DONE)
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
