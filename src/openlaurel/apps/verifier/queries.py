"""What whoever has the link of an inquiry is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from openlaurel.apps.verifier.inquiries import hash_of
from openlaurel.apps.verifier.models import Claim, Finding, Inquiry
from openlaurel.apps.verifier.sealed import About, Result, about_of, given_of, opened, result_of
from openlaurel.core.dossiers import Exhibit


@dataclass(frozen=True)
class Counts:
    """How far an inquiry is: files that are to be read, badges in all and verified, and what became of each."""

    unread: int
    total: int
    done: int
    proven: int
    genuine: int
    unproven: int


@dataclass(frozen=True)
class Row:
    """One badge of an inquiry; `result` is None before it was verified."""

    number: int
    exhibit: Exhibit
    claim: str
    checked_at: datetime | None
    result: Result | None


def get_inquiry(token: str, now: datetime) -> Inquiry | None:
    """This function will return the inquiry of a link, unless it has expired or was erased."""
    found = Inquiry.objects.defer("report", "applicant").filter(token_hash=hash_of(token), expires_at__gt=now)
    return found.first()


def counts_of(inquiry: Inquiry) -> Counts:
    """This function will count how far an inquiry is."""
    rows = inquiry.findings.order_by().values_list("claim").annotate(Count("pk"))
    claims: dict[str, int] = dict(rows)
    return Counts(
        unread=inquiry.files.filter(is_read=False).count(),
        total=sum(claims.values()),
        done=sum(number for claim, number in claims.items() if claim),
        proven=claims.get(Claim.PROVEN, 0),
        genuine=claims.get(Claim.GENUINE, 0),
        unproven=claims.get(Claim.UNPROVEN, 0),
    )


def rows_of(inquiry: Inquiry, start: int = 0, end: int | None = None) -> Iterator[Row]:
    """This function will return the badges of an inquiry in their order."""
    return map(_row, inquiry.findings.defer("content")[start:end])


def files_of(inquiry: Inquiry) -> list[About]:
    """This function will return what there is to say of each file that was read."""
    return [about_of(file.about) for file in inquiry.files.filter(is_read=True).defer("content")]


def signed_report(inquiry: Inquiry) -> bytes:
    """This function will return the signed report of a finished inquiry, byte for byte as it was signed."""
    return opened(Inquiry.objects.only("report").get(pk=inquiry.pk).report)


def _row(finding: Finding) -> Row:
    found = result_of(finding.found) if finding.found else None
    return Row(finding.number, given_of(finding.given), finding.claim, finding.checked_at, found)
