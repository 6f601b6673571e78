from typing import Any

import pytest

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.proofs.contexts import ContextBundle
from openlaurel.core.proofs.errors import InvalidDocument, UnknownContext

READ_BY_NAME = {
    "https://www.w3.org/2018/credentials#" + name: name
    for name in ("issuer", "validFrom", "validUntil", "credentialStatus", "credentialSubject")
}


def test_an_unknown_context_is_named() -> None:
    with pytest.raises(UnknownContext, match="not among the bundled ones") as caught:
        ContextBundle({})["https://evil.example/v1"]
    assert caught.value.url == "https://evil.example/v1"


@pytest.mark.parametrize(
    ("context", "fault"),
    [
        ({"https": "urn:x:"}, "defines the address 'https'"),
        ({"https://a.example/x": "urn:x:y"}, "defines the address"),
        ([{"inner": {"@id": "urn:x:i", "@context": {"did": "urn:x:"}}}], "defines the address 'did'"),
        ({"kind": "@type"}, "gives @type the name 'kind'"),
        ({"lang": {"@id": "@language"}}, "gives @language the name 'lang'"),
        ({"type": "@id"}, "gives @id the name 'type'"),
    ],
)
def test_a_context_that_would_make_shapes_unsound_is_not_bundled(context: Any, fault: str) -> None:
    with pytest.raises(InvalidDocument, match=fault):
        ContextBundle({"https://a.example/v1": {"@context": context}})


def test_no_bundled_context_hides_an_expiry_or_a_status_behind_another_name() -> None:
    bundle = load_bundle()
    found = {
        (iri, term)
        for url in bundle
        for term, iri in definitions(bundle[url]["@context"])
        if iri in READ_BY_NAME
    }
    assert found == set(READ_BY_NAME.items())


def definitions(context: Any) -> list[tuple[str, Any]]:
    if isinstance(context, list):
        return [pair for entry in context for pair in definitions(entry)]
    if not isinstance(context, dict):
        return []
    found = []
    for term, definition in context.items():
        inner = definition if isinstance(definition, dict) else {"@id": definition}
        found += [(term, inner.get("@id")), *definitions(inner.get("@context"))]
    return found
