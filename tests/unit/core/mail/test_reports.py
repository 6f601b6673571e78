"""What other servers report is read as they write it, and what is none is refused in bounded time."""

import time

import pytest

from openlaurel.core.mail import MailReport, NotAReport, read_hook, read_report

ABOUT = "<1f0c2d@badges.example>"


def dsn(action: str = "failed", status: str = "5.1.1", original: str = "message/rfc822") -> bytes:
    """A notification as Postfix writes it."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: no-reply@badges.example
Message-ID: <20261125.ABC@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B/1"

--B/1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B/1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Wed, 25 Nov 2026 09:30:00 +0000

Final-Recipient: rfc822; ana@learners.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ana@learners.example>: Recipient address rejected

--B/1
Content-Type: {original}

From: badges@badges.example
Message-ID: {ABOUT}
Subject: Your badge

Dear Ana
--B/1--
""".replace("\n", "\r\n").encode()


ARF = f"""\
From: fbl@mail.example
Subject: FW: Your badge
Message-ID: <other@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="x"

--x
Content-Type: text/plain

This is an email abuse report.
--x
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--x
Content-Type: message/rfc822

Message-ID: {ABOUT}
From: badges@badges.example

Dear Ana
--x--
""".encode()


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_names_the_mail_and_why(original: str) -> None:
    report = read_report(dsn(original=original))
    assert (report.kind, report.message_id, report.status) == ("bounced", ABOUT, "5.1.1")
    assert "Recipient address rejected" in report.diagnostic


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [("delayed", "4.4.1", "delayed"), ("failed", "4.4.7", "delayed"), ("failed", "5.7.1", "bounced")],
)
def test_what_is_still_tried_or_was_only_for_a_time_is_no_bounce(action: str, status: str, kind: str) -> None:
    assert read_report(dsn(action, status)).kind == kind


def test_a_complaint_names_the_mail() -> None:
    assert read_report(ARF) == MailReport("complained", ABOUT)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "Message-ID"),
        (b"Subject: I am away\r\n\r\nBack on Monday", "Message-ID"),
        (dsn("delivered", "2.0.0"), "nothing failed"),
        (ARF.replace(b"Feedback-Type: abuse", b"Feedback-Type: not-spam"), "no spam"),
        (ARF.replace(b"Feedback-Type: abuse", b"X: y"), "Feedback-Type"),
        (dsn().replace(b"Message-ID: <1f0c", b"X-Id: <1f0c"), "Message-ID"),
        (b"x" * 1_000_001, "at most"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(NotAReport, match=said):
        read_report(raw)


def test_hostile_nesting_takes_little_time() -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(15_000)
    )
    began = time.monotonic()
    with pytest.raises(NotAReport):
        read_report(nested[:1_000_000])
    assert time.monotonic() - began < 20


def test_the_forms_of_mail_services_are_mapped() -> None:
    own = {"reports": [{"type": "bounced", "message_id": "1f0c2d@badges.example", "status": "5.1.1"}]}
    assert read_hook("openlaurel", own) == [MailReport("bounced", ABOUT, "5.1.1")]
    sendgrid = [
        {"event": "delivered", "smtp-id": ABOUT},
        {"event": "bounce", "type": "bounce", "smtp-id": ABOUT, "status": "5.0.0", "reason": "no"},
        {"event": "bounce", "type": "blocked", "smtp-id": ABOUT},
        {"event": "spamreport", "smtp-id": ABOUT},
    ]
    assert [report.kind for report in read_hook("sendgrid", sendgrid)] == ["bounced", "delayed", "complained"]
    data = {"event": "failed", "severity": "permanent", "message": {"headers": {"message-id": ABOUT[1:-1]}}}
    assert read_hook("mailgun", {"event-data": data}) == [MailReport("bounced", ABOUT)]
    assert read_hook("mailgun", {"event-data": data | {"event": "complained"}})[0].kind == "complained"


@pytest.mark.parametrize(
    ("form", "document"),
    [
        ("openlaurel", []),
        ("openlaurel", {"reports": [1]}),
        ("openlaurel", {"reports": [{"type": "opened", "message_id": "x"}]}),
        ("openlaurel", {"reports": [{"type": "bounced"}]}),
        ("sendgrid", {"a": 1}),
        ("sendgrid", ["x"]),
        ("mailgun", {}),
        ("mailgun", None),
    ],
)
def test_what_has_not_the_shape_of_its_form_is_refused(form: str, document: object) -> None:
    with pytest.raises(NotAReport):
        read_hook(form, document)
    with pytest.raises(KeyError):
        read_hook("unknown", document)
