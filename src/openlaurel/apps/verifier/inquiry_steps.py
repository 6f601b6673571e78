"""The work on an inquiry, piece by piece: a file is read, a badge is verified, the report is signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from openlaurel.adapters.confined_pdf import read_pdf
from openlaurel.apps.events.services import record_event, release, renew
from openlaurel.apps.verifier.examining import examine
from openlaurel.apps.verifier.models import Claim, Finding, Inquiry, InquiryFile, InquiryState
from openlaurel.apps.verifier.sealed import (
    About,
    Result,
    about_of,
    applicant_of,
    given_of,
    opened,
    seal_about,
    seal_given,
    seal_result,
    sealed,
)
from openlaurel.apps.verifier.statements import sign_statement
from openlaurel.core.dossiers import MAX_EXHIBITS, Reading, Remark, about, is_archive, read_file, unpack

# What takes longer in all isn't gone on with: slow sites could keep a worker busy for days.
MOST_SECONDS = 1800


def take_step(inquiry_id: UUID, lease: UUID, now: datetime) -> bool:
    """This function will do the next piece; whether there may be more to do."""
    inquiry = Inquiry.objects.defer("report").get(pk=inquiry_id)
    file = inquiry.files.filter(is_read=False).first()
    if file is not None:
        return _read(inquiry, file, lease, now)
    finding = inquiry.findings.filter(checked_at=None).first()
    if finding is None:
        return _finish(inquiry, lease, now)
    if inquiry.worked > MOST_SECONDS:
        return _give_up(inquiry, lease, now)
    return _verify(inquiry, finding, lease, now)


def locked_inquiry(inquiry_id: UUID) -> Inquiry:
    """This function will return an inquiry, locked; raises Inquiry.DoesNotExist once it was erased."""
    return Inquiry.objects.select_for_update().defer("report", "applicant").get(pk=inquiry_id)


def add_exhibits(inquiry: Inquiry, reading: Reading) -> tuple[Remark, ...]:
    """This function will add what was found in a file, as far as there is room; returns what there is to say of it."""
    last = inquiry.findings.aggregate(last=Max("number"))["last"] or 0
    taken = reading.exhibits[: max(0, MAX_EXHIBITS - last)]
    Finding.objects.bulk_create(
        Finding(
            inquiry=inquiry,
            number=number,
            given=seal_given(exhibit),
            content=sealed(exhibit.content) if exhibit.content else b"",
        )
        for number, exhibit in enumerate(taken, last + 1)
    )
    if len(taken) == len(reading.exhibits):
        return reading.remarks
    params = {"found": f"{last + len(reading.exhibits):,}", "most": f"{MAX_EXHIBITS:,}"}
    return (*reading.remarks, Remark(reading.exhibits[0].place, "exhibits_cut", params))


def add_files(inquiry: Inquiry, files: Mapping[str, bytes], *, are_members: bool) -> None:
    """This function will keep files until they are read."""
    last = inquiry.files.aggregate(last=Max("number"))["last"] or 0
    InquiryFile.objects.bulk_create(
        InquiryFile(
            inquiry=inquiry,
            number=number,
            about=seal_about(
                About(name[-200:], len(content), hashlib.sha256(content).hexdigest(), is_member=are_members)
            ),
            content=sealed(content),
        )
        for number, (name, content) in enumerate(files.items(), last + 1)
    )


def _read(inquiry: Inquiry, file: InquiryFile, lease: UUID, now: datetime) -> bool:
    """Outside of any transaction, since it takes time: what was read is written with the note that it was."""
    kept, content = about_of(file.about), opened(file.content)
    files: dict[str, bytes] = {}
    if is_archive(content) and not kept.is_member:
        files, remarks = unpack(kept.name, content)
        reading = Reading(remarks=remarks)
    else:
        reading = read_file(kept.name, content, read_pdf=read_pdf, own=settings.INSTALLATION.urls)
    applicant = applicant_of(inquiry.applicant)
    if applicant:
        reading = about(reading, applicant)
    with transaction.atomic():
        if not renew(locked_inquiry(inquiry.pk), lease, now):
            return False
        remarks = add_exhibits(inquiry, reading)
        add_files(inquiry, files, are_members=True)
        file.about, file.content, file.is_read = seal_about(replace(kept, remarks=remarks)), b"", True
        file.save(update_fields=["about", "content", "is_read"])
    return True


def _verify(inquiry: Inquiry, finding: Finding, lease: UUID, now: datetime) -> bool:
    """Outside of any transaction, since other sites may be asked."""
    exhibit = given_of(finding.given)
    if finding.content:
        exhibit = replace(exhibit, content=opened(finding.content))
    result, claim = examine(exhibit, now=now, at=inquiry.at, origin=inquiry.origin or None)
    with transaction.atomic():
        if not renew(locked_inquiry(inquiry.pk), lease, now):
            return False
        _note(finding, result, claim, now)
    return True


def _note(finding: Finding, result: Result, claim: Claim, now: datetime) -> None:
    finding.found, finding.claim, finding.checked_at, finding.content = seal_result(result), claim, now, b""
    finding.save(update_fields=["found", "claim", "checked_at", "content"])


def _give_up(inquiry: Inquiry, lease: UUID, now: datetime) -> bool:
    with transaction.atomic():
        if not renew(locked_inquiry(inquiry.pk), lease, now):
            return False
        left: Iterable[Finding] = inquiry.findings.filter(checked_at=None)
        for finding in left:
            _note(finding, Result("not_run"), Claim.UNPROVEN, now)
    return True


def _finish(inquiry: Inquiry, lease: UUID, now: datetime) -> bool:
    report = sign_statement(inquiry, now=now)
    with transaction.atomic():
        locked = locked_inquiry(inquiry.pk)
        if not renew(locked, lease, now):
            return False
        locked.report, locked.finished_at, locked.state = sealed(report), now, InquiryState.DONE
        locked.lease = locked.lease_until = None
        locked.save(update_fields=["report", "finished_at", "state", "lease", "lease_until"])
        record_event(
            kind="inquiry.finished",
            subject=("inquiry", inquiry.pk),
            now=now,
            data={"badges": inquiry.findings.count()},
        )
    return False


def pause(inquiry_id: UUID, lease: UUID, seconds: float) -> None:
    """This function will give the lease back, so that others get their turn."""
    with transaction.atomic():
        inquiry = locked_inquiry(inquiry_id)
        if inquiry.lease == lease:
            inquiry.worked += int(seconds) + 1
            inquiry.save(update_fields=["worked"])
            release(inquiry, InquiryState.QUEUED)
