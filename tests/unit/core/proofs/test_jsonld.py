from typing import Any

import pytest
from tests.unit.core.issuers import Issuer

from openlaurel.adapters.contexts import load_bundle
from openlaurel.core.proofs.errors import (
    HiddenTerm,
    InvalidDocument,
    UndefinedTerm,
    UnknownContext,
    WorkLimit,
)
from openlaurel.core.proofs.jsonld import Processor, check_plain

PROCESSOR = Processor(load_bundle())
VALID_UNTIL = "https://www.w3.org/2018/credentials#validUntil"
DATE = "2030-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"superpower": "flight"}, "superpower"),
        ({"type": ["VerifiableCredential", "MadeUpType"]}, "MadeUpType"),
        ({"id": "relative/id"}, "relative/id"),
        ({"id": ""}, ""),
        ({"id": "@keyword"}, "an id or type that looks like a keyword"),
        ({"issuer": {"id": "did:web:issuer.example", "favouriteColour": "blue"}}, "favouriteColour"),
    ],
)
def test_what_would_stay_unsigned_is_named(issuer: Issuer, change: dict[str, Any], named: str) -> None:
    with pytest.raises(UndefinedTerm, match=f"No context defines '{named}'"):
        PROCESSOR.to_quads(issuer.credential() | change)


@pytest.mark.parametrize("place", ["document", "inside"])
def test_a_context_that_isnt_bundled_is_named_and_not_fetched(issuer: Issuer, place: str) -> None:
    document = issuer.credential()
    foreign = ["https://www.w3.org/ns/credentials/v2", "https://contexts.example/v1"]
    (document if place == "document" else document["credentialSubject"])["@context"] = foreign
    with pytest.raises(UnknownContext, match="not among the bundled ones") as caught:
        PROCESSOR.to_quads(document)
    assert caught.value.url == "https://contexts.example/v1"


@pytest.mark.parametrize(
    "change",
    [
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"name": "urn:x:other"}]},
        {"@context": 5},
        {"type": 5},
        {"id": ["a", "b"]},
        {"issuer": {"@value": "x", "id": "y"}},
    ],
)
def test_malformed_json_ld_is_an_error_of_ours(issuer: Issuer, change: dict[str, Any]) -> None:
    with pytest.raises((InvalidDocument, UndefinedTerm)):
        PROCESSOR.to_quads(issuer.credential() | change)


def test_a_document_that_keeps_a_processor_busy_is_given_up(issuer: Issuer) -> None:
    document = issuer.credential()
    document["credentialSubject"]["@context"] = document["@context"] * 500
    with pytest.raises(WorkLimit):
        PROCESSOR.to_quads(document)


def test_a_context_inside_an_embedded_credential_is_plain(issuer: Issuer) -> None:
    check_plain(issuer.credential() | {"endorsement": [issuer.credential()]})


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({VALID_UNTIL: {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": DATE}}, VALID_UNTIL),
        ({"cred:validUntil": DATE}, "cred:validUntil"),
        ({"@nest": {"validUntil": DATE}}, "@nest"),
        ({"@included": [{"id": "urn:x:1", "validUntil": DATE}]}, "@included"),
        ({"@graph": []}, "@graph"),
        ({"@reverse": {}}, "@reverse"),
        ({"@index": "x"}, "@index"),
        ({"@id": "urn:x:1"}, "@id"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", {"until": VALID_UNTIL}]}, "@context"),
        ({"evidence": [{"@context": {"until": VALID_UNTIL}}]}, "@context"),
        ({"name": {"@value": "x", "@direction": "rtl"}}, "@direction"),
    ],
)
def test_a_statement_under_another_name_than_its_plain_one_is_refused(
    issuer: Issuer, change: dict[str, Any], named: str
) -> None:
    with pytest.raises(HiddenTerm) as caught:
        check_plain(issuer.credential() | change)
    assert caught.value.term == named
