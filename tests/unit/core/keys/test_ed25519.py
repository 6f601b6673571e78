import pytest

from openlaurel.core.keys import BadKey, BadSignature, Ed25519PublicKey, SoftwareKey, base58

# RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC_8032)
def test_signatures_are_those_of_the_standard(seed: str, public: str, message: str, signature: str) -> None:
    key = SoftwareKey(bytes.fromhex(seed))
    assert key.public.raw.hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature
    key.public.verify(bytes.fromhex(signature), bytes.fromhex(message))


def test_a_signature_over_other_bytes_or_of_another_length_counts_for_nothing() -> None:
    key = SoftwareKey(b"\x05" * 32)
    signature = key.sign(b"badge")
    for data, other in [
        (b"badges", signature),
        (b"badge", signature[:-1] + bytes([signature[-1] ^ 1])),
        (b"badge", signature + b"\0"),
        (b"badge", signature[:63]),
        (b"badge", b""),
    ]:
        with pytest.raises(BadSignature):
            key.public.verify(other, data)


def test_a_signature_cannot_be_altered_into_a_second_one_that_counts() -> None:
    """S plus the order of the group verifies where the range of S isn't checked (RFC 8032, 5.1.7)."""
    key = SoftwareKey(b"\x05" * 32)
    signature = key.sign(b"badge")
    order = 2**252 + 27742317777372353535851937790883648493
    other = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    with pytest.raises(BadSignature):
        key.public.verify(signature[:32] + other, b"badge")


def test_a_key_of_small_order_signs_nothing() -> None:
    """With the neutral point as key, one signature would fit every message."""
    neutral = b"\x01" + b"\0" * 31
    with pytest.raises(BadSignature):
        Ed25519PublicKey(neutral).verify(neutral + b"\0" * 32, b"any badge")


def test_a_public_key_survives_its_written_form() -> None:
    key = SoftwareKey(b"\x05" * 32).public
    assert key.multibase.startswith("z6Mk")
    assert Ed25519PublicKey.from_multibase(key.multibase) == key


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("6MkhaXg", "start with 'z'"),
        ("z0OIl", "not a base58 character"),
        ("z" + base58.encode(b"\x80\x24" + b"\x02" * 33), "another kind than Ed25519"),
        ("z" + base58.encode(b"\xed\x01" + b"\x02" * 31), "32 bytes, not 31"),
    ],
)
def test_what_is_no_ed25519_key_is_refused_by_reason(text: str, fault: str) -> None:
    with pytest.raises(BadKey, match=fault):
        Ed25519PublicKey.from_multibase(text)


def test_a_seed_is_never_printed() -> None:
    assert "05" not in repr(SoftwareKey(b"\x05" * 32))


def test_a_seed_of_a_wrong_length_is_refused() -> None:
    with pytest.raises(BadKey, match="32 bytes, not 31"):
        SoftwareKey(b"\x05" * 31)
