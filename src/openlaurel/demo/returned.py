"""Mails of the demo world that come back: reports of other servers, taken in as any server's are."""

from collections.abc import Sequence

from django.utils import timezone

from openlaurel.apps.events.models import Delivery
from openlaurel.apps.events.services import attempt_delivery
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.mailing.models import MailState, OutgoingMail
from openlaurel.apps.mailing.services import apply_message, hand_over

BOUNCES = (
    "550 5.1.1 There is no such mailbox here",
    "550 5.1.1 The account was closed",
    "552 5.2.2 The mailbox is full",
    "550 5.7.1 Refused by the rules of the recipient's organisation",
)
COMPLAINT = "complaint"
BOUNCE_REPORT = """\
From: MAILER-DAEMON@mx.people.example
Subject: Undelivered mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

The mail could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.people.example

Action: failed
Status: {status}
Diagnostic-Code: smtp; {reply}

--part
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--part--
"""
COMPLAINT_REPORT = """\
From: feedback@mx.people.example
Subject: Complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part"

--part
Content-Type: text/plain

A reader reported this mail as unwanted.

--part
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: mx.people.example
Version: 1

--part
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--part--
"""


def fault_of(address: str) -> str:
    """This function will return what comes back of mails to one of the company's people: a reply, COMPLAINT, or ""."""
    number = int(address.partition("@")[0].rpartition(".")[2])
    if number % 53 == 5:
        return BOUNCES[number // 53 % len(BOUNCES)]
    return COMPLAINT if number % 997 == 7 else ""


def come_back(awards: Sequence[Award]) -> None:
    """This function will hand over the notices of awards whose mails come back, and take in the reports about them.

    Of an address that is suppressed since an earlier one nothing comes back: nothing is sent there.
    """
    faults = {str(award.pk): fault_of(award.recipient_email) for award in awards if award.notify}
    faults = {pk: fault for pk, fault in faults.items() if fault}
    if not faults:
        return
    _queue_notices(awards)
    mails = OutgoingMail.objects.filter(
        kind="issuing.claim", subject_kind="award", subject_id__in=faults, bounced_at=None, complained_at=None
    )
    for mail in mails.order_by("due_at", "pk"):
        sent = hand_over(mail, clock=timezone.now)
        if sent.state == MailState.SENT:
            apply_message(_report_about(sent, faults[sent.subject_id]), now=timezone.now())


def _queue_notices(awards: Sequence[Award]) -> None:
    """Delivers the news that they were issued, where no worker did so yet."""
    open_deliveries = Delivery.objects.filter(
        event__organisation_id=awards[0].organisation_id,
        event__occurred_at__in={award.created_at for award in awards},
        event__kind__in=("award.issued", "award.many_issued"),
        delivered_at=None,
    )
    for pk in list(open_deliveries.order_by("pk").values_list("pk", flat=True)):
        attempt_delivery(pk, now=timezone.now())


def _report_about(mail: OutgoingMail, fault: str) -> bytes:
    if fault == COMPLAINT:
        return COMPLAINT_REPORT.format(message_id=mail.message_id).encode()
    status = fault.split()[1]
    return BOUNCE_REPORT.format(status=status, reply=fault, message_id=mail.message_id).encode()
