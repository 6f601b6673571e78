"""News from one app to another, and what is done in the background."""

from openlaurel.apps.events.services.deliveries import PAUSES, attempt_delivery, deliver_due, retry_given_up
from openlaurel.apps.events.services.forgetting import forget_errors_naming
from openlaurel.apps.events.services.long_jobs import left_over, release, renew, run_job
from openlaurel.apps.events.services.recording import EventDraft, record_event, record_events
from openlaurel.apps.events.services.schedule import every
from openlaurel.apps.events.services.subscriptions import Handler, handler_of, subscribe
from openlaurel.apps.events.services.workers import return_orphaned_tasks
from openlaurel.apps.events.services.working import run_worker

__all__ = [
    "PAUSES",
    "EventDraft",
    "Handler",
    "attempt_delivery",
    "deliver_due",
    "every",
    "forget_errors_naming",
    "handler_of",
    "left_over",
    "record_event",
    "record_events",
    "release",
    "renew",
    "retry_given_up",
    "return_orphaned_tasks",
    "run_job",
    "run_worker",
    "subscribe",
]
