from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.keys import (
    BadDid,
    BadKey,
    EcdsaKey,
    P256PublicKey,
    P384PublicKey,
    PublicKey,
    SoftwareKey,
    VerificationMethod,
    did_document,
    did_jwk,
    did_key,
    did_web_of,
    did_web_url,
    dids,
    parse_did_document,
    resolve_did_jwk,
    resolve_did_key,
)
from openlaurel.core.keys.public_key import base64url

P256 = EcdsaKey(P256PublicKey, b"\x05" * 32).public
P384 = EcdsaKey(P384PublicKey, b"\x05" * 48).public
X25519 = "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc"
KEY = SoftwareKey(b"\x05" * 32).public
DID = "did:web:issuer.example"
METHOD = f"{DID}#key-1"
EVERY_KIND = [KEY, P256, P384]


def entry(**changes: Any) -> dict[str, Any]:
    given = {"id": METHOD, "type": "Multikey", "controller": DID, "publicKeyMultibase": KEY.multibase}
    return {name: value for name, value in (given | changes).items() if value is not None}


def document(**changes: Any) -> dict[str, Any]:
    return {"id": DID, "verificationMethod": [entry()], "assertionMethod": [METHOD]} | changes


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
        ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
        ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
        ("did:web:issuer.example#key-1", "https://issuer.example/.well-known/did.json"),
        ("did:web:issuer.example:caf%C3%A9", "https://issuer.example/caf%C3%A9/did.json"),
        ("did:web:localhost%3A8443", "https://localhost:8443/.well-known/did.json"),
        ("did:web:127.0.0.1%3a8000:profiles:harbour", "https://127.0.0.1:8000/profiles/harbour/did.json"),
        ("did:web:%5B2001%3Adb8%3A%3A1%5D%3A8443:u", "https://[2001:db8::1]:8443/u/did.json"),
        ("did:web:xn--hfen-moa.example", "https://xn--hfen-moa.example/.well-known/did.json"),
    ],
)
def test_a_did_web_is_looked_up_where_its_method_says(did: str, url: str) -> None:
    assert did_web_url(did) == url


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web:issuer.example:",
        "did:web:issuer.example::x",
        "did:web:issuer.example:..:secret",
        "did:web:issuer.example:%2e%2e:secret",
        "did:web:issuer.example:a%2Fb",
        "did:web:issuer.example:a%5Cb",
        "did:web:user%40issuer.example",
        "did:web:issuer.example%2Fpath",
        "did:web:issuer.example%3A3000%23x",
        "did:web:issuer.example?x",
        "did:web:%5B1%3A2%5D",
        "did:web:issuer example",
        "did:web:issuer.example%3A65536",
        "did:web:issuer.example%3A0",
        "did:web:issuer.example%3A",
        "did:web:issuer.example%3A80%3A80",
        "did:web:issuer.example%3A%D9%A3",
        "did:web:issuer..example",
        "did:web:-issuer.example",
        "did:web:.",
        "did:web:" + "a." * 126 + "ab",
        "did:web:" + "a" * 64 + ".example",
        "did:web:%5B%3A%3A1",
        "did:web:%5B127.0.0.1%5D",
        "did:ion:abc",
        "https://issuer.example/",
    ],
)
def test_a_did_web_that_would_lead_elsewhere_is_refused(did: str) -> None:
    with pytest.raises(BadDid):
        did_web_url(did)


@pytest.mark.parametrize(
    "url", ["https://issuer.example/profiles/harbour", "http://127.0.0.1:8000/profiles/harbour"]
)
def test_an_issuer_finds_its_document_under_its_own_did(url: str) -> None:
    assert did_web_url(did_web_of(url)).replace("https:", url.split("//")[0]) == f"{url}/did.json"


def test_a_did_key_stands_for_its_own_document() -> None:
    did = did_key(KEY)
    for reference in (did, f"{did}#{KEY.multibase}"):
        resolved = resolve_did_key(reference)
        assert resolved.id == did
        assert resolved.methods[f"{did}#{KEY.multibase}"].key == KEY
        assert resolved.assertion_methods == {f"{did}#{KEY.multibase}"}


def test_a_did_key_of_another_kind_of_key_is_refused() -> None:
    with pytest.raises(BadDid, match="can't be read"):
        resolve_did_key("did:key:" + X25519)


@pytest.mark.parametrize("key", EVERY_KIND)
def test_each_kind_of_key_can_be_its_own_issuer(key: PublicKey) -> None:
    did = did_key(key)
    assert resolve_did_key(did).methods[f"{did}#{key.multibase}"].key == key
    did = did_jwk(key)
    for reference in (did, f"{did}#0"):
        resolved = resolve_did_jwk(reference)
        assert resolved.id == did
        assert resolved.methods[f"{did}#0"].key == key
        assert resolved.assertion_methods == {f"{did}#0"}


