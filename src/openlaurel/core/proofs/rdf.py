"""Expanded JSON-LD to quads (JSON-LD 1.1 Processing Algorithms, section 8), without a step that drops anything.

The specification goes by way of a node map, whose cost grows with the square of a property's values. Quads are a
set, so here each is written where it is met.
"""

from __future__ import annotations

import math
import re
from typing import Any

from openlaurel.core.proofs import jcs
from openlaurel.core.proofs.errors import InvalidDocument, UndefinedTerm
from openlaurel.core.proofs.nquads import XSD_STRING, Quad, literal

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_DOUBLE = XSD + "double"

# Every kind of white space is out, also what isn't ASCII: processors leave such values out without a word.
# Named one by one, which `re` looks up faster than `\s`.
IRI_CHARACTER = (
    r"[^\x00-\x20<>\"{}|^`\\\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff\ufeff]"
)
_ABSOLUTE = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{IRI_CHARACTER}*").fullmatch
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:").match
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*").fullmatch


def quads_of(expanded: list[Any]) -> list[Quad]:
    """This function will return the quads of expanded JSON-LD.

    Raises UndefinedTerm or InvalidDocument for what RDF can't hold, since a signature wouldn't cover it.
    """
    conversion = _Conversion()
    for node in expanded:
        conversion.node(node, "")
    return conversion.quads


class _Conversion:
    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self.labels: dict[str, str] = {}
        self.count = 0

    def fresh(self) -> str:
        self.count += 1
        return f"_:b{self.count - 1}"

    def resource(self, identifier: str | None) -> str:
        if identifier is None:
            raise UndefinedTerm("an id or type that looks like a keyword")
        if identifier.startswith("_:"):
            if identifier not in self.labels:
                self.labels[identifier] = self.fresh()
            return self.labels[identifier]
        return _iri(identifier)

    def node(self, node: dict[str, Any], graph: str) -> str:
        """The term of a node object, after the quads of everything that it says."""
        subject = self.resource(node["@id"]) if "@id" in node else self.fresh()
        for key, values in node.items():
            if key == "@type":
                for kind in values:
                    self.quads.append(Quad(subject, f"<{RDF}type>", self.resource(kind), graph))
            elif key == "@graph":
                for entry in values:
                    self.node(entry, subject)
            elif key == "@included":
                for entry in values:
                    self.node(entry, graph)
            elif key == "@reverse":
                for name, entries in values.items():
                    for entry in entries:
                        self.quads.append(Quad(self.node(entry, graph), _iri(name), subject, graph))
            elif key[:1] == "@":
                if key != "@id":
                    raise UndefinedTerm(key)
            else:
                predicate = _iri(key)
                for entry in values:
                    self.quads.append(Quad(subject, predicate, self.object(entry, graph), graph))
        return subject

    def object(self, value: dict[str, Any], graph: str) -> str:
        if "@value" in value:
            return _literal(value)
        if "@list" in value:
            return self.list(value["@list"], graph)
        return self.node(value, graph)

    def list(self, entries: list[Any], graph: str) -> str:
        rest = f"<{RDF}nil>"
        for entry in reversed(entries):
            cell = self.fresh()
            self.quads.append(Quad(cell, f"<{RDF}first>", self.object(entry, graph), graph))
            self.quads.append(Quad(cell, f"<{RDF}rest>", rest, graph))
            rest = cell
        return rest


def _iri(text: str) -> str:
    if not _ABSOLUTE(text):
        if _SCHEME(text):
            raise InvalidDocument(f"{text[:200]!r} isn't an address: it holds characters that none may hold.")
        raise UndefinedTerm(text)
    return f"<{text}>"


def _literal(value: dict[str, Any]) -> str:
    for key in value:
        if key not in {"@value", "@type", "@language"}:
            raise UndefinedTerm(key)
    content, datatype, language = value["@value"], value.get("@type", ""), value.get("@language", "")
    if datatype == "@json":
        return literal(jcs.canonicalize(content).decode(), datatype=RDF + "JSON")
    if language and not _LANGUAGE(language):
        raise InvalidDocument(f"{language[:100]!r} isn't a language tag.")
    if datatype:
        _iri(datatype)
    text, natural = _lexical(content, datatype)
    return literal(text, datatype=datatype or natural, language=language)


def _lexical(content: Any, datatype: str) -> tuple[str, str]:
    """The text of a value and the datatype that it has when none is given (8.2.2)."""
    if isinstance(content, bool):
        return ("true" if content else "false"), XSD + "boolean"
    if isinstance(content, int | float):
        if not abs(content) < math.inf or (isinstance(content, int) and abs(content) > jcs.SAFE_INTEGER):
            raise InvalidDocument("The document holds a number that isn't read alike everywhere.")
        if datatype == XSD_DOUBLE or content % 1 or abs(content) >= 1e21:
            return _double(content), XSD_DOUBLE
        return str(int(content)), XSD + "integer"
    if not isinstance(content, str):
        raise InvalidDocument("A value is neither a text nor a number nor true or false.")
    return (_read_double(content) if datatype == XSD_DOUBLE else content), XSD_STRING


def _double(number: int | float) -> str:
    mantissa, _, exponent = f"{number:.15E}".partition("E")
    digits = mantissa.rstrip("0")
    return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"


def _read_double(text: str) -> str:
    """The reference implementations write a text that is typed as double as they write the number."""
    try:
        return _double(float(text))
    except ValueError:
        return text
