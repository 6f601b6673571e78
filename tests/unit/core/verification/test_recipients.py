import json
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.verification import Report, compare_recipient, verify


def compared(issuer: Issuer, document: Any, value: str) -> Report:
    report = verify(json.dumps(document), issuer.resources(), NOW, canonizer=issuer.canonizer)
    assert isinstance(report, Report)
    return compare_recipient(report, value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Ana Sousa", "name"),
        ("ana@learners.example", "e-mail address"),
        (" ANA@learners.example ", "e-mail address"),
    ],
)
def test_the_holder_is_recognised_by_name_or_address(issuer: Issuer, value: str, kind: str) -> None:
    report = compared(issuer, issuer.badge(), value)
    assert report.check("recipient").outcome == "pass"
    assert kind in report.check("recipient").detail
    assert report.verified


@pytest.mark.parametrize("value", ["Bea Sousa", "bea@learners.example", "x" * 1_000_000, "\x00"])
def test_somebody_elses_badge_is_not_verified_for_this_person(issuer: Issuer, value: str) -> None:
    report = compared(issuer, issuer.badge(), value)
    assert report.check("recipient").reason == "recipient_differs"
    assert not report.verified


def test_a_badge_that_names_nobody_readable_is_not_verified_for_anybody(issuer: Issuer) -> None:
    report = compared(issuer, issuer.badge(recipients=[], subject_id="did:key:z6Mk"), "Ana Sousa")
    assert report.check("recipient").reason == "recipient_unknown"
    assert not report.verified


def test_another_credential_is_not_verified_for_anybody_either(issuer: Issuer) -> None:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer.did,
        "credentialSubject": {"id": "did:web:somebody.example", "name": "Ana Sousa"},
    }
    assert not compared(issuer, issuer.sign(document), "Ana Sousa").verified


def test_an_unreadable_file_stays_unreadable(issuer: Issuer, canonizer: Canonizer) -> None:
    report = verify("{", {}, NOW, canonizer=canonizer)
    assert isinstance(report, Report)
    assert compare_recipient(report, "Ana Sousa") == report
