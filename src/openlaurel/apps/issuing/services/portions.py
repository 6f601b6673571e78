"""Portions of a batch: several workers issue one roster, each some rows at a time, under a lease of their own.

Locks are taken in one order: the batch, then a portion. Whoever stores badges locks their portion alone, so that workers
who share a roster wait for each other only where two badges would touch.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from openlaurel.apps.issuing.models import Batch, BatchState, Portion, RowState

ROWS = 500
LEASE = timedelta(minutes=1)


def take_portion(batch: Batch, now: datetime) -> Portion | None:
    """This function will lease rows of a locked batch to the caller; None where others have all that are left.

    A portion whose worker was killed comes first, once its lease has ended.
    """
    left = batch.portions.select_for_update(no_key=True).filter(lease_until__lte=now).first()
    if left is not None:
        left.lease, left.lease_until = uuid4(), now + LEASE
        left.save(update_fields=["lease", "lease_until"])
        return left
    ready = batch.rows.filter(state=RowState.READY, line__gt=batch.taken_to).order_by("line")
    lines = list(ready.values_list("line", flat=True)[:ROWS])
    if not lines:
        return None
    batch.taken_to = lines[-1]
    batch.save(update_fields=["taken_to"])
    return batch.portions.create(
        first_line=lines[0], last_line=lines[-1], lease=uuid4(), lease_until=now + LEASE
    )


def hold_portion(portion: Portion, now: datetime) -> bool:
    """This function will lock a portion and renew its lease, unless somebody else has taken it or its batch was stopped."""
    rows = Portion.objects.select_for_update(no_key=True).filter(pk=portion.pk, lease=portion.lease)
    held = rows.first()
    if held is None:
        return False
    held.lease_until = now + LEASE
    held.save(update_fields=["lease_until"])
    return True


def end_portions(batch: Batch, state: BatchState) -> None:
    """This function will end the work on a locked batch, for now or for good: nobody stores anything of it any more.

    Waits for whoever is storing.
    """
    batch.portions.all().delete()
    batch.state, batch.taken_to = state, 0
    batch.save(update_fields=["state", "taken_to", "fault"])