@pytest.mark.parametrize(
    ("did", "jwk"),
    [
        (
            "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
            {
                "kty": "EC",
                "crv": "P-256",
                "x": "fyNYMN0976ci7xqiSdag3buk-ZCwgXU4kz9XNkBlNUI",
                "y": "hW2ojTNfH7Jbi8--CJUo3OCbH3y5n91g-IMA9MLMbTU",
            },
        ),
        (
            "did:key:z82Lm1MpAkeJcix9K8TMiLd5NMAhnwkjjCBeWHXyu3U4oT2MVJJKXkcVBgjGhnLBn2Kaau9",
            {
                "kty": "EC",
                "crv": "P-384",
                "x": "lInTxl8fjLKp_UCrxI0WDklahi-7-_6JbtiHjiRvMvhedhKVdHBfi2HCY8t_QJyc",
                "y": "y6N1IC-2mXxHreETBW7K3mBcw0qGr3CWHCs-yl09yCQRLcyfGv7XhqAngHOu51Zv",
            },
        ),
    ],
)
def test_the_vectors_of_the_did_key_method_are_the_same_key_in_both_forms(
    did: str, jwk: dict[str, str]
) -> None:
    assert did_key(PublicKey.from_jwk(jwk)) == did
    [method] = resolve_did_key(did).methods.values()
    assert method.key.jwk == jwk


def test_a_did_jwk_of_the_method_itself_is_read() -> None:
    """The example of the did:jwk method for P-256."""
    did = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAi"
        "LCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )
    assert resolve_did_jwk(did).methods[f"{did}#0"].key.kind == "P-256"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("e30=", "not base64url"),
        ("!", "not base64url"),
        ("e30", "another kind"),
        (base64url(b"[]"), "must be a JSON object"),
        (base64url(b"{"), "can't be read"),
        (base64url(b"[" * 1000), "can't be read"),
        (base64url(b'{"kty":"OKP","kty":"EC"}'), "appears twice"),
        ("A" * 3000, "not base64url"),
    ],
)
def test_a_did_jwk_that_is_no_key_is_refused_by_reason(text: str, fault: str) -> None:
    with pytest.raises(BadDid, match=fault):
        resolve_did_jwk("did:jwk:" + text)


def test_a_document_reads_back_as_it_was_written() -> None:
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    methods = [
        VerificationMethod(METHOD, DID, KEY),
        VerificationMethod(f"{DID}#old", DID, SoftwareKey(b"\x06" * 32).public, moment, moment),
    ]
    written = did_document(DID, methods)
    assert parse_did_document(written.as_json(), expected=DID) == written


def test_relative_references_and_embedded_keys_are_understood() -> None:
    relative = document(verificationMethod=[entry(id="#key-1")], assertionMethod=["#key-1"])
    embedded = document(verificationMethod=[], assertionMethod=[entry()])
    for listed in (relative, embedded, document(assertionMethod=[entry()])):
        read = parse_did_document(listed, expected=DID)
        assert set(read.methods) == read.assertion_methods == {METHOD}


def test_a_key_that_isnt_for_assertions_is_told_apart() -> None:
    read = parse_did_document(document(assertionMethod=[]), expected=DID)
    assert METHOD in read.methods
    assert METHOD not in read.assertion_methods


