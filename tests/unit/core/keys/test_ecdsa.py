import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.keys import (
    BadKey,
    BadSignature,
    EcdsaKey,
    EcdsaPublicKey,
    Ed25519PublicKey,
    P256PublicKey,
    P384PublicKey,
    PublicKey,
    SoftwareKey,
    UnknownKey,
    base58,
)
from openlaurel.core.keys.public_key import PRIVATE_MEMBERS, base64url

CURVES: list[type[EcdsaPublicKey]] = [P256PublicKey, P384PublicKey]
KEYS = [EcdsaKey(curve, b"\x05" * curve.coordinate_bytes) for curve in CURVES]
PUBLIC = [*(key.public for key in KEYS), SoftwareKey(b"\x05" * 32).public]

# RFC 6979, A.2.5 and A.2.6, message "sample": curve, secret, r and s with the curve's own hash
RFC_6979 = [
    (
        P256PublicKey,
        "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    ),
    (
        P384PublicKey,
        "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
        "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46"
        "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
    ),
]


@pytest.mark.parametrize(("curve", "secret", "signature"), RFC_6979)
def test_signatures_are_those_of_the_standard(
    curve: type[EcdsaPublicKey], secret: str, signature: str
) -> None:
    key = EcdsaKey(curve, bytes.fromhex(secret))
    assert key.sign(b"sample").hex() == signature
    key.public.verify(bytes.fromhex(signature), b"sample")


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.curve.kind)
def test_a_signature_over_other_bytes_or_in_another_form_counts_for_nothing(key: EcdsaKey) -> None:
    signature, size, order = key.sign(b"badge"), key.curve.coordinate_bytes, key.curve.order
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    others = [
        signature[:-1],
        signature + b"\0",
        b"",
        encode_dss_signature(r, s),
        signature[size:] + signature[:size],
        bytes(2 * size),
        bytes(size) + signature[size:],
        signature[:size] + bytes(size),
        signature[:size] + order.to_bytes(size, "big"),
        order.to_bytes(size, "big") + signature[size:],
        b"\xff" * (2 * size),
    ]
    for other in others:
        with pytest.raises(BadSignature):
            key.public.verify(other, b"badge")
    with pytest.raises(BadSignature, match="doesn't match"):
        key.public.verify(signature, b"badges")


@given(st.binary(max_size=200))
def test_whatever_is_signed_verifies_with_the_key_that_signed_only(data: bytes) -> None:
    for key in KEYS:
        signature = key.sign(data)
        assert len(signature) == key.curve.signature_bytes
        key.public.verify(signature, data)
        stranger = EcdsaKey(key.curve, b"\x06" * key.curve.coordinate_bytes).public
        with pytest.raises(BadSignature):
            stranger.verify(signature, data)


@given(st.binary(min_size=32, max_size=32))
def test_every_public_key_survives_both_written_forms(secret: bytes) -> None:
    if 0 < int.from_bytes(secret, "big") < P256PublicKey.order:
        key = EcdsaKey(P256PublicKey, secret).public
        assert PublicKey.from_multibase(key.multibase) == key
        assert PublicKey.from_jwk(key.jwk) == key


@pytest.mark.parametrize(
    ("key", "start"),
    [(PUBLIC[0], "zDn"), (PUBLIC[1], "z82L"), (PUBLIC[2], "z6Mk")],
    ids=["P-256", "P-384", "Ed25519"],
)
def test_each_kind_of_key_is_written_as_everybody_does(key: PublicKey, start: str) -> None:
    """Controlled Identifiers 1.0, 2.2.2: how a Multikey of each kind starts."""
    assert key.multibase.startswith(start)
    assert PublicKey.from_multibase(key.multibase) == key
    assert PublicKey.from_jwk(key.jwk) == key
    assert type(key).from_jwk(key.jwk) == key


