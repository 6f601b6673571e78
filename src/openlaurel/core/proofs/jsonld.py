"""JSON-LD to quads, strictly: what no context defines is an error, not a silence (VC Data Integrity 1.0, 5.1)."""

from typing import Any

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.errors import InvalidDocument, ProofsError, UndefinedTerm, UnknownContext
from openlaurel.core.proofs.nquads import Quad, literal

_ILLEGAL_IN_IRI = set('<>"{}|^`\\') | {chr(c) for c in range(0x21)}


class Processor:
    """Expands documents with bundled contexts only."""

    def __init__(self, bundle: ContextBundle) -> None:
        self._bundle = bundle
        self._resolver = ContextResolver({}, self._load)

    def to_quads(self, document: dict[str, Any]) -> list[Quad]:
        """This function will return the document's quads.

        Raises UnknownContext, UndefinedTerm (a key, type or id that would be left out), InvalidDocument.
        """
        dropped: list[str] = []
        processor = jsonld.JsonLdProcessor(on_property_dropped=dropped.append)
        options = {"base": "", "documentLoader": self._load, "contextResolver": self._resolver}
        self._check_contexts(document.get("@context"))
        try:
            expanded = processor.expand(document, dict(options))
            if dropped:
                raise UndefinedTerm(str(dropped[0]))
            _check_absolute(expanded)
            dataset = processor.to_rdf(expanded, dict(options))
        except jsonld.JsonLdError as error:
            raise _cause(error) from error
        except (RecursionError, TypeError, ValueError, AttributeError, KeyError) as error:
            raise InvalidDocument("The document can't be read as JSON-LD.") from error
        return [
            Quad(_term(triple["subject"]), _term(triple["predicate"]), _term(triple["object"]), graph)
            for name, triples in dataset.items()
            for graph in ["" if name == "@default" else name if name.startswith("_:") else f"<{name}>"]
            for triple in triples
        ]

    def _check_contexts(self, context: Any) -> None:
        for entry in context if isinstance(context, list) else [context]:
            if isinstance(entry, str):
                self._bundle[entry]

    def _load(self, url: str, _options: dict[str, Any]) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": self._bundle[url]}


def _cause(error: jsonld.JsonLdError) -> ProofsError:
    cause: Any = error
    while cause is not None:
        if isinstance(cause, ProofsError):
            return cause
        cause = getattr(cause, "cause", None) or cause.__cause__
    if "loading remote context" in str(error):
        return UnknownContext(str(getattr(error, "details", {}).get("url", "of this document")))
    return InvalidDocument(f"The document is not valid JSON-LD: {str(error).splitlines()[0][:200]}")


def _check_absolute(value: Any) -> None:
    """Relative ids and types would be dropped without a word on the way to RDF."""
    if isinstance(value, list):
        for entry in value:
            _check_absolute(entry)
    elif isinstance(value, dict):
        if "@value" in value:
            return
        for key, entry in value.items():
            if key in {"@id", "@type"}:
                for iri in entry if isinstance(entry, list) else [entry]:
                    if not iri.startswith("_:") and (":" not in iri or _ILLEGAL_IN_IRI.intersection(iri)):
                        raise UndefinedTerm(iri)
            else:
                _check_absolute(entry)


def _term(term: dict[str, Any]) -> str:
    if term["type"] == "literal":
        return literal(term["value"], datatype=term["datatype"], language=term.get("language") or "")
    value: str = term["value"]
    return value if term["type"] == "blank node" else f"<{value}>"
