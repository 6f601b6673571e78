import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openlaurel.core.status import MINIMUM_LENGTH, random_indexes


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=1, max_size=32), st.integers(1, 600))
def test_every_index_is_given_exactly_once(key: bytes, capacity: int) -> None:
    assert sorted(random_indexes(key, range(capacity), capacity)) == list(range(capacity))


def test_neighbours_in_time_are_no_neighbours_in_the_list() -> None:
    """Who sees two indexes must not learn that two people were awarded together."""
    indexes = random_indexes(b"k" * 32, range(2_000), MINIMUM_LENGTH)
    distances = sorted(abs(a - b) for a, b in itertools.pairwise(indexes))
    assert len(set(indexes)) == 2_000
    assert distances[len(distances) // 2] > MINIMUM_LENGTH // 5  # 0.29 of the list, for two random places
    assert len({index * 16 // MINIMUM_LENGTH for index in indexes[:200]}) == 16


def test_another_key_gives_another_order() -> None:
    one, other = (random_indexes(key, range(50), MINIMUM_LENGTH) for key in (b"a", b"b"))
    assert len(set(one) & set(other)) < 5


def test_a_badge_has_its_place_whether_it_is_issued_alone_or_with_others() -> None:
    together = random_indexes(b"k", range(700), 700)
    assert [random_indexes(b"k", [number], 700)[0] for number in range(700)] == together


@pytest.mark.parametrize("counter", [-1, 8, 9])
def test_a_full_list_gives_no_index(counter: int) -> None:
    with pytest.raises(ValueError, match="full"):
        random_indexes(b"k", [counter], 8)
