"""What comes back to a mail's own return address is told from answers of people, and in bounded time."""

import time

import pytest

from openlaurel.core.mail import NotAReport, read_plain_return, read_report, return_address, tokens_in
from openlaurel.core.mail.returns import LOCAL_PART

BASE, ABOUT = "bounces@badges.example", "<1@badges.example>"


def returned(text: str, *, sender: str = "MAILER-DAEMON@mx.example", **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"From: {sender}\nTo: bounces+abc123@badges.example\n{more}\n{text}\n".encode()


def test_an_address_with_a_mark_is_read_again_wherever_servers_write_it() -> None:
    assert return_address(BASE, "abc123") == "bounces+abc123@badges.example"
    for name in ("To", "Delivered-To", "X-Original-To", "Envelope-To"):
        raw = f"{name}: <Bounces+ABC123@Badges.example>\n\nx".encode()
        assert tokens_in(raw, base=BASE) == ["abc123"]
    others = b"To: bounces@badges.example, bounces+x@other.example, x+y@badges.example\n\nx"
    assert tokens_in(others, base=BASE) == []
    with pytest.raises(ValueError, match="can't take"):
        return_address("b" * 30 + "@x.example", "t" * (LOCAL_PART - 30))


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("<ana@learners.example>: 550 5.1.1 User unknown", "bounced", "5.1.1"),
        ("The following address failed:\n550 no such user here", "bounced", ""),
        ("Sorry, no mailbox here by that name. (#5.1.1)", "bounced", "5.1.1"),
        ("Your message is delayed. 4.4.1 will retry for 3 days", "delayed", "4.4.1"),
        ("451 try again later", "delayed", ""),
        ("Warning: message not yet been delivered", "delayed", ""),
        ("Hi. This is the qmail-send program. I give up.", "bounced", ""),
    ],
)
def test_a_return_in_a_servers_own_words_is_understood(text: str, kind: str, status: str) -> None:
    report = read_plain_return(returned(text), about=ABOUT)
    assert (report.kind, report.message_id, report.status) == (kind, ABOUT, status)


@pytest.mark.parametrize(
    "raw",
    [
        returned("I am away until 5.5.2027", sender="Ana <ana@learners.example>"),
        returned("I am away", sender="ana@learners.example", Return_Path="<>", Auto_Submitted="auto-replied"),
        returned("I am away", Return_Path="<>", X_Autoreply="yes"),
        b"x" * 1_000_001,
    ],
)
def test_an_answer_of_a_person_or_their_assistant_is_no_return(raw: bytes) -> None:
    with pytest.raises(NotAReport):
        read_plain_return(raw, about=ABOUT)


def test_a_report_that_says_something_else_is_not_read_as_a_return() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=B\n\n--B\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\n"
        b"Action: %s\nStatus: %s\n\n--B--\n"
    )
    with pytest.raises(NotAReport):
        read_report(raw % (b"delivered", b"2.0.0"), about=ABOUT)
    with pytest.raises(NotAReport):
        read_plain_return(raw % (b"delivered", b"2.0.0"), about=ABOUT)
    assert read_report(raw % (b"failed", b"5.1.1"), about=ABOUT).message_id == ABOUT


def test_a_hostile_return_is_read_in_bounded_time() -> None:
    started = time.monotonic()
    for text in ("5." * 300_000, "x@" * 300_000, "(" * 300_000):
        raw = returned(text, Delivered_To="a," * 5000)
        tokens_in(raw, base=BASE)
        read_plain_return(raw, about=ABOUT)
    assert time.monotonic() - started < 5
