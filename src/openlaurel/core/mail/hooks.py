"""What mail services post about mails: our own form, SendGrid's and Mailgun's, each mapped to the same reports."""

from collections.abc import Callable, Iterator
from typing import Any

from openlaurel.core.mail.reports import MailReport, NotAReport

MOST_ENTRIES = 1000


def read_hook(form: str, document: Any) -> list[MailReport]:
    """This function will return the reports in what was posted in `form`; entries about deliveries are left out.

    Raises NotAReport for an unknown form or a document that hasn't its shape, and LookupError for no such form.
    """
    readers: dict[str, Callable[[Any], Iterator[MailReport]]] = {
        "openlaurel": _own,
        "sendgrid": _sendgrid,
        "mailgun": _mailgun,
    }
    try:
        return list(readers[form](document))
    except (TypeError, AttributeError, ValueError) as error:
        raise NotAReport(f"This hasn't the shape of a {form} report.") from error


def _own(document: Any) -> Iterator[MailReport]:
    """`{"reports": [{"type": "bounced"|"delayed"|"complained", "message_id": "<…>", "status": "5.1.1"}]}`."""
    entries = document.get("reports")
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        raise NotAReport(f"It needs `reports`: a list of at most {MOST_ENTRIES}.")
    for number, entry in enumerate(entries):
        kind = entry.get("type")
        if kind not in {"bounced", "delayed", "complained"}:
            raise NotAReport(f"reports[{number}].type must be bounced, delayed or complained.")
        if not isinstance(entry.get("message_id"), str) or not entry["message_id"].strip():
            raise NotAReport(f"reports[{number}].message_id is missing.")
        yield MailReport(
            kind,
            _bracketed(entry["message_id"]),
            str(entry.get("status") or "")[:20],
            str(entry.get("diagnostic") or "")[:300],
        )


def _sendgrid(document: Any) -> Iterator[MailReport]:
    """The Event Webhook: a list of events; `smtp-id` is our Message-ID."""
    if not isinstance(document, list) or len(document) > MOST_ENTRIES:
        raise NotAReport("It must be a list of events.")
    kinds = {"bounce": "bounced", "dropped": "bounced", "deferred": "delayed", "spamreport": "complained"}
    for entry in document:
        kind = kinds.get(str(entry.get("event")))
        if kind == "bounced" and entry.get("type") == "blocked":
            kind = "delayed"
        if kind and entry.get("smtp-id"):
            yield MailReport(
                kind,
                _bracketed(entry["smtp-id"]),
                str(entry.get("status") or "")[:20],
                str(entry.get("reason") or "")[:300],
            )


def _mailgun(document: Any) -> Iterator[MailReport]:
    """A webhook with `event-data`; its `message.headers.message-id` is ours without brackets."""
    entry = document.get("event-data", {})
    about = entry.get("message", {}).get("headers", {}).get("message-id")
    kind = {"complained": "complained"}.get(str(entry.get("event")))
    if entry.get("event") == "failed":
        kind = "bounced" if entry.get("severity") == "permanent" else "delayed"
    if not entry:
        raise NotAReport("It needs `event-data`.")
    if kind and about:
        status = entry.get("delivery-status", {})
        yield MailReport(
            kind,
            _bracketed(str(about)),
            str(status.get("enhanced-code") or "")[:20],
            str(status.get("message") or "")[:300],
        )


def _bracketed(identifier: str) -> str:
    return f"<{str(identifier).strip().strip('<>')}>"[:200]
