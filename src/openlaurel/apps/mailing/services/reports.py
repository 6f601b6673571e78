"""What comes back: reports of other servers are matched by the Message-ID, which only who saw the mail knows, or by the
return address of that one mail."""

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from openlaurel.apps.events.services import record_event
from openlaurel.apps.mailing.models import MailState, OutgoingMail, SuppressionReason
from openlaurel.apps.mailing.registry import Outcome, kind_of
from openlaurel.apps.mailing.returning import mail_behind
from openlaurel.apps.mailing.sealed import envelope_of
from openlaurel.apps.mailing.services.suppressions import suppress
from openlaurel.core.mail import (
    MailReport,
    NotAReport,
    read_plain_return,
    read_report,
    tokens_in,
    without_addresses,
)
from openlaurel.core.mail.reports import MOST_BYTES

logger = logging.getLogger(__name__)
FILES_A_PASS = 100


def apply_report(report: MailReport, *, now: datetime) -> bool:
    """This function will note what came back about a mail; returns whether the mail is known here.

    A mail that bounced or was complained about has its address suppressed for the organisation that sent it. The same
    report twice changes nothing more.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update().filter(message_id=report.message_id).first()
        if mail is None:
            return False
        if not mail.address_hash:  # its recipient had their data erased
            return True
        if report.kind == "delayed" or (
            mail.complained_at if report.kind == "complained" else mail.bounced_at
        ):
            return True
        reason, outcome = SuppressionReason.BOUNCED, Outcome.BOUNCED
        if report.kind == "complained":
            reason, outcome = SuppressionReason.COMPLAINED, Outcome.COMPLAINED
            mail.complained_at = now
        else:
            mail.bounced_at = now
        mail.fault = str(outcome)
        mail.reply = without_addresses(f"{report.status} {report.diagnostic}".strip())[:500]
        if mail.state == MailState.UNCERTAIN:
            mail.state = MailState.SENT
        mail.save(update_fields=["bounced_at", "complained_at", "fault", "reply", "state"])
        _follow(mail, reason, outcome, now)
    return True


def apply_message(raw: bytes, *, now: datetime) -> bool:
    """This function will note what a returned mail says, as it came; returns whether it is about a mail known here.

    The mail is found by the Message-ID that it brings back, or by the return address to which it came. Raises
    NotAReport.
    """
    about = _by_return_address(raw)
    try:
        report = read_report(raw, about=about)
    except NotAReport:
        if not about:
            raise
        report = read_plain_return(raw, about=about)
    return apply_report(report, now=now) or (
        bool(about)
        and report.message_id != about
        and apply_report(replace(report, message_id=about), now=now)
    )


def _by_return_address(raw: bytes) -> str:
    """The Message-ID of the mail to whose own return address this came; nothing for another address."""
    if not settings.MAIL_RETURN:
        return ""
    ids = [mail_behind(token) for token in tokens_in(raw, base=settings.MAIL_RETURN)]
    known = OutgoingMail.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    return known.values_list("message_id", flat=True).first() or ""


def _follow(mail: OutgoingMail, reason: str, outcome: Outcome, now: datetime) -> None:
    recipient = envelope_of(mail.envelope).recipient
    if mail.organisation_id is not None and recipient:
        suppress(organisation_id=mail.organisation_id, address=recipient, reason=reason, now=now)
    follow = kind_of(mail.kind).follow
    if follow is not None:
        follow(mail, outcome, now)
    if mail.organisation_id is not None and mail.subject_kind:
        record_event(
            kind="mail.came_back" if outcome == Outcome.BOUNCED else "mail.complained",
            subject=(mail.subject_kind, mail.subject_id),
            now=now,
            organisation_id=mail.organisation_id,
            data={"mail": str(mail.pk)},
        )


def read_folder(folder: Path, *, now: datetime) -> int:
    """This function will apply the reports in a Maildir and move each file to `cur`; returns how many were applied.

    What isn't a report, or is too large, is moved too, so that it is looked at once; what can't be moved stays.
    """
    applied = 0
    (folder / "cur").mkdir(exist_ok=True)
    for file in sorted((folder / "new").iterdir())[:FILES_A_PASS]:
        try:
            with file.open("rb") as content:
                applied += apply_message(content.read(MOST_BYTES + 1), now=now)
        except NotAReport as error:
            logger.info("A file of the folder of returned mails is no report: %s", error)
        file.rename(folder / "cur" / f"{file.name.partition(':')[0]}:2,S")
    return applied
