"""A template with its values, as subject, plain text and HTML. Values never count as Markdown or as HTML."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, gettext

from openlaurel.adapters.markdown import render_markdown
from openlaurel.apps.letters.fields import FIELDS
from openlaurel.core.mail import merge

_LINK = re.compile(r"\[([^\]\n]+)\]\((\{\{[^{}]*\}\}|[^)\s]+)\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"(?m)^#{1,6} +")
_TARGET = re.compile(r'href="([^"]*)"')


@dataclass(frozen=True)
class Letter:
    """`html` is the text as HTML without a frame, as a preview shows it; `page` is the whole HTML part of the mail."""

    subject: str
    text: str
    html: str
    page: str


def render_letter(
    *,
    kind: str,
    subject: str,
    body: str,
    values: Mapping[str, str],
    language: str,
    picture_url: str = "",
    stop_url: str = "",
    notes: Sequence[str] = (),
) -> Letter:
    """This function will fill a template that was checked. Raises KeyError for a field without a value.

    Below it stand the addresses of `notes`, and how reminders are stopped.
    """
    merged = " ".join(merge(subject, values).split())
    html = _html(kind, body, values)
    words = {
        "subject": merged,
        "body": html,
        "language": language,
        "direction": _direction(language),
        "picture_url": picture_url,
        "installation_url": settings.OPENLAUREL_URL,
        "stop_url": stop_url,
        "notes": notes,
    }
    text = _text(body, values, notes)
    if stop_url:
        text += "\n" + gettext("Stop reminders: %(link)s") % {"link": stop_url} + "\n"
    return Letter(merged, text, html, render_to_string("letters/mail/letter.html", words))


def _text(body: str, values: Mapping[str, str], notes: Sequence[str]) -> str:
    """The Markdown without its signs; before the values come in, so that a name keeps its asterisks."""
    plain = _LINK.sub(r"\1: \2", body.replace("\r\n", "\n"))
    plain = _HEADING.sub("", _EMPHASIS.sub(r"\2", plain))
    told = [gettext("What the issuer tells everybody about this:"), *notes, ""] if notes else []
    return "\n".join([merge(plain, values).rstrip(), "", *told, settings.OPENLAUREL_URL, ""])


def _html(kind: str, body: str, values: Mapping[str, str]) -> str:
    """Markdown is rendered with a sign that nobody can have written in the place of each value."""
    links = {field.name for field in FIELDS[kind] if field.is_link}
    nonce = "f" + secrets.token_hex(8)
    names: list[str] = []

    def sign(name: str, position: int) -> str:
        names.append(name)
        mark = f"{nonce}x{len(names) - 1}x"
        if name not in links:
            return mark
        address = f"https://{mark}.invalid"
        return address if body[:position].endswith("](") else f"<{address}>"

    marked = re.compile(rf"(?:https://)?{nonce}x(\d+)x(?:\.invalid)?")

    def value(number: str) -> str:
        return values[names[int(number)]]

    def in_target(found: re.Match[str]) -> str:
        target = marked.sub(
            lambda mark: value(mark[1]) if names[int(mark[1])] in links else quote(value(mark[1]), safe=""),
            unescape(found[1]),
        )
        return f'href="{escape(target)}"'

    rendered = _TARGET.sub(in_target, render_markdown(merge(body, values, wrap=sign)))
    return marked.sub(lambda mark: escape(value(mark[1])).replace("\n", "<br>\n"), rendered)


def _direction(language: str) -> str:
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"
