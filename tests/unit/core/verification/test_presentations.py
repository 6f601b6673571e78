"""Whoever shows a badge must be its holder, here and now; a copied presentation must not count."""

from datetime import timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer, key_number

from openlaurel.core.keys import base58, did_key
from openlaurel.core.proofs.data_integrity import AUTHENTICATION, proof_options
from openlaurel.core.proofs.shapes import Canonizer
from openlaurel.core.proofs.suites import SUITES
from openlaurel.core.verification import Needs, PresentationReport, verify_presentation

V2 = "https://www.w3.org/ns/credentials/v2"
CHALLENGE, DOMAIN = "u4Xq9", "verifier.example"


@pytest.fixture(scope="module")
def holder(canonizer: Canonizer) -> Issuer:
    key = key_number(7)
    return Issuer(canonizer, did=did_key(key.public), key=key)


def unsigned(holder: Issuer, *badges: Any, **changes: Any) -> dict[str, Any]:
    whole = {"@context": [V2], "type": ["VerifiablePresentation"], "holder": holder.did}
    return whole | {"verifiableCredential": list(badges)} | changes


def proved(holder: Issuer, document: dict[str, Any], **options: Any) -> dict[str, Any]:
    """`document` with a proof of `holder`; `options` are those of the proof."""
    name = options.get("cryptosuite", "eddsa-rdfc-2022")
    given = proof_options(verification_method=holder.method, created=NOW, cryptosuite=name)
    given |= {"proofPurpose": AUTHENTICATION, "challenge": CHALLENGE, "domain": DOMAIN} | options
    suite = SUITES[name]
    data = suite.hash_data(document, given, holder.canonizer, "sha256")
    return document | {"proof": {**given, "proofValue": "z" + base58.encode(holder.key.sign(data))}}


def enveloped(issuer: Issuer) -> dict[str, Any]:
    address = "data:application/vc+jwt," + issuer.jwt(issuer.credential())
    return {"@context": V2, "type": "EnvelopedVerifiableCredential", "id": address}


def report(document: Any, issuer: Issuer, **asked: Any) -> PresentationReport:
    asked = {"challenge": CHALLENGE, "domain": DOMAIN} | asked
    found = verify_presentation(document, issuer.resources(), NOW, canonizer=issuer.canonizer, **asked)
    assert isinstance(found, PresentationReport)
    return found


def reason(found: PresentationReport) -> str:
    failed = [check for check in found.checks if check.outcome == "fail"]
    assert len(failed) == 1
    assert failed[0].detail
    return f"{failed[0].check}: {failed[0].reason}"


def test_a_holder_shows_badges_as_json_and_as_jwt(issuer: Issuer, holder: Issuer) -> None:
    found = report(proved(holder, unsigned(holder, issuer.badge(), enveloped(issuer))), issuer)
    assert found.verified
    assert [check.outcome for check in found.checks] == ["pass", "pass", "pass"]
    assert [inside.verified for inside in found.credentials] == [True, True]
    assert found.as_json()["verified"] is True


def test_what_is_needed_is_asked_for_all_credentials_at_once(issuer: Issuer, holder: Issuer) -> None:
    document = proved(holder, unsigned(holder, issuer.badge(), enveloped(issuer)))
    found = verify_presentation(document, {}, NOW, canonizer=issuer.canonizer)
    assert isinstance(found, Needs)
    assert [need.key for need in found.needs] == [issuer.did]


def test_one_changed_badge_spoils_the_presentation(issuer: Issuer, holder: Issuer) -> None:
    changed = issuer.badge() | {"validUntil": "2099-01-01T00:00:00Z"}
    found = report(proved(holder, unsigned(holder, issuer.badge(), changed)), issuer)
    assert not found.verified
    assert [inside.verified for inside in found.credentials] == [True, False]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"challenge": "another"}, "holder: challenge_differs"),
        ({"domain": "elsewhere.example"}, "holder: domain_differs"),
        ({"proofPurpose": "assertionMethod"}, "proof: proof_malformed"),
        ({"expires": "2026-11-25T09:00:00Z"}, "proof: proof_expired"),
        ({"created": "2027-11-25T09:00:00Z"}, "proof: signed_in_future"),
    ],
)
def test_a_proof_made_for_something_else_does_not_count(
    issuer: Issuer, holder: Issuer, options: dict[str, Any], why: str
) -> None:
    found = report(proved(holder, unsigned(holder, issuer.badge()), **options), issuer)
    assert reason(found) == why
    assert found.credentials == ()


