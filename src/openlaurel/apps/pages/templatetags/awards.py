"""Small words and marks on the page of a badge."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_ICONS = {"pass": "check", "fail": "x", "warn": "triangle-alert", "skipped": "circle-dashed"}
_MEDIA = {
    "video": ("mp4", "webm", "mov", "vimeo", "youtube"),
    "image": ("png", "jpg", "jpeg", "gif", "webp"),
    "code-xml": ("git", "py", "ipynb", "repository"),
}


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[0].isalnum()] or name.split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


@register.filter
def plain(number: Decimal) -> str:
    """A number without zeros at its end."""
    return number_format(number.normalize() if number != number.to_integral() else number.to_integral())


@register.filter
def evidence_icon(item: Mapping[str, str]) -> str:
    """The icon for what a piece of evidence seems to be."""
    about = f"{item.get('genre', '')} {item.get('id', '')}".lower()
    return next((icon for icon, marks in _MEDIA.items() if any(mark in about for mark in marks)), "file-text")


@register.simple_tag
def outcome_icon(outcome: str) -> SafeString:
    return render_to_string("pages/_outcome_icon.html", {"icon": _ICONS[outcome]})


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Data for search engines, in a block that no browser executes."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped as json_script does)
