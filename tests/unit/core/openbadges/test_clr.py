"""A learner record holds signed credentials unharmed, and says how the achievements hang together."""

from typing import Any

import pytest
from tests.unit.core.issuers import Issuer

from openlaurel.core.openbadges import (
    Achievement,
    Association,
    BadForm,
    BadTerm,
    ClrCredential,
    ClrSubject,
    Criteria,
    MissingTerm,
    Profile,
    UnknownWord,
    WrongKind,
)

DEGREE = Achievement("https://issuer.example/achievements/mate", "Mate", "Sails.", Criteria("All of them."))


@pytest.fixture
def record(issuer: Issuer) -> ClrCredential:
    badge = issuer.badge()
    tides = issuer.achievement()
    return ClrCredential(
        id="urn:uuid:0d9f",
        name="Record of Ana",
        issuer=Profile(issuer.did, "Harbour Institute"),
        subject=ClrSubject(
            (badge,),
            id="did:key:z6Mk",
            achievements=(tides, DEGREE),
            associations=(Association("isChildOf", tides.id, DEGREE.id),),
        ),
        valid_from="2026-01-01T00:00:00Z",
        partial=False,
    )


def test_a_record_is_signed_and_read_as_it_was(issuer: Issuer, record: ClrCredential) -> None:
    signed = issuer.sign(record.as_json())
    read = ClrCredential.read(signed)
    assert read.as_json() == signed
    assert read.subject == record.subject
    assert read.subject.credentials[0]["proof"] == issuer.badge()["proof"]
    assert read.partial is False


@pytest.mark.parametrize(
    ("place", "value", "error", "path"),
    [
        ("association", [{"type": "Association", "associationType": "isCousinOf"}], UnknownWord,
         "credentialSubject.association[0].associationType"),
        ("association", [{"type": "Association", "associationType": "precedes", "sourceId": "urn:x:1"}],
         MissingTerm, "credentialSubject.association[0].targetId"),
        ("association", [{"type": ["Association"]}], UnknownWord, "credentialSubject.association[0].type"),
        ("verifiableCredential", [], MissingTerm, "credentialSubject.verifiableCredential"),
        ("verifiableCredential", ["e30.e30.c2ln"], WrongKind, "credentialSubject.verifiableCredential[0]"),
        ("achievement", [{"type": ["Achievement"]}], MissingTerm, "credentialSubject.achievement[0].id"),
        ("id", "", BadForm, "credentialSubject.id"),
    ],
)  # fmt: skip
def test_what_is_malformed_in_a_record_is_refused_where_it_stands(
    record: ClrCredential, place: str, value: Any, error: type[BadTerm], path: str
) -> None:
    document = record.as_json()
    document["credentialSubject"][place] = value
    with pytest.raises(BadTerm) as caught:
        ClrCredential.read(document)
    assert (type(caught.value), caught.value.path) == (error, path)


def test_a_record_names_the_context_of_its_standard(record: ClrCredential) -> None:
    document = record.as_json()
    document["@context"][1:2] = []
    with pytest.raises(BadForm, match="context"):
        ClrCredential.read(document)
