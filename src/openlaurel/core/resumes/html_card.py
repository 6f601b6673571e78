"""A card in HTML for a personal site: one piece of text to paste, that loads nothing and runs nothing."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

from openlaurel.core.artwork.brand import Scheme
from openlaurel.core.resumes.model import Resume, ResumeBadge, ResumeLabels


def to_html_card(
    resume: Resume, labels: ResumeLabels, scheme: Scheme, pictures: Mapping[str, bytes] | None = None
) -> str:
    """This function will return the card in the colours of `scheme`; `pictures` are PNGs by a badge's address.

    Styles stand at the elements, pictures in the text itself; every text of people is escaped.
    """
    pictures = pictures or {}
    items = "".join(_item(badge, labels, scheme, pictures.get(badge.url)) for badge in resume.badges)
    name = escape(resume.name)
    if resume.url:
        name = f'<a href="{escape(resume.url)}" style="color:inherit">{name}</a>'
    headline = (
        f'<p style="margin:0;color:{scheme.muted}">{escape(resume.headline)}</p>' if resume.headline else ""
    )
    skills = ""
    if resume.skills:
        names = " · ".join(escape(skill.name) for skill in resume.skills)
        skills = (
            f'<p style="margin:0;font-size:14px"><b>{escape(labels.skills)}</b> '
            f'<span style="color:{scheme.muted}">{names}</span></p>'
        )
    direction = "rtl" if labels.is_rtl else "ltr"
    return (
        f'<section lang="{escape(resume.language)}" dir="{direction}" style="font:16px/1.5 system-ui,sans-serif;'
        f"max-width:640px;padding:24px;border:1px solid {scheme.line};border-radius:16px;background:{scheme.surface};"
        f'color:{scheme.ink};display:grid;gap:16px;border-top:6px solid {scheme.brand_edge}">'
        f'<header><p style="margin:0;font-size:22px;font-weight:700">{name}</p>{headline}</header>'
        f'<ul style="list-style:none;margin:0;padding:0;display:grid;gap:12px">{items}</ul>{skills}</section>\n'
    )


def _item(badge: ResumeBadge, labels: ResumeLabels, scheme: Scheme, picture: bytes | None) -> str:
    art = ""
    if picture:
        content = base64.b64encode(picture).decode()
        art = f'<img src="data:image/png;base64,{content}" width="48" height="48" alt="" style="flex:none">'
    issued = f" · {badge.issued.year}" if badge.issued else ""
    return (
        f'<li style="display:flex;gap:12px;align-items:center">{art}<span><a href="{escape(badge.url)}" '
        f'style="color:{scheme.brand};font-weight:600">{escape(badge.name)}</a><br>'
        f'<span style="font-size:14px;color:{scheme.muted}">{escape(badge.issuer)}{issued}</span></span></li>'
    )
