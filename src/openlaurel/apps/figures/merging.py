"""What the figures settle when two accounts become one: somebody gets the figures of a plan once."""

from datetime import datetime

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.figures.models import ReportReader

OF = ("figures.ReportReader",)


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will foresee nothing to tell: figures come with the roles, which are told."""
    return Foreseen([], [])


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will let one of two readers of the same plan go; whoever stopped it in either account gets no more."""
    mine = {row.plan_id: row for row in ReportReader.objects.filter(account=target)}
    for row in ReportReader.objects.filter(account=source, plan__in=mine):
        kept = mine[row.plan_id]
        if row.stopped_at is not None and kept.stopped_at is None:
            kept.stopped_at = row.stopped_at
            kept.save(update_fields=["stopped_at"])
        row.delete()
