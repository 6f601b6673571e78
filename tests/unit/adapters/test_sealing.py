"""Signing keys at rest: nobody opens them without the installation's key, or for another purpose."""

import pytest

from openlaurel.adapters.sealing import SealBroken, derive_key, seal, unseal

KEY = bytes(range(32))
SECRET = b"the seed of a signing key"


def test_a_secret_comes_back_whole() -> None:
    assert unseal(seal(SECRET, key=KEY, purpose="signing key 1"), key=KEY, purpose="signing key 1") == SECRET


def test_sealing_twice_shows_no_likeness() -> None:
    first, second = (seal(SECRET, key=KEY, purpose="p") for _ in range(2))
    assert first != second
    assert SECRET not in first


@pytest.mark.parametrize(
    ("key", "purpose"), [(bytes(32), "signing key 1"), (KEY, "signing key 2"), (KEY, "signing key 1 ")]
)
def test_another_key_or_purpose_opens_nothing(key: bytes, purpose: str) -> None:
    with pytest.raises(SealBroken, match=r"Was secret\.key or OPENLAUREL_KEY replaced"):
        unseal(seal(SECRET, key=KEY, purpose="signing key 1"), key=key, purpose=purpose)


def test_a_sealed_secret_that_was_altered_anywhere_is_refused() -> None:
    sealed = seal(SECRET, key=KEY, purpose="p")
    for position in range(len(sealed)):
        altered = sealed[:position] + bytes([sealed[position] ^ 1]) + sealed[position + 1 :]
        with pytest.raises(SealBroken):
            unseal(altered, key=KEY, purpose="p")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(40)])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(sealed, key=KEY, purpose="p")


def test_keys_of_different_purposes_have_nothing_in_common() -> None:
    keys = {derive_key(KEY, purpose) for purpose in ("mail", "signing key 1", "signing key 2")}
    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)
