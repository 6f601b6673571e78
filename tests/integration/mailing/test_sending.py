"""Each mail leaves once, or says why it didn't: against a real SMTP server on this machine."""

import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.integration.mailing.conftest import PostOffice, free_port

from openlaurel.apps.mailing.models import MailServer, MailState, OutgoingMail
from openlaurel.apps.mailing.queries import mail_health
from openlaurel.apps.mailing.registry import MailKind, Outcome, register_kind
from openlaurel.apps.mailing.services import (
    MailDraft,
    clear_out,
    erase_mails,
    hand_over,
    queue_mail,
    queue_mails,
    send_again,
    send_due,
)
from openlaurel.apps.mailing.services.handing_over import LEASE, MOST_ATTEMPTS, settle_left
from openlaurel.apps.mailing.services.settling import LeaseLost, begin_end
from openlaurel.apps.mailing.transport import SmtpTransport

pytestmark = pytest.mark.django_db
Draft = Callable[..., MailDraft]
Outcomes = list[tuple[str, Outcome]]


def send_all(at: datetime | None = None) -> None:
    while send_due(clock=(lambda: at) if at else timezone.now):
        pass


def test_a_mail_arrives_whole_as_text_and_html_under_its_message_id(
    post_office: PostOffice, draft: Draft, outcomes: Outcomes
) -> None:
    mail = queue_mail(draft(reply_to="desk@harbour.example"), now=timezone.now())
    send_all()
    [(recipient, message, raw)] = post_office.accepted
    assert recipient == "ana@learners.example"
    assert message["Message-ID"] == mail.message_id
    assert message["Subject"] == "Tide tables “in practice”"
    assert message["Reply-To"] == "desk@harbour.example"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == "Dear Añá,\n.\nthis line stands after a dot.\n"
    assert html.get_content().replace("\r\n", "\n") == "<p>Dear Añá</p>\n"
    assert raw.isascii()
    mail.refresh_from_db()
    assert (mail.state, mail.lease, mail.reply) == ("sent", None, "OK")
    assert outcomes == [("news:ana", Outcome.SENT)]


def test_what_is_asked_for_twice_is_sent_once(post_office: PostOffice, draft: Draft) -> None:
    now = timezone.now()
    queue_mails([draft(), draft("bo")], now=now)
    queue_mails([draft(), draft("cy")], now=now)
    send_all()
    queue_mails([draft()], now=now)
    send_all()
    assert post_office.recipients == [f"{name}@learners.example" for name in ("ana", "bo", "cy")]


