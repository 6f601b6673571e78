"""From bytes to text, whatever the spreadsheet made of it."""

import codecs
from dataclasses import dataclass

from openlaurel.core.rosters.errors import NotATable, RosterTooLarge

MAX_BYTES = 10 * 1024 * 1024
_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)


@dataclass(frozen=True)
class Decoded:
    """`is_guessed` when the encoding isn't stated by the file and letters beyond A to Z may be wrong."""

    text: str
    encoding: str
    is_guessed: bool = False


def decode(data: bytes) -> Decoded:
    """This function will return the text of a CSV file: UTF-8 or UTF-16 where it says or looks so, else Windows-1252.

    Raises RosterTooLarge or NotATable.
    """
    if len(data) > MAX_BYTES:
        raise RosterTooLarge(found=f"{len(data):,}", unit="bytes", most=f"{MAX_BYTES:,}")
    for start, kind in _KINDS:
        if data.startswith(start):
            raise NotATable(kind=kind)
    if data.startswith(codecs.BOM_UTF8):
        return _strict(data[3:], "utf-8") or _western(data[3:])
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _utf16(data[2:], encoding)
    if encoding := _unmarked_utf16(data):
        return _utf16(data, encoding)
    return _strict(data, "utf-8") or _western(data)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _western(data: bytes) -> Decoded:
    if data[:4096].count(0) > len(data[:4096]) // 20:
        raise NotATable(kind="binary data")
    found = _strict(data, "cp1252") or _strict(data, "latin-1")
    assert found is not None, "every byte is a letter of Latin-1"
    return Decoded(found.text, "windows-1252" if found.encoding == "cp1252" else "latin-1", is_guessed=True)


def _utf16(data: bytes, encoding: str) -> Decoded:
    found = _strict(data[: len(data) // 2 * 2], encoding)
    if found is None:
        raise NotATable(kind="damaged UTF-16 text")
    return Decoded(found.text, "utf-16")


def _unmarked_utf16(data: bytes) -> str:
    """Western text in UTF-16 has a zero in every second byte."""
    sample = data[:1024]
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > half * 0.6 and sample[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""
