"""What the worker does with inquiries."""

from datetime import datetime

from django.utils import timezone

from openlaurel.apps.verifier.inquiries import forget_expired, run_waiting_inquiries


def run_left(now: datetime) -> None:
    """Goes on with what waits, and with what a killed worker left."""
    run_waiting_inquiries(clock=timezone.now)


def forget(now: datetime) -> None:
    """Nothing of an inquiry outlives its link."""
    forget_expired(now=now)