@pytest.mark.parametrize("key", EVERY_KIND)
@pytest.mark.parametrize("kind", ["JsonWebKey", "JsonWebKey2020"])
def test_a_key_is_read_as_jwk_too(key: PublicKey, kind: str) -> None:
    given = entry(type=kind, publicKeyMultibase=None, publicKeyJwk=key.jwk | {"kid": "key-1"})
    assert parse_did_document(document(verificationMethod=[given]), expected=DID).methods[METHOD].key == key


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"publicKeyMultibase": X25519}, "another kind"),
        ({"publicKeyMultibase": None}, "no publicKeyMultibase"),
        ({"publicKeyMultibase": "z0"}, "not a base58 character"),
        ({"type": "JsonWebKey"}, "must be a JSON object"),
        ({"publicKeyJwk": KEY.jwk}, "written down twice"),
        ({"type": "RsaVerificationKey2018"}, "aren't understood"),
        ({"type": "Ed25519VerificationKey2020", "publicKeyMultibase": P256.multibase}, "another kind"),
        (
            {"type": "JsonWebKey", "publicKeyMultibase": None, "publicKeyJwk": KEY.jwk | {"d": "x"}},
            "private key",
        ),
    ],
)
def test_a_key_that_cant_be_used_is_told_by_its_flaw_and_leaves_the_others_alone(
    changes: dict[str, Any], fault: str
) -> None:
    other = f"{DID}#other"
    read = parse_did_document(
        document(verificationMethod=[entry(), entry(id=other, **changes)]), expected=DID
    )
    assert set(read.methods) == {METHOD}
    assert fault in read.unusable[other]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ([], "not its DID document"),
        (document(id="did:web:other.example"), "not its DID document"),
        (document(verificationMethod=[entry(controller="did:web:other.example")]), "another controller"),
        (document(verificationMethod=[entry(), entry()]), "twice"),
        (document(assertionMethod=[entry(publicKeyMultibase=P256.multibase)]), "twice"),
        (document(assertionMethod=[entry(publicKeyMultibase="z0")]), "twice"),
        (document(verificationMethod=[entry(id=None)]), "has no id"),
        (document(verificationMethod=["x"]), "has no id"),
        (document(verificationMethod=[entry(revoked="yesterday")]), "'revoked' .* must be a date and time"),
        (document(verificationMethod=[entry(revoked="20270101T000000Z")]), "must be a date and time"),
        (document(verificationMethod=[entry(revoked="2027-01-01T00:00:00+00:00:30")]), "must be a date and"),
        (document(verificationMethod=[entry(revoked=1_800_000_000)]), "must be a date and time"),
        (document(verificationMethod=[entry(expires="2027-02-30T00:00:00Z")]), "not a date that exists"),
        (document(verificationMethod=[entry(expires="2027-01-01T00:00:00")]), "with a time zone"),
        (document(assertionMethod=["#x"] * 101), "more than 100"),
    ],
)
def test_a_document_with_a_flaw_is_refused_by_name(given: Any, fault: str) -> None:
    with pytest.raises(BadDid, match=fault):
        parse_did_document(given, expected=DID)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
MEMBERS = ["kty", "crv", "x", "y", "d", "use", "alg", "key_ops"]
WRITTEN = st.sampled_from(
    ["EC", "OKP", "P-256", "P-384", "Ed25519", *(value for key in EVERY_KIND for value in key.jwk.values())]
)


@given(st.dictionaries(st.sampled_from(MEMBERS), WRITTEN | ANYTHING))
def test_whatever_a_jwk_says_it_is_one_of_the_keys_or_refused(jwk: dict[str, Any]) -> None:
    try:
        key = PublicKey.from_jwk(jwk)
    except BadKey:
        return
    assert key in EVERY_KIND
    assert key.jwk.items() <= jwk.items()


@given(
    st.dictionaries(
        st.sampled_from(["id", "type", "controller", "publicKeyMultibase", "publicKeyJwk", "revoked"]),
        st.sampled_from(
            [DID, METHOD, "#k", "Multikey", "JsonWebKey", KEY.multibase, P256.multibase, P384.jwk]
        )
        | ANYTHING,
    )
)
def test_whatever_a_did_document_lists_it_is_read_or_refused(method: dict[str, Any]) -> None:
    try:
        read = parse_did_document(
            {"id": DID, "verificationMethod": [entry(), method], "assertionMethod": [method]}, expected=DID
        )
    except BadDid:
        return
    assert METHOD in read.methods
    assert not set(read.methods) & set(read.unusable)


@given(st.text() | st.binary(max_size=200).map(base64url))
def test_whatever_follows_did_jwk_it_is_a_key_or_refused(text: str) -> None:
    with pytest.raises(BadDid):
        resolve_did_jwk("did:jwk:" + text)


def test_a_remembered_document_answers_for_no_other_issuer_and_no_other_key() -> None:
    given = document()
    first = parse_did_document(given, expected=DID)
    assert parse_did_document(document(), expected=DID) is first
    with pytest.raises(BadDid, match="is not its DID document"):
        parse_did_document(given, expected=f"{DID}:other")
    other = "z" + SoftwareKey(bytes([9]) * 32).public.multibase[1:]
    given["verificationMethod"][0]["publicKeyMultibase"] = other
    assert parse_did_document(given, expected=DID).methods[METHOD].key.multibase == other
    assert first.methods[METHOD].key.multibase != other


def test_a_key_that_is_withdrawn_is_seen_at_once() -> None:
    assert parse_did_document(document(), expected=DID).methods[METHOD].revoked is None
    withdrawn = document(verificationMethod=[entry(revoked="2026-01-01T00:00:00Z")])
    assert parse_did_document(withdrawn, expected=DID).methods[METHOD].revoked is not None


def test_strangers_documents_cant_fill_the_memory() -> None:
    for number in range(200):
        parse_did_document(document(extra=number), expected=DID)
    assert dids._remembered.cache_info().currsize <= 64
    large = document(extra="x" * dids.MAX_REMEMBERED)
    assert parse_did_document(large, expected=DID) is not parse_did_document(large, expected=DID)
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    assert METHOD in parse_did_document(document(extra=nested), expected=DID).methods
