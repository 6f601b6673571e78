"""Baking a credential into a picture and taking it out again (Open Badges 3.0, section 5.3)."""

from __future__ import annotations

import re
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

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
SVG_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
MAX_IMAGE_BYTES = 10 * 1024 * 1024
MAX_TEXT_BYTES = 5 * 1024 * 1024


def unbake(image: bytes) -> str:
    """This function will return the JSON or JWT in a PNG or SVG; raises a BakingError that names the fault."""
    if len(image) > MAX_IMAGE_BYTES:
        raise UnsafeImage(f"The picture has {len(image):,} bytes; at most {MAX_IMAGE_BYTES:,} are read.")
    if image.startswith(PNG_SIGNATURE):
        return unbake_png(image)
    if looks_like_svg(image):
        return unbake_svg(image)
    raise NotAnImage("The file is neither a PNG nor an SVG picture.")


def looks_like_svg(image: bytes) -> bool:
    """This function will tell whether the file begins as an SVG document does."""
    return (
        re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|svg\b)", image[:200]) is not None
        and b"<svg" in image
    )


def bake_png(png: bytes, text: str) -> bytes:
    """This function will put `text` into a PNG as its only `openbadgecredential` chunk (5.3.1).

    The chunk is an uncompressed iTXt right after the header; credentials that were there before are replaced.
    """
    body = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + text.encode()
    out = [PNG_SIGNATURE]
    for kind, data in _chunks(png):
        if kind in {b"iTXt", b"tEXt", b"zTXt"} and data.split(b"\0", 1)[0] == KEYWORD:
            continue
        out.append(_chunk(kind, data))
        if kind == b"IHDR":
            out.append(_chunk(b"iTXt", body))
    return b"".join(out)


def unbake_png(png: bytes) -> str:
    """This function will return the credential in a PNG; compressed chunks of other makers are read within bounds."""
    found = []
    older = False
    for kind, data in _chunks(png):
        if kind not in {b"iTXt", b"tEXt", b"zTXt"}:
            continue
        keyword, _, rest = data.partition(b"\0")
        older = older or keyword == b"openbadges"
        if keyword == KEYWORD:
            found.append((kind, rest))
    if len(found) > 1:
        raise SeveralCredentials(f"The picture carries {len(found)} badges; it must carry one.")
    if not found:
        if older:
            raise NoCredential(
                "The picture carries an Open Badge of version 2 or older, which isn't read yet."
            )
        raise NoCredential(
            "The picture carries no badge: it may have been edited, copied as a screenshot or re-saved."
        )
    return _text(*found[0])


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
    position, kind, first = 8, b"", True
    while kind != b"IEND":
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
        if first and kind != b"IHDR":
            raise DamagedImage("The PNG doesn't begin with its header.")
        yield kind, data
        position, first = end, False


_SVG_TAG = re.compile(r"<svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_OPENING = re.compile(r"<([A-Za-z_][\w.-]*):(credential|assertion)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")


def bake_svg(svg: bytes, text: str) -> bytes:
    """This function will put `text` right after the <svg> tag (5.3.2): a JWT as `verify`, JSON as CDATA.

    Raises BakingError when the picture already carries a badge or isn't an SVG.
    """
    source = _svg_text(svg)
    if _found_in(source):
        raise SeveralCredentials("The picture already carries a badge.")
    tag = _SVG_TAG.search(source)
    if tag is None or tag[0].endswith("/>"):
        raise DamagedImage("The SVG has no <svg> tag that could hold a badge.")
    opening = tag[0]
    if "xmlns:openbadges=" not in opening:
        opening = opening[:-1] + f' xmlns:openbadges="{SVG_NAMESPACE}">'
    if text.lstrip().startswith("{"):
        cdata = text.replace("]]>", "]]]]><![CDATA[>")
        element = f"<openbadges:credential><![CDATA[{cdata}]]></openbadges:credential>"
    else:
        element = f'<openbadges:credential verify="{text}"></openbadges:credential>'
    return (source[: tag.start()] + opening + element + source[tag.end() :]).encode()


def unbake_svg(svg: bytes) -> str:
    """This function will return the credential in an SVG; entities and document types are refused unread."""
    source = _svg_text(svg)
    found = _found_in(source)
    if len(found) > 1:
        raise SeveralCredentials(f"The picture carries {len(found)} badges; it must carry one.")
    if not found:
        raise NoCredential("The picture carries no badge: it may have been edited or re-saved.")
    prefix, name, attributes, closed, end = found[0]
    namespace = re.search(rf"xmlns:{re.escape(prefix)}\s*=\s*[\"']([^\"']*)[\"']", source)
    if name == "assertion" or (namespace and "openbadges.org" in namespace[1]):
        raise NoCredential("The picture carries an Open Badge of version 2 or older, which isn't read yet.")
    if namespace is None or namespace[1] != SVG_NAMESPACE:
        raise NoCredential("The badge in the picture is not marked as Open Badges 3.0.")
    verify = re.search(r"\bverify\s*=\s*[\"']([^\"']*)[\"']", attributes)
    if verify and verify[1].strip():
        return verify[1].strip()
    closing = source.find(f"</{prefix}:{name}", end)
    if closed or closing < 0:
        raise NoCredential("The picture's badge element is empty.")
    content = source[end:closing].strip()
    sections = re.findall(r"<!\[CDATA\[(.*?)\]\]>", content, re.DOTALL)
    text = "".join(sections) if sections else _unescape(content)
    if not text.strip():
        raise NoCredential("The picture's badge element is empty.")
    return text


def _svg_text(svg: bytes) -> str:
    if len(svg) > MAX_IMAGE_BYTES:
        raise UnsafeImage(f"The picture has {len(svg):,} bytes; at most {MAX_IMAGE_BYTES:,} are read.")
    try:
        source = svg.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DamagedImage("The SVG isn't UTF-8 text.") from error
    if "<!ENTITY" in source or "<!DOCTYPE" in source.upper():
        raise UnsafeImage("The SVG declares a document type or entities, which a badge must not.")
    if "<svg" not in source:
        raise NotAnImage("The file isn't an SVG picture.")
    return source


def _found_in(source: str) -> list[tuple[str, str, str, str, int]]:
    visible = re.sub(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", lambda m: " " * len(m[0]), source, flags=re.DOTALL)
    return [(m[1], m[2], source[m.start(3) : m.end(3)], m[4], m.end()) for m in _OPENING.finditer(visible)]


def _unescape(text: str) -> str:
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text
