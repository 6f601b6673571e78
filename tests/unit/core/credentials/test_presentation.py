from typing import Any

import pytest
from tests.unit.core.issuers import Issuer, base64url

from openlaurel.core.credentials.errors import BadJwt, BadPresentation
from openlaurel.core.credentials.presentation import CONTEXT, parse_presentation


def shown(issuer: Issuer, **changes: Any) -> dict[str, Any]:
    entry = {
        "@context": CONTEXT,
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt," + issuer.jwt(issuer.credential()),
    }
    whole = {"@context": [CONTEXT], "type": "VerifiablePresentation", "holder": issuer.did}
    return whole | {"verifiableCredential": [entry]} | changes


def test_a_presentation_is_read_with_the_credentials_in_it(issuer: Issuer) -> None:
    read = parse_presentation(issuer.jwt(shown(issuer), typ="vp+jwt", cty="vp"))
    assert read.holder == issuer.did
    assert [jwt.payload for jwt in read.credentials] == [issuer.credential()]


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ({"alg": "none"}, "'none' isn't accepted"),
        ({"alg": "HS256"}, "'HS256' isn't accepted"),
        ({"crit": ["x"]}, "critical headers"),
        ({"typ": "vc+jwt"}, "isn't that of a presentation"),
        ({"typ": None}, "isn't that of a presentation"),
        ({"cty": "vc"}, "content type 'vc'"),
    ],
)
def test_a_header_of_something_else_is_refused(issuer: Issuer, header: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadJwt, match=fault):
        parse_presentation(issuer.jwt(shown(issuer), **({"typ": "vp+jwt"} | header)))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"holder": "did:web:other.example"}, "isn't that of the holder"),
        ({"holder": None}, "isn't that of the holder"),
        ({"@context": []}, "first '@context'"),
        ({"type": "VerifiableCredential"}, "VerifiablePresentation"),
        ({"verifiableCredential": [{}] * 21}, "at most 20"),
        ({"verifiableCredential": ["x"]}, "EnvelopedVerifiableCredential"),
        ({"verifiableCredential": [{"type": "EnvelopedVerifiableCredential", "id": "data:,x"}]}, "begin"),
    ],
)
def test_a_flawed_presentation_is_refused(issuer: Issuer, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadPresentation, match=fault):
        parse_presentation(issuer.jwt(shown(issuer, **changes), typ="vp+jwt"))


@pytest.mark.parametrize("claim", ["vc", "vp"])
def test_claims_of_version_1_1_are_refused(issuer: Issuer, claim: str) -> None:
    with pytest.raises(BadJwt, match=f"must not have the claim '{claim}'"):
        parse_presentation(issuer.jwt(shown(issuer, **{claim: {}}), typ="vp+jwt"))


def test_a_header_member_that_appears_twice_is_refused(issuer: Issuer) -> None:
    _, payload, signature = issuer.jwt(shown(issuer), typ="vp+jwt").split(".")
    header = base64url(b'{"alg":"EdDSA","alg":"none","typ":"vp+jwt"}')
    with pytest.raises(BadJwt, match="appears twice"):
        parse_presentation(f"{header}.{payload}.{signature}")


def test_a_presentation_inside_a_presentation_is_no_credential(issuer: Issuer) -> None:
    inner = "data:application/vc+jwt," + issuer.jwt(shown(issuer), typ="vp+jwt")
    entry = {"type": "EnvelopedVerifiableCredential", "id": inner}
    with pytest.raises(BadJwt, match="isn't that of a credential"):
        parse_presentation(issuer.jwt(shown(issuer, verifiableCredential=[entry]), typ="vp+jwt"))
