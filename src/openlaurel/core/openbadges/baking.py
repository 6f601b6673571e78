"""Baking a credential into a PNG and taking it out again (Open Badges 3.0, section 5.3.1); SVG is in svg.py.

Badges of older versions are only taken out (Open Badges 2.0, Badge Baking).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from openlaurel.core.openbadges.errors import (
    DamagedImage,
    NoCredential,
    NotAnImage,
    SeveralCredentials,
    UnsafeImage,
)
from openlaurel.core.openbadges.svg import MAX_IMAGE_BYTES, looks_like_svg, unbake_svg

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD, OLDER_KEYWORD = b"openbadgecredential", b"openbadges"
_TEXTS = frozenset({b"iTXt", b"tEXt", b"zTXt"})
MAX_CHUNKS = 20_000
MAX_TEXT_BYTES = 5 * 1024 * 1024


def unbake(image: bytes) -> str:
    """This function will return the JSON or JWT in a PNG or SVG; raises a BakingError that names the fault.

    A badge of an older version may be a JWS too, or only its web address.
    """
    if len(image) > MAX_IMAGE_BYTES:
        raise UnsafeImage(f"The picture has {len(image):,} bytes; at most {MAX_IMAGE_BYTES:,} are read.")
    if image.startswith(PNG_SIGNATURE):
        return unbake_png(image)
    if looks_like_svg(image):
        return unbake_svg(image)
    raise NotAnImage("The file is neither a PNG nor an SVG picture.")


def bake_png(png: bytes, text: str) -> bytes:
    """This function will put `text` into a PNG as its only `openbadgecredential` chunk (5.3.1).

    The chunk is an uncompressed iTXt right after the header; credentials that were there before are replaced.
    """
    body = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + text.encode()
    out = [PNG_SIGNATURE]
    for kind, data in _chunks(png):
        if kind in _TEXTS and data.split(b"\0", 1)[0] == KEYWORD:
            continue
        out.append(_chunk(kind, data))
        if kind == b"IHDR":
            out.append(_chunk(b"iTXt", body))
    return b"".join(out)


def unbake_png(png: bytes) -> str:
    """This function will return the credential in a PNG; compressed chunks of other makers are read within bounds.

    One of an older version counts only where there is no newer one.
    """
    badges: dict[bytes, list[tuple[bytes, bytes]]] = {KEYWORD: [], OLDER_KEYWORD: []}
    for kind, data in _chunks(png):
        keyword, _, rest = data.partition(b"\0")
        if kind in _TEXTS and keyword in badges:
            badges[keyword].append((kind, rest))
    found = badges[KEYWORD] or badges[OLDER_KEYWORD]
    if len(found) > 1:
        raise SeveralCredentials(f"The picture carries {len(found)} badges; it must carry one.")
    if not found:
        raise NoCredential(
            "The picture carries no badge: it may have been edited, copied as a screenshot or re-saved."
        )
    kind, rest = found[0]
    if kind == b"tEXt" and not badges[KEYWORD]:
        return _plain_text(rest)
    return _text(kind, rest)


def _plain_text(text: bytes) -> str:
    """Before iTXt, badges were baked into tEXt, which is Latin-1 (PNG, 11.3.4.3)."""
    if len(text) > MAX_TEXT_BYTES:
        raise UnsafeImage(f"The badge in the picture is larger than {MAX_TEXT_BYTES:,} bytes.")
    return text.decode("latin-1")


def _text(kind: bytes, rest: bytes) -> str:
    if kind != b"iTXt":
        raise DamagedImage("The badge must be in an iTXt chunk.")
    if len(rest) < 4:
        raise DamagedImage("The chunk with the badge is cut off.")
    compressed, method = rest[0], rest[1]
    try:
        _language, _translated, text = rest[2:].split(b"\0", 2)
    except ValueError as error:
        raise DamagedImage("The chunk with the badge is cut off.") from error
    if compressed not in (0, 1) or method != 0:
        raise DamagedImage("The chunk with the badge is compressed in an unknown way.")
    if compressed:
        reader = zlib.decompressobj()
        try:
            text = reader.decompress(text, MAX_TEXT_BYTES + 1)
        except zlib.error as error:
            raise DamagedImage("The badge in the picture can't be decompressed.") from error
        if len(text) <= MAX_TEXT_BYTES and not reader.eof:
            raise DamagedImage("The badge in the picture is cut off.")
    if len(text) > MAX_TEXT_BYTES:
        raise UnsafeImage(f"The badge in the picture is larger than {MAX_TEXT_BYTES:,} bytes.")
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise DamagedImage("The badge in the picture isn't UTF-8 text.") from error


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, each with its checksum proved (PNG, section 5.3)."""
    if not png.startswith(PNG_SIGNATURE):
        raise NotAnImage("The file isn't a PNG picture.")
    position, kind, count = 8, b"", 0
    while kind != b"IEND":
        count += 1
        if count > MAX_CHUNKS:
            raise UnsafeImage(f"The PNG has more than {MAX_CHUNKS:,} chunks.")
        if position + 12 > len(png):
            raise DamagedImage("The PNG is cut off.")
        (length,) = struct.unpack_from(">I", png, position)
        kind = png[position + 4 : position + 8]
        end = position + 12 + length
        if end > len(png):
            raise DamagedImage("The PNG is cut off.")
        data = png[position + 8 : position + 8 + length]
        if struct.unpack_from(">I", png, end - 4)[0] != zlib.crc32(kind + data):
            raise DamagedImage(
                f"The checksum of the PNG's {kind.decode('latin-1')} chunk is wrong: the file was damaged or altered."
            )
        if count == 1 and kind != b"IHDR":
            raise DamagedImage("The PNG doesn't begin with its header.")
        yield kind, data
        position = end
