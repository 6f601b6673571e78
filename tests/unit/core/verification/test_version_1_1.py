"""Badges made by the drafts of Open Badges 3.0: credentials of VC Data Model 1.1, whole and by their flaws."""

import json
from datetime import datetime
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, YEAR, Issuer

from openlaurel.core.credentials.model import CREDENTIALS_V1
from openlaurel.core.keys import base58
from openlaurel.core.proofs.contexts import CREDENTIALS_V2
from openlaurel.core.proofs.suites import OLD_TYPES
from openlaurel.core.verification import Report, verify

OB_3_0_1 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"


def at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def unsigned(issuer: Issuer, **changes: Any) -> dict[str, Any]:
    """A badge of version 1.1; a change to None leaves the member out."""
    given = issuer.credential() | {
        "@context": [CREDENTIALS_V1, OB_3_0_1, ED25519_2020],
        "issuanceDate": at(NOW - YEAR / 2),
        "expirationDate": at(NOW + YEAR),
        "validFrom": None,
        "validUntil": None,
        "awardedDate": None,
        "credentialStatus": None,
    }
    given["credentialSubject"]["achievement"].pop("inLanguage")  # younger than that context
    return {name: value for name, value in (given | changes).items() if value is not None}


def signed(issuer: Issuer, **changes: Any) -> dict[str, Any]:
    document = unsigned(issuer, **changes)
    options = {
        "type": "Ed25519Signature2020",
        "created": at(NOW - YEAR / 2),
        "verificationMethod": issuer.method,
        "proofPurpose": "assertionMethod",
    }
    data = OLD_TYPES["Ed25519Signature2020"].hash_data(document, options, issuer.canonizer, "sha256")
    return document | {"proof": options | {"proofValue": "z" + base58.encode(issuer.key.sign(data))}}


def claims(issuer: Issuer, **changes: Any) -> dict[str, Any]:
    """The payload of a JWT, whose claims replace fields (VC Data Model 1.1, 6.3.1)."""
    credential = unsigned(issuer)
    identifier = credential.pop("id")
    dates = {"nbf": credential.pop("issuanceDate"), "exp": credential.pop("expirationDate")}
    moments = {name: int(datetime.fromisoformat(value).timestamp()) for name, value in dates.items()}
    given = {"iss": issuer.did, "jti": identifier, "sub": "did:example:ana", "vc": credential} | moments
    return {name: value for name, value in (given | changes).items() if value is not None}


def report_on(issuer: Issuer, document: Any) -> Report:
    text = document if isinstance(document, str) else json.dumps(document)
    report = verify(text, issuer.resources(), NOW, canonizer=issuer.canonizer)
    assert isinstance(report, Report)
    return report


def refused(report: Report, check: str, reason: str) -> None:
    assert (report.check(check).outcome, report.check(check).reason) == ("fail", reason), report.as_json()
    assert not report.verified


def test_a_badge_with_the_signature_of_its_time_verifies(issuer: Issuer) -> None:
    report = report_on(issuer, signed(issuer))
    assert report.verified, report.as_json()
    assert report.check("validity").reason == "in_force"


def test_a_change_is_seen(issuer: Issuer) -> None:
    document = signed(issuer)
    refused(report_on(issuer, document | {"expirationDate": at(NOW + 9 * YEAR)}), "proof", "changed")
    refused(report_on(issuer, document | {"honours": "summa"}), "proof", "undefined_term")


def test_its_dates_count(issuer: Issuer) -> None:
    past, future = at(NOW - YEAR / 4), at(NOW + YEAR / 4)
    refused(report_on(issuer, signed(issuer, expirationDate=past)), "validity", "expired")
    refused(report_on(issuer, signed(issuer, issuanceDate=future)), "validity", "not_yet")