def test_a_domain_may_be_one_of_several(issuer: Issuer, holder: Issuer) -> None:
    document = proved(holder, unsigned(holder), domain=["elsewhere.example", DOMAIN])
    assert report(document, issuer).verified


def test_what_was_not_asked_for_is_not_compared(issuer: Issuer, holder: Issuer) -> None:
    assert report(proved(holder, unsigned(holder)), issuer, challenge=None, domain=None).verified


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"holder": "did:web:other.example"}, "holder: holder_mismatch"),
        ({"holder": "no address"}, "format: unreadable"),
        ({"type": ["VerifiableCredential"]}, "format: unreadable"),
        ({"@context": ["https://w3id.org/security/data-integrity/v2", V2]}, "format: unreadable"),
        ({"verifiableCredential": ["https://issuer.example/badge"]}, "format: unreadable"),
    ],
)
def test_a_flawed_presentation_does_not_count(
    issuer: Issuer, holder: Issuer, changes: dict[str, Any], why: str
) -> None:
    document = proved(holder, unsigned(holder) | changes, cryptosuite="eddsa-jcs-2022")
    assert reason(report(document, issuer)) == why


def test_a_presentation_changed_or_without_proof_does_not_count(issuer: Issuer, holder: Issuer) -> None:
    document = proved(holder, unsigned(holder, issuer.badge()))
    assert reason(report(document | {"verifiableCredential": []}, issuer)) == "proof: changed"
    assert reason(report(unsigned(holder, issuer.badge()), issuer)) == "proof: no_proof"


def test_a_key_that_only_issues_can_not_show(issuer: Issuer) -> None:
    document = proved(issuer, unsigned(issuer))
    assert reason(report(document, issuer)) == "holder: key_not_for_authentication"


def jwt(holder: Issuer, *badges: Any, header: dict[str, Any] | None = None, **claims: Any) -> str:
    whole = unsigned(holder, *badges) | {"aud": DOMAIN, "nonce": CHALLENGE} | claims
    return holder.jwt(whole, **({"typ": "vp+jwt"} | (header or {})))


def test_a_vp_jwt_is_verified_with_what_is_in_it(issuer: Issuer, holder: Issuer) -> None:
    found = report(jwt(holder, enveloped(issuer), iss=holder.did), issuer)
    assert found.verified
    assert [inside.verified for inside in found.credentials] == [True]


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nonce": "another"}, "holder: challenge_differs"),
        ({"aud": ["elsewhere.example"]}, "holder: domain_differs"),
        ({"exp": (NOW - timedelta(seconds=1)).timestamp()}, "holder: expired"),
        ({"nbf": (NOW + timedelta(hours=1)).timestamp()}, "holder: not_yet"),
        ({"iat": (NOW + timedelta(hours=1)).timestamp()}, "proof: signed_in_future"),
        ({"iss": "did:web:other.example"}, "holder: holder_mismatch"),
    ],
)
def test_a_vp_jwt_for_another_time_or_verifier_does_not_count(
    issuer: Issuer, holder: Issuer, claims: dict[str, Any], why: str
) -> None:
    assert reason(report(jwt(holder, **claims), issuer)) == why


def test_a_vp_jwt_for_a_certain_verifier_is_not_for_one_that_does_not_say_who_it_is(
    issuer: Issuer, holder: Issuer
) -> None:
    assert reason(report(jwt(holder), issuer, domain=None)) == "holder: audience_unknown"


def test_the_key_decides_on_the_algorithm_of_a_vp_jwt(issuer: Issuer, holder: Issuer) -> None:
    assert reason(report(jwt(holder, header={"alg": "ES256"}), issuer)) == "proof: key_unfit"


def test_a_vp_jwt_with_another_signature_does_not_count(issuer: Issuer, holder: Issuer) -> None:
    head, payload, _ = jwt(holder).split(".")
    other = jwt(holder, nonce="x").split(".")[2]
    assert reason(report(f"{head}.{payload}.{other}", issuer)) == "proof: changed"
