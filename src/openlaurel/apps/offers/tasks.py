"""What offers do when they hear news, and now and then. Each may be called again and then changes nothing."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.events.models import Event
from openlaurel.apps.offers.models import Redemption
from openlaurel.apps.offers.services import (
    forget_unconfirmed,
    issue_approved,
    issue_approved_applications,
    issue_redemption,
)


def issue_one(event: Event) -> None:
    """Issues what was approved, unless whoever approved it has done so by now."""
    redemption = _redemption(event)
    if redemption is not None:
        issue_redemption(redemption=redemption, now=timezone.now())


def issue_left(now: datetime) -> None:
    """The periodic duty behind it."""
    issue_approved(clock=timezone.now)
    issue_approved_applications(clock=timezone.now)


def clear_out(now: datetime) -> None:
    """Forgets addresses that nobody confirmed."""
    forget_unconfirmed(now=now)


def _redemption(event: Event) -> Redemption | None:
    rows = Redemption.objects.select_related(
        "claim_code__organisation", "claim_code__achievement__organisation", "account"
    )
    return rows.filter(pk=event.subject_id).first()