@pytest.mark.parametrize(
    "changes",
    [
        {"@context": [CREDENTIALS_V1, CREDENTIALS_V2, OB_3_0_1]},
        {"@context": [CREDENTIALS_V2, CREDENTIALS_V1, OB_3_0_1]},
        {"validFrom": at(NOW)},
        {"validUntil": at(NOW + YEAR)},
        {"issuanceDate": None},
        {"issuanceDate": "2026-01-01"},
    ],
)
def test_what_mixes_the_versions_is_refused(issuer: Issuer, changes: dict[str, Any]) -> None:
    refused(report_on(issuer, unsigned(issuer, **changes)), "format", "unreadable")


@pytest.mark.parametrize("kind", ["RevocationList2020Status", "StatusList2021Entry"])
def test_a_status_of_its_time_that_names_no_list_is_neither_revoked_nor_fine(
    issuer: Issuer, kind: str
) -> None:
    status = {"id": "https://issuer.example/list#7", "type": kind}
    payload = claims(issuer)
    payload["vc"]["credentialStatus"] = status
    report = report_on(issuer, issuer.jwt(payload, typ="JWT"))
    refused(report, "status", "status_unavailable")
    assert "names no list" in report.check("status").detail


def test_a_jwt_with_a_vc_claim_verifies(issuer: Issuer) -> None:
    report = report_on(issuer, issuer.jwt(claims(issuer), typ="JWT"))
    assert report.verified, report.as_json()
    document = report.credential
    assert document is not None
    assert document["id"] == issuer.credential()["id"]
    assert document["issuanceDate"] == at(NOW - YEAR / 2)
    assert document["expirationDate"] == at(NOW + YEAR)
    assert document["credentialSubject"]["id"] == "did:example:ana"
    assert document["issuer"]["id"] == issuer.did


@pytest.mark.parametrize(("typ", "verified"), [("JWT", True), (None, True), ("vc+jwt", False)])
def test_a_jwt_of_version_2_has_no_vc_claim(issuer: Issuer, typ: str | None, verified: bool) -> None:
    assert report_on(issuer, issuer.jwt(claims(issuer), typ=typ)).verified is verified


def test_claims_may_repeat_what_the_credential_says(issuer: Issuer) -> None:
    payload = claims(issuer)
    payload["vc"] |= {"id": payload["jti"], "issuanceDate": at(NOW - YEAR / 2).replace("Z", ".500Z")}
    assert report_on(issuer, issuer.jwt(payload, typ="JWT")).verified


def test_an_issuer_that_is_only_an_identifier_is_read(issuer: Issuer) -> None:
    payload = claims(issuer)
    payload["vc"].pop("issuer")
    report = report_on(issuer, issuer.jwt(payload, typ="JWT"))
    assert report.verified, report.as_json()
    assert report.credential is not None
    assert report.credential["issuer"] == issuer.did


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "did:web:evil.example"}, {"iss": 7}, {"jti": 7}, {"vc": []}, {"vc": {}}, {"nbf": "now"},
        {"exp": 1e300}, {"nbf": 10**30}, {"exp": True}, {"@context": [CREDENTIALS_V2]}, {"credentialSubject": {}},
        {"nbf": None},
    ],
)  # fmt: skip
def test_a_jwt_whose_claims_dont_fit_is_unreadable(issuer: Issuer, changes: dict[str, Any]) -> None:
    refused(report_on(issuer, issuer.jwt(claims(issuer, **changes), typ="JWT")), "format", "unreadable")


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "https://issuer.example/awards/other"},
        {"expirationDate": at(NOW + 2 * YEAR)},
        {"issuanceDate": "yesterday"},
        {"credentialSubject": [{}, {}]},
        {"@context": [CREDENTIALS_V2, OB_3_0_1]},
        {"validFrom": at(NOW)},
    ],
)
def test_a_jwt_that_contradicts_its_credential_is_unreadable(issuer: Issuer, changes: dict[str, Any]) -> None:
    payload = claims(issuer)
    payload["vc"] |= changes
    refused(report_on(issuer, issuer.jwt(payload, typ="JWT")), "format", "unreadable")
