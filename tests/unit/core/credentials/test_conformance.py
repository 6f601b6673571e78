"""What VC Data Model 2.0 forbids must not be signed: whoever received it couldn't rely on it."""

from typing import Any

import pytest

from openlaurel.core.credentials.conformance import check_conformance
from openlaurel.core.credentials.errors import NotACredential

V2 = "https://www.w3.org/ns/credentials/v2"
ADDRESS = "https://issuer.example/1"


def credential(**changes: Any) -> dict[str, Any]:
    whole = {"@context": [V2], "type": ["VerifiableCredential"], "issuer": "did:web:issuer.example"}
    return whole | {"credentialSubject": {"id": "did:example:subject"}} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"@context": [V2, {"Own": "https://issuer.example/#Own"}]},
        {"name": {"@value": "Maré", "@language": "pt", "@direction": "ltr"}},
        {"description": ["a", {"@value": "b", "@language": "en"}]},
        {"issuer": {"id": "did:web:issuer.example", "name": "Harbour"}},
        {"validFrom": "2026-01-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"},
        {"credentialSchema": {"id": ADDRESS, "type": "JsonSchema"}},
        {"credentialStatus": [{"type": "Own"}, {"id": ADDRESS, "type": ["Own"]}]},
        {"relatedResource": {"id": ADDRESS, "digestSRI": "sha256-x"}},
    ],
)
def test_what_the_standard_allows_passes(changes: dict[str, Any]) -> None:
    document = credential(**changes)
    check_conformance(document)
    assert document == credential(**changes)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"@context": [V2, 5]}, "Each '@context'"),
        ({"@context": [V2, "https ://x"]}, "Each '@context'"),
        ({"id": "no address"}, "one address"),
        ({"id": ["urn:a:b", "urn:c:d"]}, "id must be a string"),
        ({"issuer": None}, "issuer must be"),
        ({"issuer": "not:an address"}, "issuer must be an address"),
        ({"name": {"@value": "a", "@language": "en", "url": "x"}}, "'name'"),
        ({"issuer": {"id": "did:web:a.example", "description": 5}}, "'description'"),
        ({"credentialSubject": {}}, "without a claim"),
        ({"credentialSubject": {"id": ["urn:a:b"]}}, "one address"),
        ({"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"}, "before"),
        ({"credentialStatus": {"id": ADDRESS}}, "must say its type"),
        ({"credentialStatus": {"id": "x", "type": "Own"}}, "one address"),
        ({"credentialSchema": {"type": "JsonSchema"}}, "must have an id"),
        ({"refreshService": {"id": ADDRESS}}, "must say its type"),
        ({"termsOfUse": {"id": ADDRESS, "type": []}}, "must say its type"),
        ({"evidence": "a text"}, "object or a list"),
        ({"proof": {"proofValue": "z"}}, "must say its type"),
        ({"relatedResource": [ADDRESS]}, "object or a list"),
        ({"relatedResource": {"digestSRI": "sha256-x"}}, "must have an id"),
        ({"relatedResource": {"id": ADDRESS}}, "must have a digest"),
        ({"relatedResource": [{"id": ADDRESS, "digestSRI": "x"}] * 2}, "named twice"),
    ],
)
def test_what_the_standard_forbids_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(NotACredential, match=fault):
        check_conformance(credential(**changes))
