"""JSON-LD, strictly: what no context defines is an error, not a silence (VC Data Integrity 1.0, 5.1).

Within bounds, too: some documents of a few kilobytes keep PyLD busy for minutes (thousands of contexts in a row, a
term whose own context is large), so its steps are counted.
"""

from typing import Any

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.errors import (
    HiddenTerm,
    InvalidDocument,
    ProofsError,
    UndefinedTerm,
    UnknownContext,
    WorkLimit,
)
from openlaurel.core.proofs.nquads import Quad
from openlaurel.core.proofs.rdf import quads_of

MAX_STEPS = 60_000  # PyLD takes one to two seconds for that many
# What a credential says of itself as a whole; who reads one looks for it at the top and nowhere else.
_OF_THE_WHOLE = frozenset(
    {
        "credentialSchema",
        "credentialStatus",
        "credentialSubject",
        "issuer",
        "termsOfUse",
        "validFrom",
        "validUntil",
    }
)


class Processor:
    """Expands documents with bundled contexts only."""

    def __init__(self, bundle: ContextBundle) -> None:
        self._bundle = bundle
        self._resolver = ContextResolver({}, self._load)

    def to_quads(self, document: dict[str, Any]) -> list[Quad]:
        """This function will return the document's quads.

        Raises UnknownContext, UndefinedTerm (a key, type or id that would be left out), InvalidDocument, WorkLimit.
        """
        return quads_of(self.expand(document))

    def expand(self, document: dict[str, Any]) -> list[Any]:
        """This function will return the expanded form; raises as `to_quads`, ids and types unchecked."""
        dropped: list[str] = []
        processor = _Bounded(on_property_dropped=dropped.append)
        # The resolver remembers each context for ever: one that a document brings with it, for that document only.
        resolver = ContextResolver({}, self._load) if _brings_context(document) else self._resolver
        self._check_contexts(document.get("@context"))
        try:
            # Without a base what is relative stays so and is found; to PyLD "" means http://example.org/base/.
            expanded: list[Any] = processor.expand(
                document, {"base": None, "documentLoader": self._load, "contextResolver": resolver}
            )
        except jsonld.JsonLdError as error:
            raise _cause(error) from error
        except (RecursionError, TypeError, ValueError, AttributeError, KeyError) as error:
            raise InvalidDocument("The document can't be read as JSON-LD.") from error
        if dropped:
            raise UndefinedTerm(str(dropped[0]))
        return expanded

    def _check_contexts(self, context: Any) -> None:
        for entry in context if isinstance(context, list) else [context]:
            if isinstance(entry, str):
                self._bundle[entry]

    def _load(self, url: str, _options: dict[str, Any]) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": self._bundle[url]}


class _Bounded(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """PyLD with its steps counted where they multiply: values, contexts that are applied, terms that are defined."""

    _steps = 0

    def _spend(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise WorkLimit("The document takes too many steps to read as JSON-LD.")

    def _expand(self, *arguments: Any, **options: Any) -> Any:
        self._spend(1)
        return super()._expand(*arguments, **options)

    def _process_context(self, active: Any, local: Any, *arguments: Any, **options: Any) -> Any:
        self._spend(5 + sum(len(entry) for entry in _entries(local) if hasattr(entry, "keys")) // 2)
        return super()._process_context(active, local, *arguments, **options)

    def _clone_active_context(self, active: Any) -> Any:
        self._spend(1 + len(active["mappings"]) // 50)
        return super()._clone_active_context(active)

    def _create_term_definition(self, *arguments: Any, **options: Any) -> Any:
        self._spend(1)
        return super()._create_term_definition(*arguments, **options)


def _brings_context(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_brings_context, value))
    if not isinstance(value, dict):
        return False
    if any(not isinstance(entry, str) for entry in _entries(value.get("@context", []))):
        return True
    return any(map(_brings_context, value.values()))


def _entries(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def check_plain(document: Any, *, own_contexts: bool = False) -> None:
    """This function will raise HiddenTerm when `document` says something under another name than its plain one.

    RDF doesn't tell `"validUntil": …` from the same under its full address, under a name that the document defines
    by itself, or inside `@included`; whoever reads the JSON would overlook it, and the signature would still hold.
    VC Data Integrity 1.0 (2.4.1, 4.6) has contexts validated against known ones for this reason. With `own_contexts` a
    document may define names by itself, but none that a context before it protects.
    """
    if isinstance(document, list):
        for entry in document:
            check_plain(entry, own_contexts=own_contexts)
    elif isinstance(document, dict):
        allowed = {"@context", "@value", "@type", "@language"} if "@value" in document else {"@context"}
        for key, value in document.items():
            if ":" in key or (key[:1] == "@" and key not in allowed):
                raise HiddenTerm(key)
            if key != "@context":
                check_plain(value, own_contexts=own_contexts)
            elif not own_contexts and not all(isinstance(entry, str) for entry in _entries(value)):
                raise HiddenTerm("@context")


def check_undivided(document: dict[str, Any]) -> None:
    """This function will raise HiddenTerm when what `document` says of itself stands further down.

    To RDF all objects with one `id` are one, so that from a credential whose evidence or endorsement names its `id`
    somebody could move `validUntil` or `credentialStatus` there, and the signature would still hold.
    """
    identifier = document.get("id")
    if identifier is not None:
        _check_inside(list(document.values()), identifier)


def may_be_divided(document: dict[str, Any]) -> bool:
    """This function will tell whether another document with the same keys could fail `check_undivided`."""
    return any(map(_could_hold_the_rest, document.values()))


def _could_hold_the_rest(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_could_hold_the_rest, value))
    if not isinstance(value, dict):
        return False
    if "id" in value and not _OF_THE_WHOLE.isdisjoint(value):
        return True
    return any(map(_could_hold_the_rest, value.values()))


def _check_inside(value: Any, identifier: Any) -> None:
    if isinstance(value, list):
        for entry in value:
            _check_inside(entry, identifier)
    elif isinstance(value, dict):
        moved = _OF_THE_WHOLE & value.keys() if value.get("id") == identifier else frozenset()
        if moved:
            raise HiddenTerm(min(moved))
        _check_inside(list(value.values()), identifier)


def _cause(error: jsonld.JsonLdError) -> ProofsError:
    cause: Any = error
    while cause is not None:
        if isinstance(cause, ProofsError):
            return cause
        cause = getattr(cause, "cause", None) or cause.__cause__
    if "loading remote context" in str(error):
        return UnknownContext(str(getattr(error, "details", {}).get("url", "of this document")))
    return InvalidDocument(f"The document is not valid JSON-LD: {str(error.args[0])[:200]}")
