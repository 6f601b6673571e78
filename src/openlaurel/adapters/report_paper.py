"""Reports of verifications as PDF, set by Typst: PDF/A-3a and PDF/UA-1, with the signed report attached."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from openlaurel.adapters.artwork_assets import FOLDER, own_fonts
from openlaurel.adapters.certificates import FALLBACKS, typeset
from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.artwork.text import clean

SOURCE = Path(__file__).with_name("report.typ")
LONGEST = 600


@dataclass(frozen=True)
class PaperEntry:
    """One badge: `tone` is ok, warn or bad; facts are (name, value)."""

    title: str
    outcome: str
    verdict: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportPaper:
    """What the paper says, in `language`; `credential` is the signed report as JSON."""

    title: str
    intro: str
    summary: tuple[str, ...]
    entries: tuple[PaperEntry, ...]
    remarks_title: str
    remarks: tuple[str, ...]
    language: str
    credential: bytes
    as_of: str = ""


def render_report(paper: ReportPaper, *, now: datetime) -> bytes:
    """This function will return the report as a tagged PDF. What no font has is left out of names and addresses."""
    folders = [FOLDER / "fonts", *filter(Path.is_dir, (own_fonts(),))]
    data = asdict(paper)
    del data["credential"]
    data |= {
        "language": paper.language.split("-")[0].lower(),
        "rtl": is_rtl(paper.title),
        "fonts": ["Figtree", *FALLBACKS],
        "date": {"year": now.year, "month": now.month, "day": now.day},
    }
    files = {"main": SOURCE.read_bytes(), "report.json": paper.credential}
    try:
        return typeset(files, {"data": json.dumps(_cleaned(data, plain=False))}, folders, now)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return typeset(files, {"data": json.dumps(_cleaned(data, plain=True))}, folders, now)


def _cleaned(value: Any, *, plain: bool) -> Any:
    """Texts as they can be set; with `plain` each letter that isn't of a script that the fonts have becomes “?”."""
    if isinstance(value, str):
        text = clean(value[:LONGEST])
        return "".join(c if _is_common(c) else "?" for c in text) if plain else text
    if isinstance(value, dict):
        return {key: _cleaned(each, plain=plain) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each, plain=plain) for each in value]
    return value


def _is_common(letter: str) -> bool:
    if letter.isascii():
        return True
    name = unicodedata.name(letter, "")
    return name.startswith(("LATIN ", "ARABIC LETTER")) or letter in "–—…“”‘’«»·•"
