import base64
import gzip
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.core.status import MINIMUM_LENGTH, Bitstring, StatusError


def test_the_first_bit_is_the_most_significant_of_the_first_byte() -> None:
    """Bitstring Status List 1.0, 3.3; the other order revokes a neighbour's badge."""
    bits = Bitstring()
    bits.set(0)
    bits.set(9)
    raw = gzip.decompress(bits.compress())
    assert raw[:3] == b"\x80\x40\x00"


def test_an_empty_list_is_the_one_of_the_standard() -> None:
    """The example of Bitstring Status List 1.0, 2.2."""
    example = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    read = Bitstring.decode(example)
    assert len(read) == MINIMUM_LENGTH
    assert not any(read.get(index) for index in range(0, MINIMUM_LENGTH, 997))


@given(st.sets(st.integers(0, MINIMUM_LENGTH - 1), max_size=20))
def test_exactly_the_listed_entries_are_set(indexes: set[int]) -> None:
    bits = Bitstring()
    for index in indexes:
        bits.set(index)
    read = Bitstring.decode(bits.encode())
    assert {index for index in indexes | {0, 1, MINIMUM_LENGTH - 1} if read.get(index)} == indexes
    assert sum(byte.bit_count() for byte in gzip.decompress(read.compress())) == len(indexes)


def test_a_suspension_can_be_lifted() -> None:
    bits = Bitstring()
    bits.set(17)
    bits.set(17, False)
    assert bits.encode() == Bitstring().encode()


@pytest.mark.parametrize("index", [-1, MINIMUM_LENGTH, 10**12])
def test_an_index_outside_of_the_list_is_no_answer(index: int) -> None:
    with pytest.raises(StatusError, match="outside the list"):
        Bitstring().get(index)


@pytest.mark.parametrize("length", [0, 8, MINIMUM_LENGTH - 8, MINIMUM_LENGTH + 1])
def test_a_list_that_would_give_its_holders_away_by_its_size_is_refused(length: int) -> None:
    with pytest.raises(StatusError, match="at least 131072"):
        Bitstring(length)


def encoded(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (Bitstring().encode()[1:], "start with 'u'"),
        ("z" + Bitstring().encode()[1:], "start with 'u'"),
        ("u*", "isn't base64url"),
        ("ué", "isn't base64url"),
        (encoded(b"not gzip"), "isn't valid gzip"),
        (encoded(Bitstring().compress()[:-9]), "cut off"),
        (encoded(gzip.compress(bytes(100), mtime=0)), "at least 131072"),
    ],
)
def test_a_damaged_list_is_told_by_its_flaw(text: str, fault: str) -> None:
    with pytest.raises(StatusError, match=fault):
        Bitstring.decode(text)


def test_a_compressed_bomb_costs_no_more_than_the_largest_list() -> None:
    bomb = encoded(gzip.compress(bytes(200_000_000), compresslevel=1, mtime=0))
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(StatusError, match="more than 67108864 bits"):
        Bitstring.decode(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.perf_counter() - start < 3
    assert peak < 40_000_000


@pytest.mark.parametrize("size", range(1, 9))
def test_values_of_several_bits_lie_beside_each_other_without_touching(size: int) -> None:
    top = 2**size - 1
    values = {0: top, 1: 1, 2: 0, 3: top, 94_567: 1, MINIMUM_LENGTH - 1: top}
    bits = Bitstring(size=size)
    for index in range(4):
        bits.set(index, top)
    for index, value in values.items():
        bits.set(index, value)
    read = Bitstring.decode(bits.encode(), size=size)
    assert len(read) == MINIMUM_LENGTH
    assert {index: read.get(index) for index in values} == values
    assert (read.get(4), read.get(94_566), read.get(94_568)) == (0, 0, 0)


def test_a_value_of_two_bits_begins_at_twice_its_index() -> None:
    """Bitstring Status List 1.0, 3.2: the index times the size; the most significant bit is at the left."""
    bits = Bitstring(size=2)
    bits.set(1, 2)
    assert gzip.decompress(bits.compress())[:1] == b"\x20"


@pytest.mark.parametrize("value", [-1, 4])
def test_a_value_that_doesnt_fit_doesnt_spill_into_a_neighbours(value: int) -> None:
    with pytest.raises(StatusError, match="doesn't fit into a status of 2 bits"):
        Bitstring(size=2).set(7, value)


@pytest.mark.parametrize("size", [0, -1, 9, 10**6])
def test_a_size_that_no_status_has_is_refused(size: int) -> None:
    with pytest.raises(StatusError, match="1 to 8 bits"):
        Bitstring(size=size)
    with pytest.raises(StatusError, match="1 to 8 bits"):
        Bitstring.decode(Bitstring().encode(), size=size)


def test_a_list_with_room_for_fewer_values_than_the_least_is_refused() -> None:
    """Bitstring Status List 1.0, 3.2: the length divided by the size is what must reach the least."""
    with pytest.raises(StatusError, match="at least 131072"):
        Bitstring.decode(Bitstring().encode(), size=2)