def test_one_kind_of_key_is_not_taken_for_another() -> None:
    for key in PUBLIC:
        for other in PUBLIC:
            if other is not key:
                with pytest.raises(UnknownKey, match=f"another kind than {key.kind}"):
                    type(key).from_multibase(other.multibase)
                with pytest.raises(UnknownKey, match=f"another kind than {key.kind}"):
                    type(key).from_jwk(other.jwk)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\x80\x24" + b"\x02" * 32, "compressed point of 33 bytes"),
        (b"\x80\x24" + b"\x04" + b"\x02" * 32, "compressed point of 33 bytes"),
        (b"\x80\x24", "compressed point of 33 bytes"),
        (b"\x80\x24" + b"\x02" + b"\xff" * 32, "not a point of P-256"),
        (b"\x80\x24" + b"\x02" + bytes(31) + b"\x01", "not a point of P-256"),
        (b"\x81\x24" + b"\x02" * 33, "compressed point of 49 bytes"),
        (b"\x81\x24" + b"\x03" + b"\xff" * 48, "not a point of P-384"),
    ],
)
def test_a_multikey_that_is_no_point_is_refused_by_reason(data: bytes, fault: str) -> None:
    with pytest.raises(BadKey, match=fault):
        PublicKey.from_multibase("z" + base58.encode(data))


@pytest.mark.parametrize("key", PUBLIC, ids=lambda key: key.kind)
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        *(({name: "x"}, "holds a private key") for name in PRIVATE_MEMBERS),
        ({"kty": "oct"}, "another kind"),
        ({"kty": None}, "another kind"),
        ({"crv": "secp256k1"}, "another kind"),
        ({"crv": ["P-256"]}, "another kind"),
        ({"use": "enc"}, "'use'"),
        ({"key_ops": ["sign"]}, "'key_ops'"),
        ({"key_ops": "verify"}, "'key_ops'"),
        ({"alg": "HS256"}, "'alg'"),
        ({"alg": ["ES256"]}, "'alg'"),
        ({"x": None}, "'x' is not base64url"),
        ({"x": 5}, "'x' is not base64url"),
        ({"x": "AA=="}, "'x' is not base64url"),
        ({"x": "A+/A"}, "'x' is not base64url"),
        ({"x": "AB"}, "'x' is not base64url"),
        ({"x": "é"}, "'x' is not base64url"),
        ({"x": "AAAA"}, "'x' has 3 bytes"),
        ({"x": "A" * 1_000_000}, "'x' is not base64url"),
    ],
)
def test_a_jwk_with_a_flaw_is_refused_by_it(key: PublicKey, change: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadKey, match=fault):
        PublicKey.from_jwk(key.jwk | change)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.curve.kind)
def test_a_jwk_whose_coordinates_are_no_point_is_refused(key: EcdsaKey) -> None:
    x, y = key.public.to_coordinates()
    off = y[:-1] + bytes([y[-1] ^ 1])
    with pytest.raises(BadKey, match="not a point"):
        PublicKey.from_jwk(key.public.jwk | {"y": base64url(off)})
    with pytest.raises(BadKey, match="'y' has"):
        PublicKey.from_jwk(key.public.jwk | {"y": base64url(y[1:])})
    with pytest.raises(BadKey, match="not a point"):
        PublicKey.from_jwk(key.public.jwk | {"x": base64url(bytes(len(x))), "y": base64url(bytes(len(y)))})


@pytest.mark.parametrize("value", [None, [], "text", 5])
def test_a_jwk_that_is_no_object_is_refused(value: Any) -> None:
    with pytest.raises(BadKey, match="must be a JSON object"):
        PublicKey.from_jwk(value)


def test_a_public_jwk_says_no_more_than_the_point() -> None:
    jwk = KEYS[0].public.jwk
    assert set(jwk) == {"kty", "crv", "x", "y"}
    assert base64.urlsafe_b64decode(jwk["x"] + "=") == KEYS[0].public.raw[1:]
    assert set(Ed25519PublicKey(bytes(32)).jwk) == {"kty", "crv", "x"}


def test_a_secret_is_never_printed() -> None:
    assert "05" not in repr(KEYS[0])


@pytest.mark.parametrize("curve", CURVES)
def test_a_secret_outside_the_curves_range_is_refused(curve: type[EcdsaPublicKey]) -> None:
    size = curve.coordinate_bytes
    for secret in (bytes(size), curve.order.to_bytes(size, "big"), b"\xff" * size):
        with pytest.raises(BadKey, match="outside the range"):
            EcdsaKey(curve, secret)
    with pytest.raises(BadKey, match=f"not {size - 1}"):
        EcdsaKey(curve, b"\x05" * (size - 1))


def test_a_new_key_is_drawn_again_when_it_is_out_of_range() -> None:
    drawn = [bytes(32), b"\xff" * 32, b"\x07" * 32]
    assert EcdsaKey.generate(P256PublicKey, lambda size: drawn.pop(0)).secret == b"\x07" * 32
    assert not drawn
