"""Résumés as PDF, set by Typst like certificates: PDF/A-3a and PDF/UA-1, tagged, with language, title and headings.

Nothing that is set is read as markup. The signed badges can be attached, so that the file proves them by itself. A
letter that no font has is left out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from openlaurel.adapters.artwork_assets import FOLDER, own_fonts
from openlaurel.adapters.certificates import FALLBACKS, CannotBeSet, as_svg, missing_in, typeset
from openlaurel.adapters.qr import qr_svg
from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.artwork.brand import brand_colours
from openlaurel.core.artwork.text import clean, is_joined
from openlaurel.core.resumes import Resume, ResumeBadge, ResumeEntry, ResumeLabels

SOURCE = Path(__file__).with_name("resume.typ")
MOST_LETTERS = 40


def render_resume(
    resume: Resume,
    labels: ResumeLabels,
    *,
    colour: str,
    pictures: Mapping[str, bytes],
    credentials: Mapping[str, bytes],
    now: datetime,
) -> bytes:
    """This function will return the résumé as a PDF, in the readable colour nearest to `colour`, `#rrggbb`.

    `pictures` are SVGs or PNGs by a badge's address, `credentials` the signed badges to attach, each with its address.
    Raises CannotBeSet when no letter of the name has a font.
    """
    folders = [FOLDER / "fonts", *filter(Path.is_dir, (own_fonts(),))]
    data = _data(resume, labels, colour, pictures, credentials, now)
    files = _files(resume, pictures, credentials)
    try:
        return typeset(files, {"data": json.dumps(data)}, folders, now)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    settable = _settable(data, now, folders)
    if not settable["name"]:
        raise CannotBeSet(
            f"The name “{resume.name}” can't be set: no font has its letters. Put a font that has them into the folder "
            "fonts of the installation's data."
        )
    return typeset(files, {"data": json.dumps(settable)}, folders, now)


def _files(
    resume: Resume, pictures: Mapping[str, bytes], credentials: Mapping[str, bytes]
) -> dict[str, bytes]:
    files = {"main": SOURCE.read_bytes()}
    if resume.url:
        files["qr.svg"] = qr_svg(resume.url).encode()
    for number, badge in enumerate(resume.badges):
        files[f"badge{number}-qr.svg"] = qr_svg(badge.url).encode()
        if badge.url in pictures:
            files[f"badge{number}.svg"] = as_svg(pictures[badge.url])
        if badge.url in credentials:
            files[f"badge{number}.json"] = credentials[badge.url]
    return files


def _data(
    resume: Resume,
    labels: ResumeLabels,
    colour: str,
    pictures: Mapping[str, bytes],
    credentials: Mapping[str, bytes],
    now: datetime,
) -> dict[str, Any]:
    primary, _, rest = resume.language.partition("-")
    region = re.search(r"\b[A-Z]{2}\b", rest)
    scheme = brand_colours(colour).light
    badges = [
        _badge(badge)
        | {
            "picture": f"badge{number}.svg" if badge.url in pictures else "",
            "qr": f"badge{number}-qr.svg",
            "attached": f"badge{number}.json" if badge.url in credentials else "",
        }
        for number, badge in enumerate(resume.badges)
    ]
    return {
        "labels": asdict(labels),
        "name": clean(resume.name),
        "document_title": f"{clean(resume.name)} – {labels.title}",
        "headline": clean(resume.headline),
        "summary": _paragraphs(resume.summary),
        "contact": [clean(text) for text in (resume.place, resume.phone, resume.email) if text],
        "links": [{"label": clean(label), "url": url} for label, url in resume.links],
        "url": resume.url,
        "badges": badges,
        "skills": [
            {
                "name": clean(skill.name),
                "level": clean(skill.level),
                "proofs": [clean(name) for name in skill.proved_by],
            }
            for skill in resume.skills
        ],
        "sections": [
            {"heading": heading, "entries": [_entry(entry) for entry in entries]}
            for heading, entries in (
                (labels.projects, resume.projects),
                (labels.work, resume.work),
                (labels.degrees, resume.degrees),
            )
            if entries
        ],
        "language": primary.lower(),
        "region": region[0] if region else None,
        "rtl": labels.is_rtl or is_rtl(labels.badges),
        "joined": is_joined(labels.badges),
        "fonts": {"display": ["Bricolage Grotesque", *FALLBACKS], "body": ["Figtree", *FALLBACKS]},
        "colours": {"ink": scheme.ink, "muted": scheme.muted, "brand": scheme.brand, "line": scheme.line},
        "date": {"year": now.year, "month": now.month, "day": now.day},
    }


def _badge(badge: ResumeBadge) -> dict[str, Any]:
    return {
        "name": clean(badge.name),
        "issuer": clean(badge.issuer),
        "url": badge.url,
        "issued": badge.issued.isoformat() if badge.issued else "",
        "until": badge.until.isoformat() if badge.until else "",
        "state": clean(badge.state),
        "number": badge.number,
    }


def _entry(entry: ResumeEntry) -> dict[str, Any]:
    return {
        "title": clean(entry.title),
        "where": clean(entry.organisation),
        "time": clean(entry.time),
        "url": entry.url,
        "text": _paragraphs(entry.text),
        "badges": [{"name": clean(badge.name), "url": badge.url} for badge in entry.badges],
    }


def _paragraphs(text: str) -> list[dict[str, Any]]:
    """The paragraphs of a text, each with the direction of its first letter."""
    return [{"text": part, "rtl": is_rtl(part)} for part in map(clean, text.splitlines()) if part]


def _settable(value: Any, now: datetime, folders: list[Path], key: str = "") -> Any:
    """The same data without letters that no font has; addresses and names of files stay."""
    if isinstance(value, dict):
        return {
            name: item if name in {"fonts", "colours"} else _settable(item, now, folders, name)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_settable(item, now, folders, key) for item in value]
    if not isinstance(value, str) or not value or value.isascii():
        return value
    for _ in range(MOST_LETTERS):
        missing = missing_in(value, now, folders)
        if not missing or missing not in value:
            return "" if missing else value
        value = " ".join(value.replace(missing, "").split())
    return ""
