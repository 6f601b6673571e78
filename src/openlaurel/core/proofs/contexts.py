"""The JSON-LD contexts that documents may use: bundled, pinned, never fetched."""

from collections.abc import Iterator, Mapping
from typing import Any

from openlaurel.core.proofs.errors import InvalidDocument, UnknownContext

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DATA_INTEGRITY_V2 = "https://w3id.org/security/data-integrity/v2"

# A value that starts with one of these is an absolute IRI in every document, as long as no context
# defines the scheme as a term.
IRI_SCHEMES = ("http", "https", "urn", "did")


class ContextBundle(Mapping[str, Any]):
    """Contexts by address; an address that isn't there raises UnknownContext, which names it."""

    def __init__(self, contexts: Mapping[str, Any]) -> None:
        for url, document in contexts.items():
            for term in _terms(document.get("@context")):
                if term in IRI_SCHEMES:
                    raise InvalidDocument(f"The context {url} defines the scheme {term!r} as a term.")
        self._contexts = dict(contexts)

    def __getitem__(self, url: str) -> Any:
        try:
            return self._contexts[url]
        except KeyError:
            raise UnknownContext(url) from None

    def __contains__(self, url: object) -> bool:
        return url in self._contexts

    def __iter__(self) -> Iterator[str]:
        return iter(self._contexts)

    def __len__(self) -> int:
        return len(self._contexts)


def _terms(context: Any) -> Iterator[str]:
    if isinstance(context, list):
        for entry in context:
            yield from _terms(entry)
    elif isinstance(context, dict):
        for term, definition in context.items():
            yield term
            if isinstance(definition, dict):
                yield from _terms(definition.get("@context"))
