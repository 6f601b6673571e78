"""Return paths of their own (VERP): what comes back to one says by its address which mail it is about."""

import re
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parseaddr

from openlaurel.core.mail.reports import MOST_BYTES, MOST_PARTS, MailReport, NotAReport

# Where servers write to whom they delivered; To last, since it is the report's own word.
DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To")
LOCAL_PART = 64
_READ = 20_000
_SERVERS = re.compile(r"(?i)^(mailer-daemon|postmaster|mail-daemon|double-bounce)\b")
_ENHANCED = re.compile(r"(?<![\d.])([45])\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY = re.compile(r"(?m)(?<![\d.])([45])\d\d[ -](?=\S)")
_LATER = re.compile(r"(?i)\b(delayed|will retry|still trying|not yet been delivered|temporar)")


def return_address(base: str, token: str) -> str:
    """This function will return `base` with `token` behind a + in it: bounces@… becomes bounces+token@….

    Raises ValueError when that is longer than mail servers take (RFC 5321 4.5.3.1.1).
    """
    local, separator, domain = base.rpartition("@")
    if not separator or not local or len(local) + 1 + len(token) > LOCAL_PART:
        raise ValueError("The address of returns can't take a mark.")
    return f"{local}+{token}@{domain}"


def tokens_in(raw: bytes, *, base: str) -> list[str]:
    """This function will return the marks of the return addresses to which a message came, the delivered one first."""
    if len(raw) > MOST_BYTES:
        return []
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        found = [str(value) for name in DELIVERED for value in message.get_all(name, [])[:20]]
        addresses = [address for _name, address in getaddresses(found)]
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return []
    local, _, domain = base.lower().rpartition("@")
    tokens = []
    for address in addresses:
        here, _, there = address.lower().rpartition("@")
        if there == domain and here.startswith(f"{local}+"):
            tokens.append(here[len(local) + 1 :])
    return list(dict.fromkeys(tokens))


def read_plain_return(raw: bytes, *, about: str) -> MailReport:
    """This function will read a returned mail that isn't of a form that programs read, about the Message-ID `about`.

    An answer of a person or of an absence assistant is none, and nothing is guessed of it. Raises NotAReport.
    """
    if len(raw) > MOST_BYTES:
        raise NotAReport(f"It has {len(raw)} bytes; at most {MOST_BYTES} are read.")
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        subject, text = str(message.get("Subject", "")), _text_of(message)
        types = {part.get_content_type() for number, part in enumerate(message.walk()) if number < MOST_PARTS}
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotAReport("Its parts can't be told apart.") from error
    if types & {"message/delivery-status", "message/feedback-report"}:
        raise NotAReport("It is a report, and that says nothing else.")
    answers = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower() == "auto-replied"
    if answers or "X-Autoreply" in message or "X-Autorespond" in message:
        raise NotAReport("It is an answer by itself, such as of somebody who is away.")
    name, address = parseaddr(str(message.get("From", "")))
    is_null = str(message.get("Return-Path", "")).strip() == "<>"
    if not (is_null or _SERVERS.match(address) or (not address and _SERVERS.match(name))):
        raise NotAReport("It is from a person, not from a mail server.")
    said = f"{subject}\n{text}"
    status = _ENHANCED.search(said)
    reply = _REPLY.search(text)
    is_final = status[1] == "5" if status else reply[1] == "5" if reply else not _LATER.search(said)
    kind = "bounced" if is_final else "delayed"
    first = next((line.strip() for line in text.splitlines() if status and status[0] in line), subject)
    return MailReport(kind, about, status[0] if status else "", first[:300])


def _text_of(message: Message) -> str:
    """The first words of the first texts, not of the mail that is returned inside."""
    texts: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS or part.get_content_type() == "message/rfc822":
            break
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                texts.append(content[:_READ].decode("utf-8", "replace"))
    return "\n".join(texts)[:_READ]
