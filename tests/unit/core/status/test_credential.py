from datetime import timedelta
from typing import Any

import pytest
from tests.unit.core.issuers import NOW, Issuer

from openlaurel.core.credentials import NotACredential
from openlaurel.core.status import (
    Bitstring,
    StatusEntry,
    StatusError,
    build_status_list_credential,
    read_status,
)

EMPTY = Bitstring().encode()
ENTRY = StatusEntry("https://issuer.example/status/1", 94567)


def test_the_bit_that_is_asked_for_is_the_one_that_is_read(issuer: Issuer) -> None:
    status_list = issuer.status_list(ENTRY.index)
    assert read_status(status_list, ENTRY).value == 1
    assert read_status(status_list, StatusEntry(ENTRY.list_url, ENTRY.index + 1)).value == 0


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"type": ["VerifiableCredential"]}, "isn't a status list"),
        ({"id": "https://issuer.example/status/2"}, "another address"),
        (
            {"credentialSubject": {"statusPurpose": "suspension", "encodedList": "u"}},
            "isn't one for revocation",
        ),
        ({"credentialSubject": {"statusPurpose": "revocation"}}, "no encodedList"),
        ({"credentialSubject": {"statusPurpose": "revocation", "encodedList": "x"}}, "start with 'u'"),
        *(
            (
                {"credentialSubject": {"statusPurpose": "revocation", "encodedList": EMPTY, "ttl": ttl}},
                "ttl must be",
            )
            for ttl in (-1, True, 1.5, "300000", [])
        ),
    ],
)
def test_a_list_that_isnt_the_one_named_is_no_answer(
    issuer: Issuer, changes: dict[str, Any], fault: str
) -> None:
    with pytest.raises(StatusError, match=fault):
        read_status(issuer.status_list() | changes, ENTRY)


def test_a_list_of_several_purposes_counts_for_each(issuer: Issuer) -> None:
    status_list = issuer.status_list(ENTRY.index)
    status_list["credentialSubject"]["statusPurpose"] = ["suspension", "revocation"]
    assert read_status(status_list, ENTRY).value == 1


def test_anything_else_at_the_address_is_no_list() -> None:
    with pytest.raises(NotACredential):
        read_status([], ENTRY)


def test_the_message_of_a_value_is_the_one_that_the_issuer_gave_it() -> None:
    entry = StatusEntry(ENTRY.list_url, 94567, "message", 2, ("waiting", "accepted", "rejected", "unused"))
    bits = Bitstring(size=2)
    bits.set(94567, 2)
    status_list = build_status_list_credential(
        url=ENTRY.list_url, issuer="did:web:issuer.example", purpose="message", bits=bits, valid_from=NOW
    )
    status = read_status(status_list, entry)
    assert (status.purpose, status.value, status.message) == ("message", 2, "rejected")


@pytest.mark.parametrize(
    ("ttl", "kept"),
    [
        (None, None),
        (0, timedelta()),
        (300_000, timedelta(minutes=5)),
        (10**40, timedelta(days=3650)),
    ],
)
def test_how_long_a_copy_may_be_kept_is_read(issuer: Issuer, ttl: int | None, kept: timedelta | None) -> None:
    status_list = issuer.status_list()
    status_list["credentialSubject"]["ttl"] = ttl
    assert read_status(status_list, ENTRY).ttl == kept
