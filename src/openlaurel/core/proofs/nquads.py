"""N-Quads with terms kept in their canonical serialized form (RDF 1.1 N-Quads; RDFC-1.0, section 5).

A quad is four strings: subject, predicate, object and graph ("" for the default graph). A blank node is its label.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from openlaurel.core.proofs.errors import InvalidDocument

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Quad(NamedTuple):
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
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_UNNAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda m: _UNNAMED[m[3]] if m[3] else chr(int(m[1] or m[2], 16)), text)


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
                datatype=_unescape(datatype) if datatype else XSD_STRING,
                language=language or "",
            )
        else:
            term = o_blank or f"<{_unescape(o_iri)}>"
        graph = g_blank or (f"<{_unescape(g_iri)}>" if g_iri is not None else "")
        quads.append(Quad(s_blank or f"<{_unescape(s_iri)}>", f"<{_unescape(predicate)}>", term, graph))
    return quads


def serialize(quads: Iterable[Quad]) -> str:
    """This function will return the quads as sorted lines without duplicates (RDFC-1.0, 4.4.3 step 7)."""
    return "".join(sorted({quad.line() for quad in quads}))
