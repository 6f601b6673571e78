"""Certificates as PDF, set by Typst from the project's fonts, without a network and without the system's fonts.

The file is PDF/A-3a and PDF/UA-1: text is real and tagged, language and title are set, pictures are described, and
the signed badge itself can be attached. Nothing that is set is read as markup.

What has no glyph in the fonts never shows as a box: symbols such as emoji are left out of a name; a name with a
letter that no font has gives way to `labels.name_elsewhere`; such outcomes, skills and facts are left out; a title or
an issuer like that raises CannotBeSet. An operator's own fonts are tried before that.
"""

import base64
import json
import re
import struct
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

import typst

from openlaurel.adapters.artwork_assets import FOLDER, own_fonts
from openlaurel.adapters.qr import qr_svg
from openlaurel.core.artwork.backdrop import backdrop
from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.artwork.palette import palette
from openlaurel.core.artwork.text import clean, is_joined

SOURCE = Path(__file__).with_name("certificate.typ")
Form = Literal["pdf", "svg", "png"]
FALLBACKS = ["Vazirmatn", "Noto Sans", "Noto Sans Hebrew", "Libertinus Serif"]


class CannotBeSet(Exception):
    """The certificate's title, issuer or labels have a character that no font has."""


@dataclass(frozen=True)
class CertificateLabels:
    """The words around the data, in the certificate's language."""

    heading: str
    certifies: str
    earned: str
    awarded_by: str
    outcomes: str
    skills: str
    more: str
    verify_at: str
    code: str
    note: str
    name_elsewhere: str
    badge_alt: str
    qr_alt: str


@dataclass(frozen=True)
class Certificate:
    """What a certificate says. Dates and facts are (name, value) as they are to be read, in `language`.

    `badge` is the picture as SVG or PNG; `url` the page that proves it; `credential` the signed badge to attach.
    """

    recipient_name: str
    title: str
    issuer: str
    language: str
    hue: int
    badge: bytes
    url: str
    labels: CertificateLabels
    code: str = ""
    dates: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    credential: bytes = b""


def render_certificate(certificate: Certificate, *, now: datetime, form: Form = "pdf") -> bytes:
    """This function will return the certificate as a PDF of one page, or as an SVG of that page.

    The same input and `now` give the same bytes. Raises CannotBeSet when title or issuer, or a label, has a
    character that no font has.
    """
    folders = [FOLDER / "fonts", *filter(Path.is_dir, (own_fonts(),))]
    try:
        pdf = _compiled(certificate, now, folders, "pdf")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        certificate = _settable(certificate, now, folders)
        try:
            pdf = _compiled(certificate, now, folders, "pdf")
        except typst.TypstError as again:
            raise CannotBeSet(f"The certificate's labels can't be set: {again}") from again
    # only the PDF is refused for a missing glyph, so it comes first
    return pdf if form == "pdf" else _compiled(certificate, now, folders, form)


def _compiled(certificate: Certificate, now: datetime, folders: list[Path], form: Form) -> bytes:
    panel = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 368 840">'
        f"{backdrop(certificate.hue, 368, 840, (184, 208), 160)}</svg>"
    )
    files = {
        "main": SOURCE.read_bytes(),
        "badge.svg": as_svg(certificate.badge),
        "panel.svg": panel.encode(),
        "qr.svg": qr_svg(certificate.url).encode(),
        "credential.json": certificate.credential,
    }
    return typeset(files, {"data": json.dumps(_data(certificate, now))}, folders, now, form)


def typeset(
    files: dict[str, bytes],
    inputs: dict[str, str],
    folders: list[Path],
    now: datetime,
    form: Form = "pdf",
    *,
    ppi: int = 144,
) -> bytes:
    """This function will set the Typst file `main` of `files` with the fonts of `folders`; `ppi` is for a PNG."""
    page = typst.compile(
        cast(Any, files),  # its types know one file only, its manual several by name
        format=form,
        ppi=ppi,
        font_paths=[str(folder) for folder in folders],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["a-3a", "ua-1"] if form == "pdf" else [],
        timestamp=int(now.timestamp()),
    )
    return bytes(page)


def as_svg(badge: bytes) -> bytes:
    """This function will return a PNG wrapped in an SVG, since Typst takes only text among the files that it is handed."""
    if not badge.startswith(b"\x89PNG"):
        return badge
    width, height = struct.unpack(">II", badge[16:24])
    content = base64.b64encode(badge).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{content}"/></svg>'
    ).encode()


def _data(certificate: Certificate, now: datetime) -> dict[str, Any]:
    colours = palette(certificate.hue)
    primary, _, rest = certificate.language.partition("-")
    region = re.search(r"\b[A-Z]{2}\b", rest)
    return {
        "labels": asdict(certificate.labels),
        "name": clean(certificate.recipient_name),
        "title": clean(certificate.title),
        "issuer": clean(certificate.issuer),
        "document_title": " – ".join(
            filter(None, (clean(certificate.title), clean(certificate.recipient_name)))
        ),
        "description": f"{certificate.labels.verify_at} {certificate.url}",
        "dates": [[clean(name), clean(value)] for name, value in certificate.dates],
        "facts": [[clean(name), clean(value)] for name, value in certificate.facts],
        "outcomes": [clean(outcome) for outcome in certificate.outcomes],
        "skills": [clean(skill) for skill in certificate.skills],
        "url": certificate.url,
        "code": certificate.code,
        "has_credential": bool(certificate.credential),
        "language": primary.lower(),
        "region": region[0] if region else None,
        "rtl": is_rtl(certificate.labels.heading),
        "joined": is_joined(certificate.labels.heading),
        "fonts": {"display": ["Bricolage Grotesque", *FALLBACKS], "body": ["Figtree", *FALLBACKS]},
        "colours": {name: getattr(colours, name) for name in ("ink", "dark", "line", "tint")},
        "date": {"year": now.year, "month": now.month, "day": now.day},
    }


def _settable(certificate: Certificate, now: datetime, folders: list[Path]) -> Certificate:
    """The certificate without what the fonts can't set."""

    def kept(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if not missing_in(text, now, folders))

    def kept_pairs(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in pairs if not missing_in(" ".join(pair), now, folders))

    for what, text in (("title", certificate.title), ("issuer", certificate.issuer)):
        if missing := missing_in(text, now, folders):
            raise CannotBeSet(
                f"The {what} “{text}” can't be set: no font has “{missing}”. "
                "Put a font that has it into the folder fonts of the installation's data."
            )
    name = certificate.recipient_name
    if missing_in(name, now, folders):
        name = "".join(letter for letter in name if unicodedata.category(letter)[0] in "LMNPZ")
    return replace(
        certificate,
        recipient_name="" if missing_in(name, now, folders) else name,
        outcomes=kept(certificate.outcomes),
        skills=kept(certificate.skills),
        facts=kept_pairs(certificate.facts),
        dates=kept_pairs(certificate.dates),
    )


def missing_in(text: str, now: datetime, folders: list[Path]) -> str:
    """This function will return what of `text` no font of `folders` has, or nothing."""
    source = '#set document(title: "-")\n#set text(font: json(bytes(sys.inputs.fonts)))\n#sys.inputs.text'
    inputs = {"text": clean(text), "fonts": json.dumps(["Figtree", *FALLBACKS])}
    try:
        typeset({"main": source.encode()}, inputs, folders, now)
    except typst.TypstError as error:
        found = re.search(r'the text `"(.*?)"`', str(error))
        return found[1] if found else text
    return ""
