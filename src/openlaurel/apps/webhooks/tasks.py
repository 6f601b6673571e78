"""What the worker does for webhooks."""

from datetime import datetime

from openlaurel.apps.webhooks.services import forget_messages, send_due


def send_what_is_due(now: datetime) -> None:
    send_due(now=now)


def forget_old(now: datetime) -> None:
    forget_messages(now=now)
