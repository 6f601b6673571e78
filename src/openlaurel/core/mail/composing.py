"""A mail as bytes: plain text beside HTML, in lines that no server on the way has a reason to change."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr


@dataclass(frozen=True)
class Attachment:
    """A file of text that goes with a mail, such as a table as CSV; `subtype` is the one of its media type text/…"""

    file_name: str
    text: str
    subtype: str = "csv"


@dataclass(frozen=True)
class MailParts:
    """What a mail says. Addresses are `name@example.org` or `Name <name@example.org>`; `message_id` has its brackets."""

    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    message_id: str
    written_at: datetime
    reply_to: str = ""
    return_path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def compose(parts: MailParts) -> EmailMessage:
    """This function will return the message (RFC 5322), its bodies quoted-printable, so that it is ASCII throughout.

    Raises ValueError when a header holds a line break or an address can't be written.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(parts.sender)
    message["To"] = _address(parts.recipient)
    if parts.reply_to:
        message["Reply-To"] = _address(parts.reply_to)
    message["Subject"] = parts.subject
    message["Date"] = format_datetime(parts.written_at)
    message["Message-ID"] = parts.message_id
    # RFC 3834: nobody's absence assistant answers, and lists don't pass it on.
    message["Auto-Submitted"] = "auto-generated"
    for name, value in parts.headers.items():
        message[name] = value
    message.set_content(parts.text, cte="quoted-printable")
    if parts.html:
        message.add_alternative(parts.html, subtype="html", cte="quoted-printable")
    for attachment in parts.attachments:
        # base64, so that its line ends stay as they are
        message.add_attachment(
            attachment.text, subtype=attachment.subtype, filename=attachment.file_name, cte="base64"
        )
    return message


def ascii_address(address: str) -> str:
    """This function will return an address with its domain as IDNA, as SMTP without SMTPUTF8 takes it.

    Raises ValueError when the part before the @ isn't ASCII, or there is no such address.
    """
    local, separator, domain = parseaddr(address)[1].rpartition("@")
    if not separator or not local or not local.isascii() or not address.isprintable():
        raise ValueError("The address can't be written in ASCII before its @.")
    if domain.isascii():
        return f"{local}@{domain}"
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _address(text: str) -> Address:
    return Address(display_name=parseaddr(text)[0], addr_spec=ascii_address(text))
