"""Figures say nothing about fewer than five people, not even by what is subtracted from what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openlaurel.apps.figures.hiding import LEAST, hide_small, rounded

KEY = b"k" * 32


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=8))
def test_what_is_hidden_is_hidden_among_at_least_five(counts: dict[str, int]) -> None:
    shown = hide_small(counts)
    hidden = [counts[name] for name, count in shown.items() if count is None]
    assert all(count is None or count == 0 or count >= LEAST for count in shown.values())
    everything_hidden = all(count is None for name, count in shown.items() if counts[name])
    assert not hidden or sum(hidden) >= LEAST or everything_hidden


def test_one_small_number_takes_the_next_larger_with_it() -> None:
    assert hide_small({"a": 3, "b": 9, "c": 30}) == {"a": None, "b": None, "c": 30}
    assert hide_small({"a": 3, "b": 4, "c": 30}) == {"a": None, "b": None, "c": 30}
    assert hide_small({"a": 0, "b": 9}) == {"a": 0, "b": 9}
    assert hide_small({"a": 2}) == {"a": None}


@given(st.integers(0, 200), st.integers(5, 200), st.text(max_size=5))
def test_rounding_stays_within_five_and_within_the_whole(count: int, most: int, cell: str) -> None:
    count = min(count, most)
    shown = rounded(count, most=most, cell=cell, key=KEY)
    assert shown % LEAST == 0
    assert abs(shown - count) < LEAST
    assert 0 <= shown <= most
    assert shown == rounded(count, most=most, cell=cell, key=KEY)


def test_rounding_is_right_on_average() -> None:
    for count in (1, 7, 63):
        shown = [rounded(count, most=1000, cell=str(cell), key=KEY) for cell in range(4000)]
        assert sum(shown) / len(shown) == pytest.approx(count, abs=0.15)


def test_a_number_that_grows_is_never_shown_smaller() -> None:
    shown = [rounded(count, most=1000, cell="one", key=KEY) for count in range(60)]
    assert shown == sorted(shown)


def test_who_has_another_key_can_not_tell_which_way_it_was_rounded() -> None:
    lifts = {rounded(3, most=1000, cell="one", key=bytes([number]) * 32) for number in range(40)}
    assert lifts == {0, 5}
