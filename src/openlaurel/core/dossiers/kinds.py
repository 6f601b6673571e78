"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import io
import zipfile

from openlaurel.core.credentials import looks_like_jwt
from openlaurel.core.dossiers.docx import is_docx
from openlaurel.core.dossiers.model import Kind
from openlaurel.core.openbadges import PNG_SIGNATURE, looks_like_svg

ZIP, EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_PICTURES = (b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")


class NotRead(Exception):
    """The file is of a kind that isn't read; `code` is one of REMARKS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(data: bytes) -> Kind:
    """This function will tell what a file is; raises NotRead."""
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise NotRead("empty")
    if data.startswith(PNG_SIGNATURE):
        return Kind.BADGE
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _kind_of_zip(data)
    if b"%PDF-" in data[:1024]:
        return Kind.CV
    if start.startswith(_OLD_OFFICE):
        raise NotRead("old_office")
    if data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        raise NotRead("photo")
    if data.startswith(_ARCHIVES):
        raise NotRead("unknown")
    if start[:1] in (b"{", b"[") or (
        start.startswith(b"eyJ") and looks_like_jwt(data.decode("latin-1").strip())
    ):
        return Kind.BADGE
    if start[:100].lower().startswith((b"<!doctype html", b"<html")):
        raise NotRead("page")
    if looks_like_svg(data):
        return Kind.BADGE
    return _kind_of_text(data)


def is_pdf(data: bytes) -> bool:
    """This function will tell whether a CV is a PDF; else it is a DOCX. Readers allow for some bytes before it."""
    return b"%PDF-" in data[:1024]


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if is_docx(archive):
                return Kind.CV
    except Exception:  # whatever zipfile raises on what isn't one: told where it is opened
        return Kind.ARCHIVE
    if "xl/workbook.xml" in names:
        return Kind.TABLE
    if "mimetype" in names or "ppt/presentation.xml" in names or "xl/workbook.bin" in names:
        raise NotRead("old_office")
    return Kind.ARCHIVE


def _kind_of_text(data: bytes) -> Kind:
    sample = data[:8192]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TABLE
    if sample.count(0) > len(sample) // 20:
        # UTF-16 without its mark has a zero in every second byte
        if sample[1::2].count(0) > len(sample) * 0.3 or sample[::2].count(0) > len(sample) * 0.3:
            return Kind.TABLE
        raise NotRead("unknown")
    first = sample.decode("utf-8", "replace").lstrip("\ufeff").strip().splitlines()[0]
    words = first.split()
    if words and all(word.lower().startswith(("http://", "https://", "www.")) for word in words):
        return Kind.LIST
    if any(mark in first for mark in ",;\t|") or b"\n" in sample.strip():
        return Kind.TABLE
    raise NotRead("unknown")
