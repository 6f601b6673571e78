"""Certificates as an organisation designed them: each box of a layout filled with what the badge says, set by Typst.

The PDF is PDF/A-3a and PDF/UA-1 like the standard sheet; what the fonts can't set never shows as a box.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

from openlaurel.adapters.artwork_assets import FOLDER, own_fonts
from openlaurel.adapters.certificates import FALLBACKS, CannotBeSet, Certificate, as_svg, missing_in, typeset
from openlaurel.adapters.qr import qr_svg
from openlaurel.core.artwork.bidi import is_rtl
from openlaurel.core.artwork.brand import brand_colours
from openlaurel.core.artwork.certificate_layout import Box, Layout, merged
from openlaurel.core.artwork.geometry import number
from openlaurel.core.artwork.patterns import guilloche
from openlaurel.core.artwork.text import clean, is_joined

SOURCE = Path(__file__).with_name("designed.typ")
PREVIEW_PPI = 72


@dataclass(frozen=True)
class SignatureImage:
    """Who signs a certificate by hand; `picture` is the signature as PNG."""

    name: str
    title: str
    picture: bytes


@dataclass(frozen=True)
class Design:
    """How a certificate looks: its layout and what it needs beside the badge. Colours are #rrggbb.

    `results` are (name, value); `values` fills merge fields; `logo` is a PNG or SVG, or nothing.
    """

    layout: Layout
    colour: str
    accent: str = ""
    logo: bytes = b""
    signatures: Mapping[str, SignatureImage] = field(default_factory=dict)
    results: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def render_designed(
    certificate: Certificate,
    design: Design,
    *,
    now: datetime,
    form: Literal["pdf", "png"] = "pdf",
    is_strict: bool = False,
) -> bytes:
    """This function will return the certificate as PDF, or as a PNG to look at.

    A text with a letter that no font has is left out, a name like that gives way to `labels.name_elsewhere`. When it is
    the title, or any text and `is_strict`, CannotBeSet names the letter.
    """
    if is_rtl(certificate.labels.heading):
        design = replace(design, layout=design.layout.mirrored())
    folders = [FOLDER / "fonts", *filter(Path.is_dir, (own_fonts(),))]
    data, files = _prepared(certificate, design, now)
    try:
        pdf = _set(data, files, folders, now, "pdf")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        data = _settable(data, certificate, folders, now, is_strict=is_strict)
        pdf = _set(data, files, folders, now, "pdf")
    return pdf if form == "pdf" else _set(data, files, folders, now, "png")


def _set(
    data: dict[str, Any],
    files: dict[str, bytes],
    folders: list[Path],
    now: datetime,
    form: Literal["pdf", "png"],
) -> bytes:
    return typeset(files, {"data": json.dumps(data)}, folders, now, form, ppi=PREVIEW_PPI)


def _prepared(
    certificate: Certificate, design: Design, now: datetime
) -> tuple[dict[str, Any], dict[str, bytes]]:
    layout, labels = design.layout, certificate.labels
    width, height = layout.size
    colours = brand_colours(design.colour, design.accent).light
    primary, _, rest = certificate.language.partition("-")
    region = re.search(r"\b[A-Z]{2}\b", rest)
    files = {
        "main": SOURCE.read_bytes(),
        "frame.svg": _frame(layout, design.colour, colours.accent, colours.brand_soft).encode(),
        "qr.svg": qr_svg(certificate.url).encode(),
        "credential.json": certificate.credential,
    }
    boxes = []
    # read in the order in which a reader goes through the sheet
    for place, box in enumerate(sorted(layout.boxes, key=lambda b: (b.y, b.x))):
        content = _content(box, certificate, design, f"box{place}.svg", files)
        if content:
            boxes.append(
                {name: getattr(box, name) for name in ("x", "y", "width", "height", "align", "size")}
                | content
            )
    data = {
        "boxes": boxes,
        "width": width,
        "height": height,
        "colours": {"ink": colours.ink, "brand": colours.brand, "muted": colours.muted},
        "fonts": {"display": ["Bricolage Grotesque", *FALLBACKS], "body": ["Figtree", *FALLBACKS]},
        "issuer": clean(certificate.issuer),
        "document_title": " – ".join(
            filter(None, (clean(certificate.title), clean(certificate.recipient_name)))
        ),
        "description": f"{labels.verify_at} {certificate.url}",
        "url": certificate.url,
        "has_credential": bool(certificate.credential),
        "credential_note": labels.badge_alt,
        "language": primary.lower(),
        "region": region[0] if region else None,
        "rtl": is_rtl(labels.heading),
        "joined": is_joined(labels.heading),
        "date": {"year": now.year, "month": now.month, "day": now.day},
    }
    return data, files


def _content(
    box: Box, certificate: Certificate, design: Design, file: str, files: dict[str, bytes]
) -> dict[str, Any]:
    """What stands in a box; nothing when the badge has nothing to put there."""
    labels = certificate.labels
    texts = {
        "heading": ("heading", labels.heading),
        "intro": ("muted", labels.certifies),
        "holder": ("name", certificate.recipient_name or labels.name_elsewhere),
        "earned": ("muted", labels.earned),
        "achievement": ("title", certificate.title),
        "issuer": ("text", f"{labels.awarded_by} {certificate.issuer}"),
        "skills": ("text", " · ".join(certificate.skills)),
        "text": ("text", merged(box.text, design.values)),
    }
    if box.kind in texts:
        kind, words = texts[box.kind]
        return {"kind": kind, "text": clean(words)} if clean(words) else {}
    pairs = {"dates": certificate.dates, "results": design.results}
    if box.kind in pairs:
        rows = [[clean(name), clean(value)] for name, value in pairs[box.kind]]
        return {"kind": "pairs", "pairs": rows} if rows else {}
    if box.kind == "verify":
        code = certificate.code
        return {"kind": "verify", "label": labels.verify_at, "code": code, "code-label": labels.code}
    if box.kind == "qr":
        return {"kind": "image", "file": "qr.svg", "alt": labels.qr_alt}
    if box.kind == "signature":
        signed = design.signatures.get(box.signature)
        if signed is None:
            return {}
        files[file] = as_svg(signed.picture)
        return {
            "kind": "signature",
            "file": file,
            "name": clean(signed.name),
            "title": clean(signed.title),
            "alt": signed.name,
        }
    picture = {"seal": certificate.badge, "logo": design.logo}[box.kind]
    if not picture:
        return {}
    files[file] = as_svg(picture)
    return {
        "kind": "image",
        "file": file,
        "alt": labels.badge_alt if box.kind == "seal" else certificate.issuer,
    }


def _settable(
    data: dict[str, Any], certificate: Certificate, folders: list[Path], now: datetime, *, is_strict: bool
) -> dict[str, Any]:
    """The same without what no font has letters for."""
    boxes = []
    for box in data["boxes"]:
        words = [box.get("text", ""), box.get("name", ""), box.get("title", "")]
        words += [part for pair in box.get("pairs", ()) for part in pair]
        text = " ".join(filter(None, words))
        letter = missing_in(text, now, folders) if text else ""
        if letter and (is_strict or box["kind"] == "title"):
            raise CannotBeSet(f"“{text}” can't be set: no font has “{letter}”.")
        if letter and box["kind"] == "name":
            box = box | {"text": certificate.labels.name_elsewhere}
        elif letter:
            continue
        boxes.append(box)
    kept = data | {"boxes": boxes}
    for name in ("document_title", "issuer"):
        if missing_in(data[name], now, folders):
            kept[name] = clean(certificate.title)
    return kept


def _frame(layout: Layout, colour: str, accent: str, soft: str) -> str:
    """The ground of a sheet as SVG, in tenths of a millimetre; nothing of it lies where text needs contrast."""
    width, height = (side * 10 for side in layout.size)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    lines = {
        "plain": "",
        "line": (
            f'<path fill="none" stroke="{colour}" stroke-width="8" d="M50 50H{width - 50}V{height - 50}H50z"/>'
            f'<path fill="none" stroke="{accent}" stroke-width="3" d="M65 65H{width - 65}V{height - 65}H65z"/>'
        ),
        "band": (
            f'<path fill="{colour}" d="M0 0H{width}V55H0z"/><path fill="{accent}" d="M0 55H{width}V70H0z"/>'
            f'<path fill="{colour}" d="M0 {height - 30}H{width}V{height}H0z"/>'
        ),
    }
    if layout.frame in lines:
        return f"{head}{lines[layout.frame]}</svg>"
    rings = "".join(
        guilloche((x, y), size, size * 0.12, waves, 5)
        for x, y in ((0, 0), (width, height))
        for size, waves in ((260, 28), (420, 40), (600, 52))
    )
    return f'{head}<path fill="none" stroke="{soft}" stroke-width="{number(4)}" d="{rings}"/></svg>'
