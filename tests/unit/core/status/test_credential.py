from typing import Any

import pytest
from tests.unit.core.issuers import Issuer

from openlaurel.core.credentials import NotACredential
from openlaurel.core.status import StatusEntry, StatusError, read_entry, read_status

ENTRY = StatusEntry("https://issuer.example/status/1", 94567)


def test_an_entry_comes_back_from_the_wire() -> None:
    written = ENTRY.as_json()
    assert written["statusListIndex"] == "94567"
    assert read_entry(written) == ENTRY


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"type": "1EdTechRevocationList"}, "'1EdTechRevocationList' can't be checked"),
        ({"type": ["BitstringStatusListEntry"]}, "can't be checked"),
        ({"statusListCredential": None}, "names no list"),
        ({"statusListCredential": "ftp://issuer.example/1"}, "names no list"),
        ({"statusListIndex": 94567}, "written as a string"),
        ({"statusListIndex": "-1"}, "written as a string"),
        ({"statusListIndex": "٣"}, "written as a string"),
        ({"statusListIndex": "9" * 13}, "written as a string"),
        ({"statusPurpose": "message"}, "'message' can't be checked"),
        ({"statusPurpose": ["revocation"]}, "can't be checked"),
        ({"statusSize": 2}, "more than one bit"),
        ({"statusSize": "1"}, "more than one bit"),
    ],
)
def test_an_entry_that_cant_be_checked_is_an_error_and_not_a_pass(
    changes: dict[str, Any], fault: str
) -> None:
    with pytest.raises(StatusError, match=fault):
        read_entry(ENTRY.as_json() | changes)


def test_the_bit_that_is_asked_for_is_the_one_that_is_read(issuer: Issuer) -> None:
    status_list = issuer.status_list(ENTRY.index)
    assert read_status(status_list, ENTRY)
    assert not read_status(status_list, StatusEntry(ENTRY.list_url, ENTRY.index + 1))


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
    assert read_status(status_list, ENTRY)


def test_anything_else_at_the_address_is_no_list() -> None:
    with pytest.raises(NotACredential):
        read_status([], ENTRY)
