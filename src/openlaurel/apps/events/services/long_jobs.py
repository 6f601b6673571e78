"""Long jobs, done in the background piece by piece. A worker may be killed at any moment.

A job is a row that is a LongJob. Who does it holds the lease and gives it
back; one that was killed loses it when it ends, and another worker goes on.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import OperationalError, models, transaction
from django.db.models import Q, QuerySet

from openlaurel.apps.events.models import LongJob

logger = logging.getLogger(__name__)
_Job = TypeVar("_Job", bound=models.Model)

LEASE = timedelta(minutes=1)
# The states that every kind of job has, by these values; what others there are is its own matter.
QUEUED, RUNNING, STOPPED = "queued", "running", "stopped"


def run_job(
    job_id: UUID,
    *,
    locked: Callable[[UUID], LongJob],
    step: Callable[[UUID, UUID, datetime], bool],
    clock: Callable[[], datetime],
) -> None:
    """This function will do step after step, given the job's id, the lease and the moment, while they return true.

    `locked` returns the job's row, locked. Nothing happens while another worker has the job. A fault stops it and is
    kept for its people to see.
    """
    lease = _take(job_id, locked, clock())
    if lease is None:
        return
    try:
        while step(job_id, lease, clock()):
            pass
    except OperationalError:
        raise
    except Exception as error:
        # The message may hold a name, so the log has only the kind of the error.
        logger.error("The job %s stopped: %s", job_id, type(error).__name__)
        with transaction.atomic():
            job = locked(job_id)
            if job.lease == lease:
                job.fault = f"{type(error).__name__}: {error}"[:300]
                release(job, STOPPED)


def left_over(jobs: QuerySet[_Job], now: datetime) -> QuerySet[_Job]:
    """This function will return the jobs that nobody does: those whose worker was killed, or whose news was lost."""
    active = jobs.filter(state__in=[QUEUED, RUNNING])
    return active.filter(Q(lease=None) | Q(lease_until__lte=now)).order_by("created_at")


def renew(job: LongJob, lease: UUID, now: datetime) -> bool:
    """This function will renew the lease of a locked job, unless somebody else has taken it or it was stopped."""
    if job.lease != lease:
        return False
    job.lease_until = now + LEASE
    job.save(update_fields=["lease_until"])
    return True


def release(job: LongJob, state: str) -> None:
    """This function will end the work on a locked job, for now or for good."""
    job.state, job.lease, job.lease_until = state, None, None
    job.save(update_fields=["state", "lease", "lease_until", "fault"])


def _take(job_id: UUID, locked: Callable[[UUID], LongJob], now: datetime) -> UUID | None:
    with transaction.atomic():
        job = locked(job_id)
        is_free = job.lease_until is None or job.lease_until <= now
        if job.state not in {QUEUED, RUNNING} or not is_free:
            return None
        job.state = RUNNING
        job.started_at = job.started_at or now
        job.lease, job.lease_until = uuid4(), now + LEASE
        job.save(update_fields=["state", "started_at", "lease", "lease_until"])
        return job.lease
