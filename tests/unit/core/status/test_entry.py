from typing import Any

import pytest

from openlaurel.core.status import StatusEntry, StatusError, read_entry

ENTRY = StatusEntry("https://issuer.example/status/1", 94567)
FOUR = ("waiting", "accepted", "rejected", "unused")
OF_TWO_BITS = StatusEntry(ENTRY.list_url, 94567, "message", 2, FOUR)


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
        ({"statusPurpose": "revoked"}, "'revoked' can't be checked"),
        ({"statusPurpose": None}, "'None' can't be checked"),
        ({"statusPurpose": ["revocation"]}, "can't be checked"),
        *(({"statusSize": size}, "from 1 to 8") for size in (0, -1, 9, 10**9, True, 1.0, "1", None, [1])),
    ],
)
def test_an_entry_that_cant_be_checked_is_an_error_and_not_a_pass(
    changes: dict[str, Any], fault: str
) -> None:
    with pytest.raises(StatusError, match=fault):
        read_entry(ENTRY.as_json() | changes)


def test_an_entry_of_several_bits_comes_back_with_what_each_value_means() -> None:
    written = OF_TWO_BITS.as_json()
    assert written["statusSize"] == 2
    assert written["statusMessage"][2] == {"status": "0x2", "message": "rejected"}
    assert read_entry(written) == OF_TWO_BITS
    assert read_entry(written | {"statusMessage": written["statusMessage"][::-1]}) == OF_TWO_BITS


def test_an_entry_without_messages_means_set_or_unset() -> None:
    assert [ENTRY.message(value) for value in (0, 1)] == ["unset", "set"]


def listed(*statuses: Any) -> list[dict[str, Any]]:
    return [{"status": status, "message": "text"} for status in statuses]


FLAWED = {
    "missing": (None, "needs 4 messages in statusMessage; it has none"),
    "not a list": ({"status": "0x0", "message": "text"}, "it has none"),
    "one too few": (listed("0x0", "0x1", "0x2"), "it has 3"),
    "one too many": (listed("0x0", "0x1", "0x2", "0x3", "0x4"), "it has 5"),
    "a value twice": (listed("0x0", "0x1", "0x2", "0x2"), "from 0x0 to 0x3 once"),
    "a value beyond the size": (listed("0x0", "0x1", "0x2", "0x4"), "from 0x0 to 0x3 once"),
    "not hexadecimal": (listed("0x0", "0x1", "0x2", "3"), "a status like '0x1'"),
    "digits of another script": (listed("0x0", "0x1", "0x2", "0x\u0663"), "a status like '0x1'"),
    "a number": (listed("0x0", "0x1", "0x2", 3), "a status like '0x1'"),
    "no message": ([*listed("0x0", "0x1", "0x2"), {"status": "0x3"}], "and a message"),
    "not an object": ([*listed("0x0", "0x1", "0x2"), "0x3"], "a status like '0x1'"),
}


@pytest.mark.parametrize(("messages", "fault"), FLAWED.values(), ids=FLAWED)
def test_messages_that_leave_a_value_open_are_an_error_and_not_a_guess(messages: Any, fault: str) -> None:
    with pytest.raises(StatusError, match=fault):
        read_entry(OF_TWO_BITS.as_json() | {"statusMessage": messages})


def test_messages_of_a_single_bit_must_be_two() -> None:
    with pytest.raises(StatusError, match="needs 2 messages"):
        read_entry(ENTRY.as_json() | {"statusMessage": listed("0x0")})
