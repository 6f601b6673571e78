"""The way out: an SMTP server, or Django's backend for files where no server is set."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage as Composed
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from openlaurel.adapters.smtp import SmtpServer, SmtpSession
from openlaurel.core.mail import MailParts, ascii_address, compose

Sign = Callable[[bytes], bytes]
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class Transport(Protocol):
    """Hands one mail over, signed by `sign` where it leaves the machine; `before_end` is called before anybody may have accepted it. Raises SmtpError."""

    def hand_over(
        self, parts: MailParts, before_end: Callable[[], None], sign: Sign | None = None
    ) -> str: ...


class SmtpTransport:
    def __init__(self, session: SmtpSession) -> None:
        self.session = session

    def hand_over(self, parts: MailParts, before_end: Callable[[], None], sign: Sign | None = None) -> str:
        content = compose(parts).as_bytes()
        return self.session.send(
            sign(content) if sign else content,
            # what comes back goes to the site, whoever the mail is from
            sender=ascii_address(parts.return_path or settings.DEFAULT_FROM_EMAIL),
            recipient=ascii_address(parts.recipient),
            before_end=before_end,
        )


class BackendTransport:
    """What Django's backend takes at once, as a folder does: an OSError means that it didn't."""

    def hand_over(self, parts: MailParts, before_end: Callable[[], None], sign: Sign | None = None) -> str:
        message = compose(parts)
        before_end()
        get_connection().send_messages([_Ready(parts, message)])
        return ""


@contextmanager
def open_transport(*, timeout: float | None = None) -> Iterator[Transport]:
    """This function will give the way out for a few mails, one after the other, that waits for `timeout` seconds."""
    if settings.EMAIL_BACKEND != SMTP_BACKEND:
        yield BackendTransport()
        return
    server = SmtpServer(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER,
        password=settings.EMAIL_HOST_PASSWORD,
        is_tls=settings.EMAIL_USE_SSL,
        starts_tls=settings.EMAIL_USE_TLS,
        timeout=timeout or settings.EMAIL_TIMEOUT or 20.0,
    )
    with SmtpSession(server) as session:
        yield SmtpTransport(session)


class _Ready(EmailMultiAlternatives):
    """A composed message as Django's backends take one."""

    def __init__(self, parts: MailParts, composed: Composed) -> None:
        super().__init__(
            subject=parts.subject,
            body=parts.text,
            from_email=parts.sender,
            to=[parts.recipient],
            reply_to=[parts.reply_to] if parts.reply_to else None,
        )
        if parts.html:
            self.attach_alternative(parts.html, "text/html")
        self.composed = composed

    def message(self, *_: Any, **__: Any) -> Any:
        return self.composed
