import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.keys import BadKey, base58

# The examples of draft-msporny-base58-03, section 5.
EXAMPLES = [
    (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
    (
        b"The quick brown fox jumps over the lazy dog.",
        "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    ),
    (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    (b"", ""),
    (b"\0\0", "11"),
]


@pytest.mark.parametrize(("data", "text"), EXAMPLES)
def test_keys_are_written_and_read_as_everybody_does(data: bytes, text: str) -> None:
    assert base58.encode(data) == text
    assert base58.decode(text) == data


@given(st.binary(max_size=100))
def test_no_byte_is_lost(data: bytes) -> None:
    assert base58.decode(base58.encode(data)) == data


@given(st.text(st.sampled_from(base58.ALPHABET), max_size=200))
def test_many_digits_at_once_give_what_one_after_the_other_gives(text: str) -> None:
    number = 0
    for letter in text:
        number = number * 58 + base58.ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    assert base58.decode(text) == bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "é", "z\n"])
def test_a_letter_outside_the_alphabet_is_named(text: str) -> None:
    with pytest.raises(BadKey, match="is not a base58 character"):
        base58.decode(text)


def test_a_text_of_any_length_costs_no_more_than_its_limit() -> None:
    with pytest.raises(BadKey, match="longer than 200"):
        base58.decode("z" * 1_000_000)