def test_a_rolled_back_change_sends_nothing(post_office: PostOffice, draft: Draft) -> None:
    def queue_and_fail() -> None:
        with transaction.atomic():
            queue_mail(draft(), now=timezone.now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        queue_and_fail()
    send_all()
    assert post_office.accepted == []


def test_no_such_address_is_told_at_once_and_not_tried_eight_times(
    post_office: PostOffice, draft: Draft, outcomes: Outcomes
) -> None:
    post_office.at_recipient["ana@learners.example"] = "550 5.1.1 <ana@learners.example>: User unknown"
    mail = queue_mail(draft(), now=timezone.now())
    send_all()
    send_all(timezone.now() + timedelta(days=9))
    mail.refresh_from_db()
    assert (mail.state, mail.fault, mail.attempts) == ("failed", "no_such_address", 1)
    assert mail.reply == "550 5.1.1 <(address)>: User unknown"
    assert outcomes == [("news:ana", Outcome.FAILED)]
    assert len(post_office.senders) == 1


@pytest.mark.parametrize("stage", ["at_recipient", "at_content"])
def test_what_the_server_puts_off_is_tried_again_and_given_up_after_its_tries(
    post_office: PostOffice, draft: Draft, outcomes: Outcomes, stage: str
) -> None:
    getattr(post_office, stage)["ana@learners.example"] = "451 4.7.1 Greylisted"
    begin = timezone.now()
    mail = queue_mail(draft(tried_for=timedelta(days=99)), now=begin)
    send_all()
    mail.refresh_from_db()
    assert (mail.state, mail.fault, mail.reply) == ("prepared", "put_off", "451 4.7.1 Greylisted")
    assert mail.due_at > begin
    getattr(post_office, stage).clear()
    send_all(begin + timedelta(minutes=1))
    assert post_office.recipients == ["ana@learners.example"]
    getattr(post_office, stage)["bo@learners.example"] = "451 4.7.1 Greylisted"
    bo = queue_mail(draft("bo", tried_for=timedelta(days=99)), now=begin)
    for day in range(MOST_ATTEMPTS + 2):
        send_all(begin + timedelta(days=2 * day))
    bo.refresh_from_db()
    assert (bo.state, bo.fault, bo.attempts) == ("failed", "given_up", MOST_ATTEMPTS)
    assert outcomes[-1] == ("news:bo", Outcome.FAILED)


def test_one_bad_mail_keeps_no_other_one_back(post_office: PostOffice, draft: Draft) -> None:
    now = timezone.now()
    post_office.at_recipient["b@learners.example"] = "550 No such user"
    post_office.at_content["c@learners.example"] = "554 5.7.1 Looks like spam"
    strange = draft("d", to="Ä@learners.example")
    mails = [draft("a"), draft("b"), draft("c"), strange, draft("e", to="e@bücher.example")]
    for number, each in enumerate(mails):
        queue_mail(each, now=now - timedelta(seconds=10 - number))
    send_all()
    assert post_office.recipients == ["a@learners.example", "e@xn--bcher-kva.example"]
    states = dict(OutgoingMail.objects.values_list("key", "fault"))
    assert states == {
        "news:a": "",
        "news:b": "no_such_address",
        "news:c": "refused",
        "news:d": "not_composed",
        "news:e": "",
    }


def test_an_error_of_ours_in_one_mail_does_not_stop_those_after_it(
    post_office: PostOffice, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = SmtpTransport.hand_over

    def fails_for_one(self: SmtpTransport, parts, before_end, sign=None):  # type: ignore[no-untyped-def]
        if parts.recipient.startswith("ana"):
            raise RuntimeError("a fault for ana@learners.example")
        return real(self, parts, before_end)

    monkeypatch.setattr(SmtpTransport, "hand_over", fails_for_one)
    queue_mail(draft(), now=timezone.now() - timedelta(seconds=5))
    queue_mail(draft("bo"), now=timezone.now())
    send_all()
    assert post_office.recipients == ["bo@learners.example"]
    assert OutgoingMail.objects.get(key="news:ana").reply == "RuntimeError"


def test_a_server_that_is_away_costs_no_try_and_everything_leaves_when_it_is_back(
    post_office: PostOffice, draft: Draft, settings: Any
) -> None:
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = free_port()
    begin = timezone.now()
    queue_mails([draft(f"p{n}") for n in range(30)], now=begin)
    for minute in range(50):
        send_all(begin + timedelta(minutes=minute))
    assert mail_health(now=begin + timedelta(minutes=49)).server_away
    assert "ConnectionRefusedError" in MailServer.objects.get().reply
    settings.EMAIL_PORT = port
    send_all(begin + timedelta(hours=2))
    assert len(post_office.accepted) == 30
    assert not OutgoingMail.objects.exclude(state="sent").exists()
    assert not mail_health(now=begin + timedelta(hours=2)).server_away


def test_a_server_that_hangs_is_left_after_its_time_and_the_mail_waits(
    post_office: PostOffice, draft: Draft, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    post_office.hang_seconds = 0.8
    begin = timezone.now()
    mail = queue_mail(draft(), now=begin)
    send_all()
    mail.refresh_from_db()
    assert (mail.state, mail.fault) == (MailState.PREPARED, "unavailable")
    post_office.hang_seconds = 0
    send_all(begin + timedelta(minutes=1))
    assert post_office.recipients == ["ana@learners.example"]


def test_when_the_connection_ends_with_the_content_nobody_knows_and_nothing_is_sent_twice(
    post_office: PostOffice, draft: Draft, outcomes: Outcomes
) -> None:
    post_office.drop_after_content = True
    begin = timezone.now()
    mail = queue_mail(draft(), now=begin)
    send_all()
    post_office.drop_after_content = False
    send_all(begin + timedelta(days=1))
    mail.refresh_from_db()
    assert (mail.state, mail.fault) == ("uncertain", "connection_lost")
    assert outcomes == [("news:ana", Outcome.UNCERTAIN)]
    assert post_office.recipients == ["ana@learners.example"]
    send_again(mail=mail, now=begin + timedelta(days=1))
    send_all(begin + timedelta(days=1))
    ids = {message["Message-ID"] for _, message, _ in post_office.accepted}
    assert (len(post_office.accepted), ids) == (2, {mail.message_id})


def _server_that_leaves_after_354(port_of: list[int]) -> threading.Thread:
    """Says yes until the content comes, then closes the connection while it is being sent."""
    listener = socket.create_server(("127.0.0.1", 0))
    port_of.append(listener.getsockname()[1])

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, listener:
            connection.sendall(b"220 mail.test\r\n")
            lines = connection.makefile("rb")
            for line in lines:
                if line.startswith(b"DATA"):
                    connection.sendall(b"354 go on\r\n")
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    return
                connection.sendall(b"250 OK\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return thread


def test_a_server_that_leaves_during_the_content_surely_has_not_accepted(
    post_office: PostOffice, draft: Draft, settings: Any
) -> None:
    real, ports = settings.EMAIL_PORT, list[int]()
    thread = _server_that_leaves_after_354(ports)
    settings.EMAIL_PORT = ports[0]
    begin = timezone.now()
    # so much that it isn't all under way before the other end has gone
    mail = queue_mail(draft(text="word " * 4_000_000), now=begin)
    send_all()
    thread.join(5)
    mail.refresh_from_db()
    assert (mail.state, mail.fault) == ("prepared", "unavailable")
    settings.EMAIL_PORT = real


def test_a_worker_that_was_slow_and_lost_its_lease_sends_nothing(
    post_office: PostOffice, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = queue_mail(draft(), now=timezone.now())

    def another_takes_it(pk, lease):  # type: ignore[no-untyped-def]
        OutgoingMail.objects.filter(pk=mail.pk).update(lease=mail.pk)
        begin_end(pk, lease)

    monkeypatch.setattr("openlaurel.apps.mailing.services.handing_over.begin_end", another_takes_it)
    send_due(clock=timezone.now)
    assert post_office.accepted == []
    with pytest.raises(LeaseLost):
        begin_end(mail.pk, mail.id.__class__(int=1))


def test_what_a_dead_worker_was_handing_over_is_settled_as_uncertain_and_late_news_still_counts(
    draft: Draft, outcomes: Outcomes
) -> None:
    now = timezone.now()
    mail = queue_mail(draft(), now=now)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state="handing_over", lease=mail.pk, leased_until=now + LEASE
    )
    assert settle_left(now=now + LEASE - timedelta(seconds=1)) == 0
    assert settle_left(now=now + LEASE) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.fault) == ("uncertain", "worker_died")
    assert outcomes == [("news:ana", Outcome.UNCERTAIN)]


def test_a_code_that_is_too_old_is_not_sent_any_more(post_office: PostOffice, draft: Draft) -> None:
    now = timezone.now()
    mail = queue_mail(draft(is_secret=True, tried_for=timedelta(minutes=15)), now=now)
    send_all(now + timedelta(minutes=16))
    mail.refresh_from_db()
    assert (mail.state, mail.fault, post_office.accepted) == ("failed", "too_late", [])


def test_what_is_no_longer_wanted_when_its_turn_comes_is_held_back(
    post_office: PostOffice, draft: Draft
) -> None:
    register_kind(MailKind("test.news", "News", is_wanted=lambda mail: False))
    mail = queue_mail(draft(), now=timezone.now())
    assert hand_over(mail, clock=timezone.now).fault == "not_needed"
    assert post_office.accepted == []


def test_addresses_and_contents_are_sealed_forgotten_and_erased(
    post_office: PostOffice, draft: Draft, settings: Any
) -> None:
    settings.MAILBOX_IS_OPEN = False
    now = timezone.now()
    secret = queue_mail(draft("eve", is_secret=True), now=now)
    mail, waiting = queue_mail(draft(), now=now), queue_mail(draft(key="later"), now=now + timedelta(days=1))
    send_all()
    mail.refresh_from_db()
    secret.refresh_from_db()
    assert secret.content is None
    assert mail.content is not None
    for sealed in (mail.envelope, mail.content):
        assert b"learners.example" not in bytes(sealed)
    erase_mails(addresses=["ANA@learners.example"], now=now)
    mail.refresh_from_db()
    waiting.refresh_from_db()
    assert (bytes(mail.envelope), mail.content, mail.address_hash) == (b"", None, "")
    assert (waiting.state, waiting.fault) == ("withheld", "erased")
    send_all(now + timedelta(days=2))
    assert post_office.recipients == ["ana@learners.example", "eve@learners.example"]
    clear_out(now + timedelta(days=401))
    assert not OutgoingMail.objects.exists()


def test_the_database_refuses_what_contradicts_itself(draft: Draft) -> None:
    now = timezone.now()
    mail = queue_mail(draft(), now=now)
    for fault in (
        {"state": "sent"},
        {"settled_at": now},
        {"leased_until": now},
        {"state": "handing_over"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutgoingMail.objects.filter(pk=mail.pk).update(**fault)
    with pytest.raises(LookupError, match=r"test\.unknown"):
        queue_mail(draft("x", kind="test.unknown"), now=now)
