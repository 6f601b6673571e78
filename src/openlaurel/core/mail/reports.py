"""What other mail servers report about a mail: that it came back (RFC 3464) or that its reader complains (RFC 5965)."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

MOST_BYTES = 1_000_000
MOST_PARTS = 50
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")


class NotAReport(Exception):
    """The message isn't a report that is understood; it says why."""


@dataclass(frozen=True)
class MailReport:
    """`kind` is "bounced" (for good), "delayed" (still tried by the other server) or "complained".

    `message_id` is that of the mail it is about, with its brackets; `status` an enhanced status code (RFC 3463).
    """

    kind: str
    message_id: str
    status: str = ""
    diagnostic: str = ""


def read_report(raw: bytes, *, about: str = "") -> MailReport:
    """This function will read a delivery status notification or a feedback report. Raises NotAReport.

    `about` is the Message-ID of the mail that it is about, where that is known and the report doesn't say it.

    It takes at most MOST_BYTES and looks at MOST_PARTS parts.
    """
    if len(raw) > MOST_BYTES:
        raise NotAReport(f"It has {len(raw)} bytes; at most {MOST_BYTES} are read.")
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        parts = _parts(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotAReport("Its parts can't be told apart.") from error
    by_type = {part.get_content_type(): part for part in reversed(parts)}
    about = _message_id_in(parts) or about
    if not about:
        raise NotAReport("It doesn't hold the Message-ID of the mail that it is about.")
    if feedback := by_type.get("message/feedback-report"):
        fields = _fields(feedback)
        if fields.get("feedback-type", "").lower() not in {"abuse", "fraud", "not-spam", "virus", "other"}:
            raise NotAReport("Its Feedback-Type isn't one of RFC 5965.")
        if fields["feedback-type"].lower() == "not-spam":
            raise NotAReport("It says that the mail is no spam, which changes nothing.")
        return MailReport("complained", about)
    if status_part := by_type.get("message/delivery-status"):
        return _delivery_status(_fields(status_part), about)
    raise NotAReport("It is neither a delivery status notification nor a feedback report.")


def _delivery_status(fields: dict[str, str], about: str) -> MailReport:
    action, found = fields.get("action", "").lower(), _STATUS.search(fields.get("status", ""))
    status, diagnostic = found[1] if found else "", fields.get("diagnostic-code", "")[:300]
    if action == "failed" and not status.startswith("4"):
        return MailReport("bounced", about, status, diagnostic)
    if action in {"failed", "delayed"}:
        return MailReport("delayed", about, status, diagnostic)
    raise NotAReport(f"Its Action is {action[:20] or 'missing'}: nothing failed.")


def _parts(message: Message) -> list[Message]:
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) >= MOST_PARTS:
            break
    return parts


def _fields(part: Message) -> dict[str, str]:
    """The fields of a part that consists of header blocks; of several recipients the last counts, as we send to one."""
    payload = part.get_payload()
    fields: dict[str, str] = {}
    if isinstance(payload, list):
        for block in payload[:MOST_PARTS]:
            if not isinstance(block, Message):
                continue
            fields |= {name.lower(): str(value) for name, value in block.items()}
            if not block.items() and isinstance(block.get_payload(), str):
                fields |= _lines(str(block.get_payload()))
    else:
        fields |= _lines(str(payload))
    return fields


def _lines(text: str) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in text.splitlines() if ":" in line)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def _message_id_in(parts: list[Message]) -> str:
    """The Message-ID of the returned mail or of its returned headers, never that of the report itself."""
    for number, part in enumerate(parts):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                found = _MESSAGE_ID.search(str(inner[0].get("Message-ID", "")))
                if found:
                    return found[0]
        if kind in {"text/rfc822-headers", "message/rfc822-headers"} and number:
            text = str(part.get_payload())
            for line in text.splitlines()[:500]:
                if line.lower().startswith("message-id:"):
                    found = _MESSAGE_ID.search(line)
                    if found:
                        return found[0]
    return ""
