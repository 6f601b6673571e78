from datetime import UTC, datetime
from typing import Any

import pytest
from tests.unit.core.issuers import Issuer

from openlaurel.core.credentials import NotACredential, read_envelope

V2 = "https://www.w3.org/ns/credentials/v2"


def test_an_envelope_keeps_the_whole_document(issuer: Issuer) -> None:
    document = issuer.credential() | {"unknownField": {"kept": True}}
    envelope = read_envelope(document)
    assert envelope.document is document
    assert envelope.id == document["id"]
    assert envelope.issuer == issuer.did
    assert envelope.types == ("VerifiableCredential", "OpenBadgeCredential")
    assert envelope.valid_until == datetime.fromisoformat(document["validUntil"])
    assert envelope.statuses == (document["credentialStatus"],)


def test_plain_and_listed_forms_are_read_alike(issuer: Issuer) -> None:
    document = issuer.credential()
    listed = document | {
        "issuer": issuer.did,
        "credentialSubject": [document["credentialSubject"]],
        "credentialStatus": [document["credentialStatus"]],
    }
    one, other = read_envelope(document), read_envelope(listed)
    assert (one.issuer, one.subjects, one.statuses) == (other.issuer, other.subjects, other.statuses)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"@context": None}, "first @context must be"),
        ({"@context": V2}, "first @context must be"),
        ({"@context": ["https://other.example/v1", V2]}, "first @context must be"),
        ({"@context": ["https://www.w3.org/2018/credentials/v1"]}, "mixes versions"),
        ({"issuanceDate": "2026-01-01T00:00:00Z"}, "mixes versions"),
        ({"@context": "https://w3id.org/openbadges/v2"}, "Open Badge of version 2"),
        ({"type": None}, "'type' must be"),
        ({"type": []}, "'type' must be"),
        ({"type": ["VerifiableCredential", 5]}, "'type' must be"),
        ({"type": "OpenBadgeCredential"}, "must name VerifiableCredential"),
        ({"credentialSubject": None}, "no credentialSubject"),
        ({"credentialSubject": []}, "no credentialSubject"),
        ({"credentialSubject": "did:web:a.example"}, "must be an object"),
        ({"credentialSubject": [{}] * 101}, "at most 100"),
        ({"id": 5}, "id must be a string"),
        ({"issuer": None}, "issuer must be"),
        ({"issuer": {"name": "x"}}, "issuer must be"),
        ({"issuer": ["did:web:a.example"]}, "issuer must be"),
        ({"issuer": "Harbour Institute"}, "issuer must be"),
        ({"credentialStatus": "https://a.example/status#1"}, "'credentialStatus' must be"),
        ({"validFrom": "2026-01-01"}, "'validFrom' must be a date and time"),
        ({"validFrom": "2026-01-01T00:00:00"}, "with a time zone"),
        ({"validUntil": 1_900_000_000}, "'validUntil' must be a date and time"),
        ({"validUntil": {"@value": "2030-01-01T00:00:00Z"}}, "'validUntil' must be"),
        ({"validUntil": "2026-02-30T00:00:00Z"}, "not a date that exists"),
        ({"validUntil": "12026-02-03T00:00:00Z"}, "not a date that exists"),
    ],
)
def test_what_is_no_credential_is_told_by_its_flaw(
    issuer: Issuer, changes: dict[str, Any], fault: str
) -> None:
    document = {key: value for key, value in (issuer.credential() | changes).items() if value is not None}
    with pytest.raises(NotACredential, match=fault):
        read_envelope(document)


@pytest.mark.parametrize("document", [None, [], "text", 5])
def test_json_that_is_no_object_is_no_credential(document: Any) -> None:
    with pytest.raises(NotACredential, match="JSON object"):
        read_envelope(document)


def test_a_moment_keeps_its_time_zone(issuer: Issuer) -> None:
    envelope = read_envelope(issuer.credential() | {"validFrom": "2026-01-02T03:04:05.25-05:00"})
    assert envelope.valid_from == datetime(2026, 1, 2, 8, 4, 5, 250000, tzinfo=UTC)
