"""The mails of a roster wait a while after its badges were issued: until they leave, all of it can be undone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from openlaurel.apps.events.services import record_event
from openlaurel.apps.issuing.errors import BatchNotPossibleNow
from openlaurel.apps.issuing.models import AwardState, Batch, BatchState
from openlaurel.apps.issuing.services.many import resend_many, revoke_many
from openlaurel.apps.profiles.policies import Actor, check_can

CHUNK = 500


def is_held(batch: Batch) -> bool:
    """This function will tell whether a batch can be undone: it ran, and none of its mails has left."""
    waits = batch.hold_minutes > 0 and batch.settled_at is None and batch.undone_at is None
    return waits and batch.state in {BatchState.STOPPED, BatchState.DONE}


def hold_mails(*, batch: Batch, by: Actor, now: datetime) -> None:
    """This function will keep the mails of a batch back until somebody lets them go. Raises BatchNotPossibleNow."""
    _change(batch, by, now, "batch.mails_held", mails_leave_at=None)


def release_mails(*, batch: Batch, by: Actor, now: datetime) -> None:
    """This function will let the mails of a finished batch leave now. Raises BatchNotPossibleNow."""
    if batch.state != BatchState.DONE:
        raise BatchNotPossibleNow(_("The badges aren't all issued yet. Go on with it first, or undo it."))
    _change(batch, by, now, "batch.mails_released", mails_leave_at=now)


def undo_batch(*, batch: Batch, by: Actor, now: datetime) -> None:
    """This function will have every badge of a batch revoked in the background, before anybody was mailed.

    Raises BatchNotPossibleNow once a mail has left.
    """
    check_can(by, "revoke_award", batch.organisation)
    _change(batch, by, now, "batch.undone", mails_leave_at=None, undone_at=now, confirmed_by=by.account)


def release_due_mails(*, clock: Callable[[], datetime]) -> None:
    """This function will let mails leave whose time has come, 500 a transaction. Killed, it goes on with the rest."""
    due = Batch.objects.filter(mails_leave_at__lte=clock(), settled_at=None, undone_at=None)
    for batch_id in due.order_by("mails_leave_at").values_list("pk", flat=True):
        while _release_set(batch_id, clock()):
            pass


def finish_undoing(*, clock: Callable[[], datetime]) -> None:
    """This function will revoke what is left of batches that were undone, 500 a transaction."""
    undone = Batch.objects.filter(undone_at__isnull=False, settled_at=None)
    for batch_id in list(undone.order_by("undone_at").values_list("pk", flat=True)):
        while _undo_set(batch_id, clock()):
            pass


def leaving_at(batch: Batch, now: datetime) -> datetime | None:
    """This function will return when the mails of a batch leave that is finished now; None where none wait."""
    return now + timedelta(minutes=batch.hold_minutes) if batch.notify and batch.hold_minutes else None


def _release_set(batch_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        batch = _locked(batch_id)
        if batch.undone_at is not None or batch.mails_leave_at is None or batch.mails_leave_at > now:
            return False
        waiting = batch.rows.filter(
            award__notify=False, award__state=AwardState.OFFERED, award__recipient_erased_at=None
        )
        ids = [award_id for award_id in waiting.values_list("award", flat=True)[:CHUNK] if award_id]
        if not ids:
            batch.settled_at = now
            batch.save(update_fields=["settled_at"])
            return False
        by = Actor(account=batch.confirmed_by)
        resend_many(organisation=batch.organisation, ids=ids, by=by, now=now)
        return True


def _undo_set(batch_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        batch = _locked(batch_id)
        standing = batch.rows.filter(award__isnull=False).exclude(award__state=AwardState.REVOKED)
        ids = [award_id for award_id in standing.values_list("award", flat=True)[:CHUNK] if award_id]
        if not ids:
            batch.settled_at = now
            batch.save(update_fields=["settled_at"])
            return False
        with override(batch.organisation.language or None):
            reason = _("Issued by mistake, and undone before anybody was told.")
        by = Actor(account=batch.confirmed_by)
        revoke_many(organisation=batch.organisation, ids=ids, reason=reason, by=by, now=now)
        return True


def _change(batch: Batch, by: Actor, now: datetime, kind: str, **fields: object) -> None:
    check_can(by, "issue_award", batch.organisation)
    with transaction.atomic():
        batch = _locked(batch.pk)
        is_leaving = batch.mails_leave_at is not None and batch.mails_leave_at <= now
        if not is_held(batch) or is_leaving:
            raise BatchNotPossibleNow(_("The mails have left already, or it was undone."))
        for name, value in fields.items():
            setattr(batch, name, value)
        batch.save(update_fields=list(fields))
        record_event(
            kind=kind,
            subject=("batch", batch.id),
            now=now,
            actor_id=by.id,
            organisation_id=batch.organisation_id,
        )


def _locked(batch_id: UUID) -> Batch:
    rows = Batch.objects.select_for_update(of=("self",)).select_related("organisation", "confirmed_by")
    return rows.get(pk=batch_id)
