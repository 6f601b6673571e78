"""Changing endpoints, and sending to them."""

from openlaurel.apps.webhooks.services.endpoints import (
    InvalidEndpoint,
    add_endpoint,
    change_endpoint,
    pause_endpoint,
    remove_endpoint,
    resume_endpoint,
    roll_secret,
)
from openlaurel.apps.webhooks.services.messages import (
    forget_messages,
    queue_messages,
    queue_test,
    replay_message,
)
from openlaurel.apps.webhooks.services.sending import send_due, send_message

__all__ = [
    "InvalidEndpoint",
    "add_endpoint",
    "change_endpoint",
    "forget_messages",
    "pause_endpoint",
    "queue_messages",
    "queue_test",
    "remove_endpoint",
    "replay_message",
    "resume_endpoint",
    "roll_secret",
    "send_due",
    "send_message",
]
