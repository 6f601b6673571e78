import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.openbadges import EMAIL, NAME, hash_identity, identity_matches


def test_the_hash_is_the_one_of_the_standard() -> None:
    """Open Badges 3.0, B.8: the value followed by the salt, SHA-256, in hexadecimal."""
    identity = hash_identity("a@example.org", identity_type=EMAIL, salt="deadsea")
    assert identity.as_json() == {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": "sha256$" + hashlib.sha256(b"a@example.orgdeadsea").hexdigest(),
        "identityType": "emailAddress",
        "salt": "deadsea",
    }


@given(st.text(min_size=1, max_size=40), st.sampled_from([EMAIL, NAME]))
def test_whoever_knows_the_value_can_check_it(value: str, kind: str) -> None:
    identity = hash_identity(value, identity_type=kind, salt="s").as_json()
    assert identity_matches(identity, value)
    assert not identity_matches(identity, value + "x")
    assert value not in identity["identityHash"] or len(value) < 8


@pytest.mark.parametrize(
    ("kind", "stored", "entered"),
    [
        (EMAIL, "Ana@Example.org", " ana@example.ORG "),
        (NAME, "Ana  Sousa", "Ana Sousa "),
        (NAME, "Zoe\u0308", "Zo\u00eb"),
        (NAME, "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    ],
)
def test_spelling_that_people_dont_see_makes_no_difference(kind: str, stored: str, entered: str) -> None:
    assert identity_matches(hash_identity(stored, identity_type=kind, salt="s").as_json(), entered)


def test_a_name_keeps_its_case() -> None:
    assert not identity_matches(hash_identity("Ana", identity_type=NAME, salt="s").as_json(), "ana")


def test_two_salts_hide_that_two_hashes_are_of_one_value() -> None:
    one, other = (hash_identity("Ana", identity_type=NAME, salt=salt) for salt in "ab")
    assert one.hash != other.hash


@pytest.mark.parametrize(
    "identity",
    [
        {"hashed": False, "identityHash": "ana@example.org", "identityType": "emailAddress"},
        {"identityHash": "ana@example.org", "identityType": "emailAddress"},
        {"hashed": True, "identityHash": "md5$" + hashlib.md5(b"ana@example.orgs").hexdigest(), "salt": "s"},
        {
            "hashed": True,
            "identityHash": "SHA256$" + hashlib.sha256(b"ana@example.org").hexdigest().upper(),
            "identityType": "emailAddress",
        },
    ],
)
def test_forms_of_other_makers_are_compared_too(identity: dict[str, Any]) -> None:
    assert identity_matches(identity, "ana@example.org")
    assert not identity_matches(identity, "bea@example.org")


@pytest.mark.parametrize(
    "identity",
    [
        {},
        {"hashed": True, "identityHash": 5},
        {"hashed": True, "identityHash": "sha256$", "salt": ["s"]},
        {"hashed": True, "identityHash": "sha1$" + "0" * 40},
        {"hashed": True, "identityHash": "ana@example.org"},
        {"hashed": "yes", "identityHash": "sha256$" + "0" * 64},
    ],
)
def test_a_malformed_identity_matches_nobody(identity: dict[str, Any]) -> None:
    assert not identity_matches(identity, "ana@example.org")
