"""Verifying many at once: begun, stopped, gone on with, erased by whoever has the link, and done in the background."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from openlaurel.apps.events.services import left_over, record_event, release, run_job
from openlaurel.apps.verifier.errors import Busy, NothingGiven, NotPossibleNow
from openlaurel.apps.verifier.inquiry_steps import add_exhibits, add_files, locked_inquiry, pause, take_step
from openlaurel.apps.verifier.models import Inquiry, InquiryFile, InquiryState
from openlaurel.apps.verifier.sealed import About, seal_about, seal_applicant
from openlaurel.core.dossiers import MAX_BYTES, MAX_FILES, Applicant, Reading, about

KEPT = timedelta(days=7)
NOTHING, NOBODY = Reading(), Applicant()
# What may wait for all together, so that strangers can't fill the disk.
MOST_OPEN, MOST_WAITING_BYTES = 200, 512 * 1024 * 1024
# An answer waits this long for what is quickly done; then a worker goes on, some seconds at a time, so that everything
# else gets its turn too.
AT_ONCE, AT_A_TIME, SECONDS = 3.0, 3, 10.0
QUICK_BYTES, QUICK_BADGES = 1024 * 1024, 5


def start_inquiry(
    *,
    now: datetime,
    files: Mapping[str, bytes] | None = None,
    reading: Reading = NOTHING,
    applicant: Applicant = NOBODY,
    at: datetime | None = None,
    origin: str = "",
) -> tuple[Inquiry, str]:
    """This function will have all badges in some files verified, and those that were read already; it returns the inquiry
    and the secret of its link, which is kept nowhere.

    `applicant` is whom all of them are said to be about, where somebody said so. Raises NothingGiven or Busy.
    """
    files = files or {}
    _check_size(files, reading)
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        _check_room(now)
        inquiry = Inquiry.objects.create(
            token_hash=hash_of(token),
            at=at,
            origin=origin,
            applicant=seal_applicant(applicant),
            created_at=now,
            expires_at=now + KEPT,
        )
        if reading.exhibits:
            remarks = add_exhibits(inquiry, about(reading, applicant) if applicant else reading)
            kept = seal_about(About(reading.exhibits[0].place.file, remarks=remarks))
            InquiryFile.objects.create(inquiry=inquiry, number=1, about=kept, is_read=True)
        add_files(inquiry, files, are_members=False)
        data = {"files": len(files), "badges": len(reading.exhibits)}
        record_event(kind="inquiry.started", subject=("inquiry", inquiry.pk), now=now, data=data)
    return inquiry, token


def stop_inquiry(*, inquiry: Inquiry, now: datetime) -> None:
    """This function will stop after the badge that is being verified; it can go on later. Raises NotPossibleNow."""
    with transaction.atomic():
        inquiry = locked_inquiry(inquiry.pk)
        if inquiry.state not in {InquiryState.QUEUED, InquiryState.RUNNING}:
            raise NotPossibleNow(_("It isn't being done at the moment."))
        release(inquiry, InquiryState.STOPPED)
        record_event(kind="inquiry.stopped", subject=("inquiry", inquiry.pk), now=now)


def resume_inquiry(*, inquiry: Inquiry, now: datetime) -> None:
    """This function will go on with what was stopped. Raises NotPossibleNow."""
    with transaction.atomic():
        inquiry = locked_inquiry(inquiry.pk)
        if inquiry.state != InquiryState.STOPPED:
            raise NotPossibleNow(_("It isn't stopped."))
        inquiry.state, inquiry.fault = InquiryState.QUEUED, ""
        inquiry.save(update_fields=["state", "fault"])
        record_event(kind="inquiry.resumed", subject=("inquiry", inquiry.pk), now=now)


def erase_inquiry(*, inquiry: Inquiry, now: datetime) -> None:
    """This function will erase all that was handed over and found, whatever is being done."""
    with transaction.atomic():
        record_event(kind="inquiry.erased", subject=("inquiry", inquiry.pk), now=now)
        Inquiry.objects.filter(pk=inquiry.pk).delete()


def run_inquiry(*, inquiry_id: UUID, clock: Callable[[], datetime], seconds: float = SECONDS) -> None:
    """This function will go on with an inquiry for about so long; what is left waits for the next turn.

    Each file that was read and each badge that was verified is written by itself, so that a killed run is gone on with.
    """
    began = time.monotonic()

    def step(job_id: UUID, lease: UUID, now: datetime) -> bool:
        spent = time.monotonic() - began
        if spent < seconds:
            return take_step(job_id, lease, now)
        pause(job_id, lease, spent)
        return False

    try:
        run_job(inquiry_id, locked=locked_inquiry, step=step, clock=clock)
    except Inquiry.DoesNotExist:
        return  # erased meanwhile


def run_at_once(*, inquiry: Inquiry, clock: Callable[[], datetime]) -> None:
    """This function will do what is quickly done while somebody waits: few badges, no large files."""
    size = inquiry.files.aggregate(size=Sum(Length("content")))["size"] or 0
    if size <= QUICK_BYTES and inquiry.files.count() + inquiry.findings.count() <= QUICK_BADGES:
        run_inquiry(inquiry_id=inquiry.pk, clock=clock, seconds=AT_ONCE)


def run_waiting_inquiries(*, clock: Callable[[], datetime]) -> None:
    """This function will go on with some of the inquiries that nobody does, those that had the least of it first."""
    waiting = left_over(Inquiry.objects.only("pk"), clock()).order_by("worked", "created_at")
    for inquiry in waiting[:AT_A_TIME]:
        run_inquiry(inquiry_id=inquiry.pk, clock=clock)


def forget_expired(*, now: datetime) -> int:
    """This function will erase what has expired; returns how many."""
    return Inquiry.objects.filter(expires_at__lte=now).delete()[1].get("verifier.Inquiry", 0)


def hash_of(token: str) -> str:
    """This function will return how the secret of a link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_size(files: Mapping[str, bytes], reading: Reading) -> None:
    if not files and not reading.exhibits:
        raise NothingGiven(_("There is no web address in it. Enter one a line, or choose files."))
    if len(files) > MAX_FILES or sum(map(len, files.values())) > MAX_BYTES:
        raise NothingGiven(
            _("These are too many files, or too large: at most %(files)s files and %(size)s MB go at once.")
            % {"files": MAX_FILES, "size": MAX_BYTES // 1024 // 1024}
        )


def _check_room(now: datetime) -> None:
    waiting = Inquiry.objects.exclude(state=InquiryState.DONE).filter(expires_at__gt=now)
    files = InquiryFile.objects.filter(is_read=False).aggregate(size=Sum(Length("content")))["size"] or 0
    if waiting.count() >= MOST_OPEN or files >= MOST_WAITING_BYTES:
        raise Busy(_("Too many others are having badges verified at this moment. Try again in some minutes."))
