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

# What was served at an address before the text that is bundled, by each digest that badges name it by. Of the one of
# Open Badges no meaning changed: the newer defines two names more, endorsementJwt and jti.
EARLIER_TEXTS: dict[str, dict[str, str]] = {
    OPEN_BADGES: {
        "sha256": "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
        "sha384": "c859f6c00a1e0013ee79c1e5cc7566b6dfa6c28971c46ce1ab3221cdfba2b6c6d86e630e567d03c0c780bc2f9ad517a4",
        "sha512": "efb12b27bf61402ca251e395626310dc0a3db076a4d7e4a9bdbef9fef967655d"
        "9b2bc73b93e12ea8248c283904f4d700706c73a9ad6252ffc6eb907d97c70b76",
    }
}

ALIASES = {"id": "@id", "type": "@type"}


class ContextBundle(Mapping[str, Any]):
    """Contexts by address; an address that isn't there raises UnknownContext, which names it."""

    def __init__(self, contexts: Mapping[str, Any]) -> None:
        """This function will raise InvalidDocument for a context with which compiled shapes wouldn't be sound."""
        for url, document in contexts.items():
            for term, definition in _definitions(document.get("@context")):
                if term in IRI_SCHEMES or ":" in term:
                    raise InvalidDocument(f"The context {url} defines the address {term!r} as a term.")
                if str(definition).startswith("@") and ALIASES.get(term) != definition:
                    raise InvalidDocument(f"The context {url} gives {definition} the name {term!r}.")
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


def _definitions(context: Any) -> Iterator[tuple[str, Any]]:
    """Each term of a context and of those inside it, with what it stands for."""
    if isinstance(context, list):
        for entry in context:
            yield from _definitions(entry)
    elif isinstance(context, dict):
        for term, definition in context.items():
            if term.startswith("@"):
                continue
            yield term, definition.get("@id") if isinstance(definition, dict) else definition
            if isinstance(definition, dict):
                yield from _definitions(definition.get("@context"))
