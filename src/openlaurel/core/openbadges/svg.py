"""Baking a credential into an SVG and taking it out again (Open Badges 3.0, section 5.3.2).

Badges of older versions are only taken out (Open Badges 2.0, Badge Baking). Read by an XML parser, in one pass however the file is made; entities and document types are refused unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from openlaurel.core.openbadges.errors import (
    DamagedImage,
    NoCredential,
    NotAnImage,
    SeveralCredentials,
    UnsafeImage,
)

SVG_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
MAX_IMAGE_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 1_000
MAX_ELEMENTS = 200_000
OLDER_NAMESPACES = frozenset({"http://openbadges.org", "https://openbadges.org"})
_SVG_TAG = re.compile(rb"<(?:[\w.-]+:)?svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")


_JWT = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){2}").fullmatch
_PREFIX = re.compile(rb"\bxmlns:openbadges\s*=").search
_NOT_XML = re.compile("[\ufffe\uffff]").sub  # JSON may hold them, XML may not


def looks_like_svg(image: bytes) -> bool:
    """This function will tell whether the file begins as an SVG document does."""
    return (
        re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|svg\b|[\w.-]+:svg\b)", image[:1_000])
        is not None
        and b"svg" in image
    )


def bake_svg(svg: bytes, text: str) -> bytes:
    """This function will put `text` right after the <svg> tag (5.3.2): a JWT as `verify`, JSON as CDATA.

    Raises BakingError when the picture already carries a badge or isn't an SVG, ValueError for another text.
    """
    found = _Reader(svg)
    if found.badges or found.older:
        raise SeveralCredentials("The picture already carries a badge.")
    tag = _SVG_TAG.match(svg, found.root_at)
    if tag is None or tag[0].endswith(b"/>"):
        raise DamagedImage("The SVG has no <svg> tag that could hold a badge.")
    opening, declaration = tag[0], f' xmlns:openbadges="{SVG_NAMESPACE}"'
    if _PREFIX(opening) is None:
        opening, declaration = opening[:-1] + declaration.encode() + b">", ""
    if _JWT(text):
        element = f'<openbadges:credential{declaration} verify="{text}"></openbadges:credential>'
    elif text.lstrip().startswith("{"):
        cdata = _NOT_XML(lambda match: f"\\u{ord(match[0]):04x}", text).replace("]]>", "]]]]><![CDATA[>")
        element = f"<openbadges:credential{declaration}><![CDATA[{cdata}]]></openbadges:credential>"
    else:
        raise ValueError("A badge is the text of a JSON object or a JWT.")
    return svg[: tag.start()] + opening + element.encode() + svg[tag.end() :]


def unbake_svg(svg: bytes) -> str:
    """This function will return the credential in an SVG; raises a BakingError that names the fault.

    One of an older version counts only where there is no newer one.
    """
    found = _Reader(svg)
    badges = found.badges or found.older
    if len(badges) > 1:
        raise SeveralCredentials(f"The picture carries {len(badges)} badges; it must carry one.")
    if not badges:
        raise NoCredential("The picture carries no badge: it may have been edited or re-saved.")
    text = badges[0].strip()
    if not text:
        raise NoCredential("The picture's badge element is empty.")
    return text


class _Reader:
    """One pass over an SVG: its badges, those of older versions, and where its root element begins."""

    def __init__(self, svg: bytes) -> None:
        if len(svg) > MAX_IMAGE_BYTES:
            raise UnsafeImage(f"The picture has {len(svg):,} bytes; at most {MAX_IMAGE_BYTES:,} are read.")
        self.badges: list[str] = []
        self.older: list[str] = []
        self.root_at = -1
        self._depth = self._elements = 0
        self._badge_depth: int | None = None
        self._is_older = False
        self._text: list[str] = []
        parser = self._parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = _refuse(
            "The SVG declares a document type or entities, which a badge must not."
        )
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(svg, True)
        except expat.ExpatError as error:
            raise self._fault(error) from error

    def _fault(self, error: expat.ExpatError) -> Exception:
        if self.root_at < 0:
            return NotAnImage("The file isn't an SVG picture.")
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]:
            return NoCredential("The badge in the picture is not marked as Open Badges 3.0.")
        return DamagedImage(f"The SVG isn't well-formed in line {error.lineno}, column {error.offset + 1}.")

    def _start(self, name: str, attributes: list[str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if self._depth == 0:
            if local != "svg":
                raise NotAnImage("The file isn't an SVG picture.")
            self.root_at = self._parser.CurrentByteIndex
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH or self._elements > MAX_ELEMENTS:
            raise UnsafeImage(
                f"The SVG has more than {MAX_ELEMENTS:,} elements, or they are nested deeper than {MAX_DEPTH:,}."
            )
        pairs = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if local.lower() == "script" or any(_runs(key, value) for key, value in pairs.items()):
            raise UnsafeImage("The SVG holds a script, which a badge must not.")
        if self._badge_depth is not None:
            raise DamagedImage("The badge in the SVG holds another element, where only its text belongs.")
        is_older = local == "assertion" and namespace in OLDER_NAMESPACES
        if is_older or (namespace, local) == (SVG_NAMESPACE, "credential"):
            self._badge_depth, self._is_older = self._depth, is_older
            self._text = [pairs.get("verify", "")]

    def _end(self, name: str) -> None:
        if self._depth == self._badge_depth:
            verify, *content = self._text
            body = "".join(content)
            if self._is_older:
                # `verify` is a JWS, or the address of a hosted badge that the element may hold too.
                is_whole = _JWT(verify.strip()) or not body.strip()
                self.older.append(verify if is_whole else body)
            else:
                self.badges.append(verify if verify.strip() else body)
            self._badge_depth = None
        self._depth -= 1

    def _characters(self, text: str) -> None:
        if self._badge_depth == self._depth:
            self._text.append(text)


def _runs(name: str, value: str) -> bool:
    local = name.rpartition(" ")[2].lower()
    return local.startswith("on") or (
        local == "href" and value.lstrip(" \t\r\n\x00").lower().startswith("javascript:")
    )


def _refuse(why: str) -> Callable[..., None]:
    def refuse(*_: Any) -> None:
        raise UnsafeImage(why)

    return refuse
