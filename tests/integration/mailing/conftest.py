"""A real SMTP server on this machine, that does to each mail what a test asks of it."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from openlaurel.apps.mailing.registry import MailKind, Outcome, _kinds, register_kind
from openlaurel.apps.mailing.services import MailDraft


class PostOffice:
    """Keeps what it accepted. A test sets what is answered, by recipient or to all."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, EmailMessage, bytes]] = []
        self.senders: list[str] = []
        self.at_recipient: dict[str, str] = {}
        self.at_content: dict[str, str] = {}
        self.drop_after_content = False
        self.drop_at_data = False
        self.hang_seconds = 0.0
        self.content_read = threading.Event()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.senders.append(address)
        if self.hang_seconds:
            await asyncio.sleep(self.hang_seconds)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.at_recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [recipient] = envelope.rcpt_tos
        content = cast(bytes, envelope.content)
        answer = self.at_content.get(recipient, "250 OK")
        if answer.startswith("250"):
            message = message_from_bytes(content, policy=policy.default)
            self.accepted.append((recipient, cast(EmailMessage, message), content))
        self.content_read.set()
        if self.drop_after_content:
            server.transport.close()
            await asyncio.sleep(0.05)
        return answer

    @property
    def recipients(self) -> list[str]:
        return sorted(recipient for recipient, _, _ in self.accepted)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """The server, running, and the product's settings pointing at it."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), server_hostname="mail.test")
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_TIMEOUT = 5
    yield office
    controller.stop()


@pytest.fixture
def outcomes() -> Iterator[list[tuple[str, Outcome]]]:
    """Registers the kind `test.news` and gathers what is told of its mails."""
    told: list[tuple[str, Outcome]] = []
    register_kind(
        MailKind("test.news", "News", follow=lambda mail, outcome, now: told.append((mail.key, outcome)))
    )
    yield told
    _kinds.pop("test.news")


@pytest.fixture
def draft(outcomes: list[tuple[str, Outcome]]) -> Callable[..., MailDraft]:
    """Makes the draft of a mail to `name`@learners.example."""

    def make(name: str = "ana", **fields: Any) -> MailDraft:
        given: dict[str, Any] = {
            "key": f"news:{name}",
            "kind": "test.news",
            "to": f"{name}@learners.example",
            "subject": "Tide tables “in practice”",
            "text": "Dear Añá,\n.\nthis line stands after a dot.\n",
            "html": "<p>Dear Añá</p>",
            "language": "en",
        }
        return MailDraft(**(given | fields))

    return make
