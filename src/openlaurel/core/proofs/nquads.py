"""N-Quads with terms kept in their canonical serialized form (RDF 1.1 N-Quads; RDFC-1.0, section 5).

A quad is four strings: subject, predicate, object and graph ("" for the default graph). A blank node is its label.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from openlaurel.core.proofs.errors import InvalidDocument, UnportableDocument

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Quad(NamedTuple):
    """Four terms as they stand in canonical N-Quads; `graph` is empty for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str

    def line(self) -> str:
        graph = f" {self.graph}" if self.graph else ""
        return f"{self.subject} {self.predicate} {self.object}{graph} .\n"


_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f]')
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def escape(text: str) -> str:
    """This function will escape a literal's text as canonical N-Quads do: named escapes, then \\uXXXX for controls."""
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda m: _NAMED.get(m[0]) or f"\\u{ord(m[0]):04X}", text)


def literal(text: str, *, datatype: str = XSD_STRING, language: str = "") -> str:
    """This function will return a serialized literal; a language tag wins over the datatype."""
    if language:
        return f'"{escape(text)}"@{language}'
    if datatype == XSD_STRING:
        return f'"{escape(text)}"'
    return f'"{escape(text)}"^^<{datatype}>'


_IRI = r"<((?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)>"
_BLANK = r"(_:[^\s<>\"\\]+?)"
_LITERAL = r'"((?:[^"\\\n\r]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*)"'
_LINE = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*(?:{_IRI}|{_BLANK}|{_LITERAL}(?:\^\^{_IRI}|@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?)"
    rf"[ \t]*(?:{_IRI}|{_BLANK})?[ \t]*\.[ \t]*(?:#.*)?"
)
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]").search
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_UNNAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda m: _UNNAMED[m[3]] if m[3] else _character(int(m[1] or m[2], 16)), text)


def _character(code: int) -> str:
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise InvalidDocument(f"\\U{code:08X} is not a character.")
    return chr(code)


def _iri(text: str) -> str:
    """What stands in an IRI escaped must be what may stand there plainly (RDF 1.1 N-Quads, IRIREF)."""
    iri = _unescape(text)
    if _NO_IRI(iri):
        raise InvalidDocument(f"{iri[:100]!r} holds what an IRI may not hold.")
    return f"<{iri}>"


def parse(text: str) -> list[Quad]:
    """This function will read N-Quads into quads with canonical terms; raises InvalidDocument naming the line."""
    quads = []
    for number, line in enumerate(re.split(r"[\r\n]+", text), 1):
        if not line.strip(" \t") or line.lstrip(" \t").startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise InvalidDocument(f"Line {number} is not an N-Quad: {line[:100]!r}")
        s_iri, s_blank, predicate, o_iri, o_blank, value, datatype, language, g_iri, g_blank = match.groups()
        if value is not None:
            term = literal(
                _unescape(value),
                datatype=_iri(datatype)[1:-1] if datatype else XSD_STRING,
                language=language or "",
            )
        else:
            term = o_blank or _iri(o_iri)
        graph = g_blank or (_iri(g_iri) if g_iri is not None else "")
        quads.append(Quad(s_blank or _iri(s_iri), _iri(predicate), term, graph))
    return quads


_CONTROL = re.compile(rb"(?<!\\)(?:\\\\)*\\(?:u00|b|f)").search
# The first bytes of U+10000 and beyond, and of U+E000 to U+FFFF, in UTF-8.
_ASTRAL = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
_HIGH = (b"\xee", b"\xef")


def check_portable(canonical: bytes) -> None:
    """This function will raise UnportableDocument for canonical N-Quads that software in use writes differently.

    Control characters: PyLD doesn't escape them. The order of lines: jsonld.js compares UTF-16 units, RDFC-1.0 code
    points, and the two differ where an emoji meets one of U+E000 to U+FFFF.
    """
    if b"\\" in canonical and _CONTROL(canonical):
        raise UnportableDocument("A text holds a control character, which software signs in different ways.")
    if canonical.isascii() or not all(any(map(canonical.__contains__, first)) for first in (_HIGH, _ASTRAL)):
        return
    lines = canonical.decode().split("\n")[:-1]
    if lines != sorted(lines, key=lambda line: line.encode("utf-16-be")):
        raise UnportableDocument(
            "Two texts differ first at an emoji and a character that software sorts in different ways. "
            "Change one of them."
        )


def serialize(quads: Iterable[Quad]) -> str:
    """This function will return the quads as sorted lines without duplicates (RDFC-1.0, 4.4.3 step 7)."""
    return "".join(sorted({quad.line() for quad in quads}))
