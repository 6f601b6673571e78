"""Handing a mail to an SMTP server so that it is known, at each moment, whether the server may have accepted it."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

# RFC 5321 4.5.3.2.6 lets a server think for ten minutes after the last line; a worker has others to serve.
REPLY_SECONDS = 60.0
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DOT_FIRST = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class SmtpServer:
    host: str
    port: int
    user: str = ""
    password: str = ""
    is_tls: bool = False
    starts_tls: bool = False
    timeout: float = 20.0


class SmtpError(Exception):
    """A mail wasn't handed over. `reply` is what the server said, or what went wrong."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


class ServerUnavailable(SmtpError):
    """The server can't be reached, doesn't let us in, or left before it could have accepted the mail: it hasn't."""


class Refused(SmtpError):
    """The server said no to this mail: at `stage` "sender", "recipient" or "content", with `code` from 400 to 599."""

    def __init__(self, code: int, reply: str, stage: str) -> None:
        super().__init__(reply)
        self.code, self.stage = code, stage

    @property
    def is_permanent(self) -> bool:
        return self.code >= 500

    @property
    def status(self) -> str:
        """The enhanced status code of the reply (RFC 3463), such as 5.1.1, or nothing."""
        found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", self.reply)
        return found[1] if found else ""


class Uncertain(SmtpError):
    """The last line was on its way when the connection ended: the server may have accepted the mail, or not."""


class SmtpSession:
    """One connection for mails that are sent one after the other. Use it as a context manager."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> "SmtpSession":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def send(self, content: bytes, *, sender: str, recipient: str, before_end: Callable[[], None]) -> str:
        """This function will hand over one mail and return the server's reply.

        `before_end` is called when all but the last line was sent: until then no server may have accepted it (RFC 5321
        4.1.1.4), after it one may. Raises ServerUnavailable, Refused or Uncertain.
        """
        connection = self._connected()
        try:
            self._ask(connection, f"MAIL FROM:<{sender}>", "sender", {250})
            self._ask(connection, f"RCPT TO:<{recipient}>", "recipient", {250, 251})
            self._ask(connection, "DATA", "content", {354})
            connection.send(_dotted(content))
        except Refused:
            self._reset(connection)
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise ServerUnavailable(_said(error)) from error
        try:
            before_end()
        except BaseException:
            self._drop()
            raise
        try:
            connection.send(b".\r\n")
            if connection.sock is not None:
                connection.sock.settimeout(max(REPLY_SECONDS, self.server.timeout))
            code, reply = connection.getreply()
            if connection.sock is not None:
                connection.sock.settimeout(self.server.timeout)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Uncertain(_said(error)) from error
        text = _text(code, reply)
        if 200 <= code < 300:
            return text
        if not 400 <= code < 600:
            self._drop()
            raise Uncertain(text)
        self._reset(connection)
        raise Refused(code, text, "content")

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None:
            return self._connection
        server = self.server
        try:
            connection = _opened(server)
            try:
                connection.ehlo_or_helo_if_needed()
                if server.starts_tls:
                    connection.starttls(context=ssl.create_default_context())
                    connection.ehlo()
                if server.user:
                    connection.login(server.user, server.password)
            except BaseException:
                connection.close()
                raise
        except (OSError, smtplib.SMTPException) as error:
            raise ServerUnavailable(_said(error)) from error
        self._connection = connection
        return connection

    def _ask(self, connection: smtplib.SMTP, command: str, stage: str, wanted: set[int]) -> None:
        code, reply = connection.docmd(command)
        if code in wanted:
            return
        if code == 421 or not 400 <= code < 600:
            raise smtplib.SMTPServerDisconnected(_text(code, reply))
        raise Refused(code, _text(code, reply), stage)

    def _reset(self, connection: smtplib.SMTP) -> None:
        try:
            if connection.rset()[0] != 250:
                self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _opened(server: SmtpServer) -> smtplib.SMTP:
    if server.is_tls:
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout, context=ssl.create_default_context()
        )
    return smtplib.SMTP(server.host, server.port, timeout=server.timeout)


def _dotted(content: bytes) -> bytes:
    """Lines end with CRLF and none is taken for the end (RFC 5321 4.5.2)."""
    lines = _LINE_END.sub(b"\r\n", content)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return _DOT_FIRST.sub(b"..", ended)


def _text(code: int, reply: bytes) -> str:
    # docmd and getreply return the code apart from its text
    return " ".join(reply.decode("utf-8", "replace").split())[:500] or str(code)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
        return " ".join(f"{error.smtp_code} {text}".split())[:500]
    return " ".join(f"{type(error).__name__}: {error}".split())[:500]
