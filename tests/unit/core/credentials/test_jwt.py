from datetime import UTC, datetime
from typing import Any

import pytest
from tests.unit.core.issuers import Issuer, base64url

from openlaurel.core.credentials import BadJwt, looks_like_jwt, parse_jwt


def test_a_jwt_is_read_with_what_its_signature_covers(issuer: Issuer) -> None:
    payload = issuer.credential() | {"nbf": 1_700_000_000, "exp": 1_900_000_000.5}
    text = issuer.jwt(payload)
    assert looks_like_jwt(text)
    read = parse_jwt(f"  {text}\n")
    assert read.payload == payload
    assert read.key_id == issuer.method
    assert read.algorithm == "EdDSA"
    assert read.signing_input == text.rpartition(".")[0].encode()
    assert read.not_before == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert read.expires == datetime(2030, 3, 17, 17, 46, 40, 500000, tzinfo=UTC)
    issuer.key.public.verify(read.signature, read.signing_input)


def test_a_relative_key_belongs_to_the_issuer(issuer: Issuer) -> None:
    text = issuer.jwt(issuer.credential() | {"iss": issuer.did}, kid=f"#{issuer.key.public.multibase}")
    assert parse_jwt(text).key_id == issuer.method


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ({"alg": "none"}, "'none' isn't accepted"),
        ({"alg": "HS256"}, "'HS256' isn't accepted"),
        ({"alg": "RS256"}, "'RS256' isn't accepted"),
        ({"alg": "ES512"}, "'ES512' isn't accepted"),
        ({"alg": "es256"}, "'es256' isn't accepted"),
        ({"alg": None}, "'None' isn't accepted"),
        ({"alg": ["EdDSA"]}, "isn't accepted"),
        ({"crit": ["exp"]}, "critical headers"),
        ({"jwk": {"kty": "OKP"}}, "'jwk' isn't accepted"),
        ({"jku": "https://evil.example/keys"}, "'jku' isn't accepted"),
        ({"x5c": []}, "'x5c' isn't accepted"),
        ({"b64": False}, "'b64' isn't accepted"),
        ({"typ": "dpop+jwt"}, "isn't that of a credential"),
        ({"kid": None}, "'kid' must be the DID URL"),
        ({"kid": "https://issuer.example/key"}, "'kid' must be the DID URL"),
        ({"kid": 5}, "'kid' must be the DID URL"),
    ],
)
def test_a_header_that_asks_for_something_else_is_refused(
    issuer: Issuer, header: dict[str, Any], fault: str
) -> None:
    with pytest.raises(BadJwt, match=fault):
        parse_jwt(issuer.jwt(issuer.credential(), **header))


@pytest.mark.parametrize(
    ("claims", "fault"),
    [
        ({"iss": "did:web:other.example"}, "'iss' contradicts"),
        ({"jti": "urn:uuid:other"}, "'jti' contradicts"),
        ({"exp": "2030"}, "'exp' must be a moment"),
        ({"exp": True}, "'exp' must be a moment"),
        ({"nbf": 1e300}, "'nbf' must be a moment"),
        ({"nbf": [1]}, "'nbf' must be a moment"),
    ],
)
def test_claims_that_contradict_the_credential_are_refused(
    issuer: Issuer, claims: dict[str, Any], fault: str
) -> None:
    with pytest.raises(BadJwt, match=fault):
        parse_jwt(issuer.jwt(issuer.credential() | claims))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a.b", "three parts"),
        ("a.b.c.d", "three parts"),
        ("e30.!.x", "not base64url"),
        ("eyJhbGciOiJFZERTQSJ9==.e30.x", "without padding"),
        (f"{base64url(b'[]')}.{base64url(b'{}')}.x", "header must be a JSON object"),
        (f"{base64url(b'{}')}.{base64url(b'{')}.x", "payload: The document is not JSON"),
        (f"{base64url(b'{}')}.{base64url(b'[' * 10_000)}.x", "payload: The document is nested deeper"),
        ("é.é.é", "not base64url"),
        ("e" * 6_000_000, "too long"),
    ],
)
def test_a_malformed_jwt_is_told_by_part(text: str, fault: str) -> None:
    with pytest.raises(BadJwt, match=fault):
        parse_jwt(text)


def test_a_signature_of_another_length_is_none(issuer: Issuer) -> None:
    with pytest.raises(BadJwt, match="64 bytes"):
        parse_jwt(issuer.jwt(issuer.credential())[:-4])
    with pytest.raises(BadJwt, match="ES384 has 96 bytes, this one 64"):
        parse_jwt(issuer.jwt(issuer.credential(), alg="ES384"))


@pytest.mark.parametrize("text", ["", "plain text.", "https://a.example/b.c", '{"a": "eyJ.x.y"}', "a.b.c"])
def test_other_texts_arent_taken_for_a_jwt(text: str) -> None:
    assert not looks_like_jwt(text)
