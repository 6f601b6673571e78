"""From whatever somebody hands over to the text of the credential in it, told by content and never by name."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Literal
from urllib.parse import urljoin

from openlaurel.apps.verifier.errors import TooLarge, Unreadable
from openlaurel.core.credentials import looks_like_jwt
from openlaurel.core.credentials.parsing import MAX_BYTES
from openlaurel.core.openbadges import MAX_IMAGE_BYTES, PNG_SIGNATURE, BakingError, looks_like_svg, unbake

Kind = Literal["png", "svg", "json", "jwt", "html", "pdf", "photo", "archive", "nothing", "other"]

# What a page may name as the badge itself, the best first.
CREDENTIAL_TYPES = ("application/vc+ld+json", "application/vc", "application/ld+json", "application/json")
_FAULTS: dict[str, str] = {
    "nothing": "The file is empty. Choose the badge's PNG, SVG, JSON or JWT file.",
    "pdf": "A PDF carries no signature that is checked here. Give the badge's address, which the PDF shows, or its PNG, "
    "SVG or JSON file.",
    "photo": "A JPEG, GIF or WebP picture can't carry a badge. Choose the PNG or SVG file as it was downloaded.",
    "archive": "This is an archive. Unpack it and choose the badge's PNG, SVG, JSON or JWT file in it.",
    "html": "This is a saved web page. Give its address instead, or the badge's PNG, SVG, JSON or JWT file.",
    "other": "This is neither a PNG or SVG picture nor JSON or a JWT. Choose the badge's file as it was downloaded.",
}

_ADVICE = "Choose the badge's PNG or SVG file as it was downloaded, or give the badge's address."


def kind_of(data: bytes) -> Kind:
    """This function will tell what `data` is by how it begins."""
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(PNG_SIGNATURE):
        return "png"
    if not start:
        return "nothing"
    if start[:1] in (b"{", b"["):
        return "json"
    if start.startswith(b"eyJ") and looks_like_jwt(data.decode("latin-1")):
        return "jwt"
    if start[:100].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    if looks_like_svg(data):
        return "svg"
    if b"<html" in start.lower():
        return "html"
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith((b"\xff\xd8\xff", b"GIF8")) or start[8:12] == b"WEBP":
        return "photo"
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        return "archive"
    return "other"


def read_document(data: bytes) -> bytes | str:
    """This function will return the JSON or JWT in a file: itself, or what is baked into a PNG or SVG.

    Raises Unreadable or TooLarge.
    """
    kind = kind_of(data)
    most = MAX_IMAGE_BYTES if kind in {"png", "svg"} else MAX_BYTES
    if len(data) > most:
        raise TooLarge(f"It has {len(data):,} bytes; at most {most:,} are read. Choose the badge's own file.")
    if kind in {"png", "svg"}:
        try:
            return unbake(data)
        except BakingError as error:
            raise Unreadable(f"{error} {_ADVICE}") from error
    if kind in {"json", "jwt"}:
        return data
    raise Unreadable(_FAULTS[kind])


def linked_credential(html: bytes, url: str) -> str | None:
    """This function will return the address that a page names as its machine-readable form, the best of several."""
    reader = _Links()
    reader.feed(html.decode("utf-8", "replace"))
    found = [(CREDENTIAL_TYPES.index(kind), href) for kind, href in reader.links]
    try:
        return urljoin(url, min(found, key=lambda link: link[0])[1]) if found else None
    except ValueError:
        return None


class _Links(HTMLParser):
    """Collects the <link rel="alternate"> elements whose type is that of a credential."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = {name: value or "" for name, value in attrs}
        kind = fields.get("type", "").split(";")[0].strip().lower()
        is_alternate = "alternate" in fields.get("rel", "").lower().split()
        if tag == "link" and is_alternate and kind in CREDENTIAL_TYPES and fields.get("href"):
            self.links.append((kind, fields["href"].strip()))
