"""An inquiry as CSV and as PDF, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from openlaurel.adapters.report_paper import PaperEntry, ReportPaper, render_report
from openlaurel.apps.verifier.finding_words import FindingInWords, finding_in_words, remark_in_words
from openlaurel.apps.verifier.models import Claim, Inquiry
from openlaurel.apps.verifier.queries import counts_of, files_of, rows_of, signed_report
from openlaurel.core.csv_text import csv_lines

# More are told by number: whoever needs them all has the table and the signed report, which is attached.
MOST_ON_PAPER = 300


def inquiry_lines(inquiry: Inquiry) -> Iterator[str]:
    """This function will return the lines of a CSV file with what was found of each badge."""
    header = (
        "number", "outcome", "found", "said name", "said e-mail", "held by", "badge", "issuer", "issued", "valid until",
        "where", "address", "checked at", "problem",
    )  # fmt: skip

    def lines() -> Iterator[tuple[object, ...]]:
        for row in rows_of(inquiry):
            words, applicant = finding_in_words(row, inquiry.at), row.exhibit.applicant
            yield (
                row.number,
                Claim(row.claim).label if row.claim else "",
                words.verdict.headline if words.verdict else "",
                next(iter(applicant.names), ""),
                next(iter(applicant.emails), ""),
                strip_tags(words.holder),
                row.result.badge_name if row.result else "",
                words.issuer,
                row.result.issued if row.result else "",
                row.result.ends if row.result else "",
                words.place,
                row.exhibit.address,
                row.checked_at,
                strip_tags(words.problem),
            )

    return csv_lines(header, lines())


def inquiry_pdf(inquiry: Inquiry) -> bytes:
    """This function will return a finished inquiry as a tagged PDF, with the signed report attached."""
    counts = counts_of(inquiry)
    words = [finding_in_words(row, inquiry.at) for row in rows_of(inquiry, 0, MOST_ON_PAPER)]
    remarks = [
        f"{about.name}: {strip_tags(remark_in_words(remark))}"
        for about in files_of(inquiry)
        for remark in about.remarks
    ]
    if counts.total > MOST_ON_PAPER:
        remarks.append(
            _("Only the first %(most)s of %(total)s badges are printed; the attached report has all of them.")
            % {"most": MOST_ON_PAPER, "total": counts.total}
        )
    moment = inquiry.finished_at or timezone.now()
    paper = ReportPaper(
        title=_("Report on badges that were verified"),
        intro=_(
            "%(site)s found this on %(moment)s. The signed report is attached to this file: give this PDF to the verify page of any such site, or the attachment to any verifier of W3C Verifiable Credentials."
        )
        % {"site": settings.OPENLAUREL_URL, "moment": date_format(moment, "DATETIME_FORMAT")},
        as_of=_("It is about %(day)s, as far as it is known today.")
        % {"day": date_format(inquiry.at, "DATE_FORMAT")}
        if inquiry.at
        else "",
        summary=tuple(
            f"{claim.label}: {number}"
            for claim, number in (
                (Claim.PROVEN, counts.proven),
                (Claim.GENUINE, counts.genuine),
                (Claim.UNPROVEN, counts.unproven),
            )
        ),
        entries=tuple(_entry(each) for each in words),
        remarks_title=_("What wasn't looked at"),
        remarks=tuple(remarks),
        language=get_language() or "en",
        credential=signed_report(inquiry),
    )
    return render_report(paper, now=moment)


def _entry(words: FindingInWords) -> PaperEntry:
    facts = [
        (_("Whose it is"), strip_tags(words.holder)),
        (_("Said to be of"), words.said),
        (_("Issued by"), words.issuer),
        (_("Issued"), words.issued),
        (_("Valid until"), words.ends),
        (_("Found"), words.place),
        (_("Address"), words.address),
        (_("Problem"), strip_tags(words.problem)),
    ]
    failed = [
        f"{line.title}. {strip_tags(line.detail)}"
        for line in words.checks
        if line.outcome in {"fail", "warn"}
    ]
    return PaperEntry(
        title=words.title,
        outcome=str(Claim(words.claim).label),
        verdict=str(words.verdict.headline) if words.verdict else "",
        tone={"proven": "ok", "genuine": "warn"}.get(words.claim, "bad"),
        facts=tuple((name, value) for name, value in facts if value),
        lines=tuple(failed),
    )
