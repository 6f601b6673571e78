"""A list is unpacked once for all badges that name it, and what is remembered never grows past its bound."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.status import Bitstring, StatusError
from openlaurel.core.status.bitstring import MINIMUM_LENGTH
from openlaurel.core.status.unpacked import UnpackedLists

LIST_BYTES = MINIMUM_LENGTH // 8


def encoded(*indexes: int, size: int = 1, length: int = MINIMUM_LENGTH) -> str:
    bits = Bitstring(length, size=size)
    for index in indexes:
        bits.set(index)
    return bits.encode()


def test_a_list_is_unpacked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lists, text = UnpackedLists(), encoded(7)
    assert lists.value(text, 7) == 1
    monkeypatch.setattr(Bitstring, "decode", lambda *_, **__: pytest.fail("unpacked again"))
    assert lists.value(text, 7) == 1
    assert lists.value("".join(text), 8) == 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([1, 2]), st.integers(0, 9)), max_size=20))
def test_what_is_remembered_says_what_unpacking_says(asked: list[tuple[int, int, int]]) -> None:
    lists = UnpackedLists(3 * LIST_BYTES)
    texts = [encoded(number) for number in range(6)]
    for number, size, index in asked:
        if size == 2:
            with pytest.raises(StatusError):  # too short for so many values of two bits
                lists.value(texts[number], index, size=size)
            continue
        assert lists.value(texts[number], index) == Bitstring.decode(texts[number]).get(index)
        assert lists.bytes_held <= 3 * LIST_BYTES


def test_values_of_another_size_are_another_list() -> None:
    lists, text = UnpackedLists(), encoded(1, size=2)
    assert [lists.value(text, 1, size=2), lists.value(text, 3), lists.value(text, 1)] == [1, 1, 0]


def test_the_bound_is_in_bytes() -> None:
    lists = UnpackedLists(2 * LIST_BYTES + 1_000)
    first, second, third = (encoded(number) for number in range(3))
    for text in (first, second, first, third):
        lists.value(text, 0)
    assert list(lists._lists) == [(first, 1), (third, 1)]
    assert lists.bytes_held == 2 * LIST_BYTES + len(first) + len(third)
    large = encoded(0, length=8 * MINIMUM_LENGTH)
    assert lists.value(large, 0) == 1
    assert (large, 1) not in lists._lists


def test_a_list_that_cannot_be_read_is_refused_each_time() -> None:
    lists = UnpackedLists()
    for text in ("u!!", "x", encoded(0)[:-9]):
        for _ in range(2):
            with pytest.raises(StatusError):
                lists.value(text, 0)
    with pytest.raises(StatusError, match="outside the list"):
        lists.value(encoded(0), MINIMUM_LENGTH)
    assert lists.bytes_held == LIST_BYTES + len(encoded(0))


def test_threads_share_it() -> None:
    lists, texts = UnpackedLists(2 * LIST_BYTES), [encoded(number) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        values = list(pool.map(lambda n: lists.value(texts[n % 4], n % 4), range(400)))
    assert set(values) == {1}
    assert 0 <= lists.bytes_held <= 2 * LIST_BYTES
